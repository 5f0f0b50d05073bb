import type { ApiHost } from "./api-host.ts";
import { namesOf } from "./host-index.ts";
import { hostOrigins } from "./permissions.ts";

/** Whose requests are looked at. */
export interface WatchedHosts {
  /**
   * What the browser is asked for: match patterns, sorted. It goes through them for every request there is, so that
   * many are made few, which may cover neighbours of an API host: ask `has`.
   */
  readonly patterns: readonly string[];
  /** Whether an API host that is on has requests to there; those of its scheme, host name and any port. */
  has(url: URL): boolean;
}

/** Together they cost a request to none of them a hundredth of its time. */
const MOST_PATTERNS = 100;

/** A domain with so many below it is asked for whole, since each request of a neighbour costs as much as one of theirs. */
const FEWEST_OF_DOMAIN = 10;

/** Watches the API hosts that are on. */
export function watchedHosts(hosts: readonly ApiHost[]): WatchedHosts {
  const exact = new Set(hosts.filter((host) => host.enabled).flatMap(hostOrigins));
  return {
    patterns: [...(exact.size > MOST_PATTERNS ? byDomain(exact) : exact)].toSorted(),
    has: ({ protocol, hostname }) => namesOf(hostname).some((name) => exact.has(`${protocol}//${name}/*`)),
  };
}

/** Each pattern, or the nearest domain above it that many are below. */
function byDomain(patterns: ReadonlySet<string>): Set<string> {
  const counts = new Map<string, number>();
  for (const pattern of patterns) {
    for (const domain of domainsAbove(pattern)) counts.set(domain, (counts.get(domain) ?? 0) + 1);
  }
  const isLarge = (domain: string): boolean => (counts.get(domain) ?? 0) >= FEWEST_OF_DOMAIN;
  return new Set([...patterns].map((pattern) => domainsAbove(pattern).find(isLarge) ?? pattern));
}

/** `https://*.b.test/*` for `https://a.b.test/*`, the nearest first. None of a single label, and none of an address. */
function domainsAbove(pattern: string): string[] {
  const [scheme = "", host = ""] = pattern.replace(/\/\*$/u, "").split("://");
  if (/^[\d.]+$/u.test(host)) return [];
  const domains = namesOf(host).filter((name) => /^\*\..+\../u.test(name));
  return [...new Set(domains)].map((domain) => `${scheme}://${domain}/*`);
}
