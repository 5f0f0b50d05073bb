import { type ApiHost, formatApiHost, parseApiHost, parseCallingPage } from "./api-host.ts";
import { type Limits, NO_LIMITS, parseLimits } from "./limits.ts";
import { MANAGED_PREFIX } from "./managed-id.ts";
import { isParameterGroups } from "./managed-parameters.ts";
import { type OAuthProfile, newProfile } from "./profile.ts";
import { wrongProfileFields } from "./validate-profile.ts";

/** What a team's administrator hands out: profiles without secrets, API hosts, and limits. */
export interface ManagedPolicy {
  /** Their ids begin with MANAGED_PREFIX and never change; `seq` is for the store to give. */
  readonly profiles: readonly OAuthProfile[];
  /** As `profiles`. */
  readonly hosts: readonly ApiHost[];
  readonly limits: Limits;
}

export interface ParsedPolicy {
  readonly policy: ManagedPolicy;
  /** The members that could not be read, each named as in `profiles[0].tokenUrl`; what belongs to one is left out. */
  readonly problems: readonly string[];
}

export const NO_POLICY: ManagedPolicy = { profiles: [], hosts: [], limits: NO_LIMITS };

type Members = Readonly<Record<string, unknown>>;

const MEMBERS = new Set(["profiles", "apiHosts", "allowedHosts", "requirePassphrase", "longestIdleLockMinutes"]);

/** The values of a profile's members that are one of a few words. */
export const PROFILE_WORDS: Readonly<Record<string, readonly string[]>> = {
  grantType: ["authorization_code", "client_credentials"],
  clientAuthentication: ["basic", "basic_raw", "body", "none"],
  pkce: ["S256", "plain", "off"],
  scopeDelimiter: ["space", "comma", "plus"],
  tokenRequestMethod: ["POST", "GET"],
  tokenRequestFormat: ["form", "json"],
  originMode: ["remove", "keep", "custom"],
  expiresInUnit: ["seconds", "milliseconds"],
};

/** Reads what the browser's policies hold. Never throws: what is wrong is named, and the rest holds. */
export function parseManagedPolicy(value: unknown): ParsedPolicy {
  if (value === undefined || value === null) return { policy: NO_POLICY, problems: [] };
  const problems: string[] = [];
  const given = membersOf(value);
  if (given === undefined) return { policy: NO_POLICY, problems: ["policy"] };
  problems.push(...Object.keys(given).filter((name) => !MEMBERS.has(name)));
  const limits = parseLimits(given, problems);
  const profiles = parseEach(given, "profiles", problems, (each, at) => parseProfile(each, at, problems));
  const unique = withoutRepeated(profiles, "profiles", problems);
  const ids = new Set(unique.map(({ id }) => id));
  const hosts = parseEach(given, "apiHosts", problems, (each, at) => parseHost(each, at, ids, problems));
  return { policy: { profiles: unique, hosts: withoutRepeated(hosts, "apiHosts", problems), limits }, problems };
}

function parseEach<T>(
  given: Members,
  name: string,
  problems: string[],
  parse: (value: unknown, at: string) => T | undefined,
): T[] {
  const list = given[name] ?? [];
  if (!Array.isArray(list)) {
    problems.push(name);
    return [];
  }
  return list.flatMap((each: unknown, index) => parse(each, `${name}[${index}]`) ?? []);
}

function withoutRepeated<T extends { readonly id: string }>(all: readonly T[], at: string, problems: string[]): T[] {
  const seen = new Set<string>();
  return all.filter(({ id }) => {
    if (seen.has(id)) problems.push(`${at}: ${id.slice(MANAGED_PREFIX.length)}`);
    return !seen.has(id) && seen.add(id);
  });
}

function parseProfile(value: unknown, at: string, problems: string[]): OAuthProfile | undefined {
  const { id, ...given } = membersOf(value) ?? {};
  if (typeof id !== "string" || !/^[\w-]{1,64}$/u.test(id)) {
    problems.push(`${at}.id`);
    return undefined;
  }
  const template: Members = { ...newProfile("", 0) };
  const wrong = Object.keys(given).filter((name) => !isMember(name, given[name], template));
  problems.push(...wrong.map((name) => `${at}.${name}`));
  if (wrong.length > 0) return undefined;
  // Each member was compared with the template's.
  const profile = { ...newProfile(MANAGED_PREFIX + id, 0), ...given } as OAuthProfile;
  // The person enters the secret, once the profile is there.
  const wrongFields = wrongProfileFields(profile, { otherNames: [], secrets: ["clientSecret"] });
  problems.push(...wrongFields.map(({ field }) => `${at}: ${field}`));
  return wrongFields.length === 0 ? profile : undefined;
}

function isMember(name: string, value: unknown, template: Members): boolean {
  if (name === "seq" || !Object.hasOwn(template, name)) return false;
  if (name === "lifetimeSeconds") return typeof value === "number";
  if (name === "parameters") return isParameterGroups(value);
  if (name === "variables")
    return Object.values(membersOf(value) ?? { not: 1 }).every((each) => typeof each === "string");
  const words = PROFILE_WORDS[name];
  return words === undefined ? typeof value === typeof template[name] : words.includes(String(value));
}

function parseHost(
  value: unknown,
  at: string,
  profileIds: ReadonlySet<string>,
  problems: string[],
): ApiHost | undefined {
  const given = membersOf(value) ?? {};
  const { pattern, profile = null, callingPages = [], pageLoads = true, webSockets = false, ...unknown } = given;
  const profileId = profile === null ? null : MANAGED_PREFIX + textOf(profile);
  const readPattern = attempt(() => formatApiHost(parseApiHost(textOf(pattern))));
  const pages = attempt(() => (callingPages as readonly unknown[]).map((page) => parseCallingPage(textOf(page))));
  const wrong = [
    ...Object.keys(unknown),
    ...(readPattern === undefined ? ["pattern"] : []),
    ...(pages === undefined ? ["callingPages"] : []),
    ...(profileId !== null && !profileIds.has(profileId) ? ["profile"] : []),
    ...(typeof pageLoads === "boolean" ? [] : ["pageLoads"]),
    ...(typeof webSockets === "boolean" ? [] : ["webSockets"]),
  ];
  problems.push(...wrong.map((name) => `${at}.${name}`));
  if (wrong.length > 0 || readPattern === undefined || pages === undefined) return undefined;
  return {
    id: MANAGED_PREFIX + readPattern,
    seq: 0,
    pattern: readPattern,
    profileId,
    callingPages: [...new Set(pages)],
    pageLoads: pageLoads === true,
    webSockets: webSockets === true,
    enabled: true,
  };
}

/** Text as it is; nothing for what is none, which no parser takes. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function membersOf(value: unknown): Members | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}
