import { parseUrl } from "./url.ts";
import type { Settings } from "./settings.ts";

/** What an administrator allows. */
export interface Limits {
  /** Hosts that may be called or be sent a token: `api.example.com`, or `*.example.com` for it and its subdomains. */
  readonly allowedHosts: readonly string[] | undefined;
  /** Nothing is obtained and nothing attached while there is no passphrase. */
  readonly requirePassphrase: boolean;
  /** The vault locks after so many minutes without use, or earlier if the person wants it. */
  readonly longestIdleLockMinutes: number | undefined;
}

export const NO_LIMITS: Limits = {
  allowedHosts: undefined,
  requirePassphrase: false,
  longestIdleLockMinutes: undefined,
};

const HOST_PATTERN = /^(?:\*\.)?(?:[a-z\d_-]+(?:\.[a-z\d_-]+)*|\[[\da-f:.]+\])$/u;
const SHORTEST_IDLE_MINUTES = 1;

/** Reads the limits of a policy. One that can't be read counts at its strictest, and is named in `problems`. */
export function parseLimits(given: Readonly<Record<string, unknown>>, problems: string[]): Limits {
  const { allowedHosts, requirePassphrase = false, longestIdleLockMinutes: minutes } = given;
  if (typeof requirePassphrase !== "boolean") problems.push("requirePassphrase");
  const isAmount = typeof minutes === "number" && minutes >= SHORTEST_IDLE_MINUTES;
  if (minutes !== undefined && !isAmount) problems.push("longestIdleLockMinutes");
  return {
    allowedHosts: allowedHosts === undefined ? undefined : parseHosts(allowedHosts, problems),
    requirePassphrase: requirePassphrase !== false,
    longestIdleLockMinutes: minutes === undefined ? undefined : isAmount ? minutes : SHORTEST_IDLE_MINUTES,
  };
}

function parseHosts(value: unknown, problems: string[]): readonly string[] {
  if (!Array.isArray(value)) {
    problems.push("allowedHosts");
    return [];
  }
  const hosts = value.map((host: unknown) => String(host).toLowerCase());
  const isGood = hosts.map((host) => HOST_PATTERN.test(host));
  problems.push(
    ...hosts
      .keys()
      .filter((index) => isGood[index] === false)
      .map((index) => `allowedHosts[${index}]`),
  );
  return hosts.filter((_, index) => isGood[index]);
}

/** Whether the limits allow calls to the host of a URL; not to what is no URL. */
export function isUrlAllowed(limits: Limits, url: string): boolean {
  if (limits.allowedHosts === undefined) return true;
  const host = parseUrl(url)?.hostname;
  return host !== undefined && isHostAllowed(limits, { host, wildcard: false });
}

/** Whether the limits allow an API host: with a wildcard, all of its subdomains. */
export function isHostAllowed(limits: Limits, { host, wildcard }: { host: string; wildcard: boolean }): boolean {
  if (limits.allowedHosts === undefined) return true;
  return limits.allowedHosts.some((allowed) => {
    const base = allowed.startsWith("*.") ? allowed.slice(2) : undefined;
    if (base === undefined) return !wildcard && host === allowed;
    return host === base || host.endsWith(`.${base}`);
  });
}

/** The settings as the limits let them count. */
export function limitSettings(settings: Settings, { longestIdleLockMinutes: longest }: Limits): Settings {
  if (longest === undefined) return settings;
  return { ...settings, idleLockMinutes: Math.min(settings.idleLockMinutes ?? longest, longest) };
}
