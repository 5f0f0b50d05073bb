import { overlaps, specificity } from "./api-host.ts";
import { type ParsedHost, parentDomains } from "./host-rules.ts";

/**
 * For each chosen host that sends something, the more specific ones of all that it overlaps with: their requests are kept from its
 * token. Every host is looked up by its own name and path, not compared with every other.
 */
export function narrowerHosts(
  chosen: readonly ParsedHost[],
  all: readonly ParsedHost[],
): ReadonlyMap<ParsedHost, readonly ParsedHost[]> {
  const active = chosen.filter(({ header }) => header !== undefined);
  if (active.length === 0) return new Map();
  const exact = Map.groupBy(
    active.filter(({ pattern }) => !pattern.wildcard),
    ({ pattern }) => `${pattern.host}${pattern.path}`,
  );
  const wildcards = Map.groupBy(
    active.filter(({ pattern }) => pattern.wildcard),
    ({ pattern }) => pattern.host,
  );
  const narrower = new Map<ParsedHost, ParsedHost[]>();
  for (const entry of all) {
    const { host, path, wildcard } = entry.pattern;
    const sameName = wildcard ? [] : pathPrefixes(path).flatMap((prefix) => exact.get(`${host}${prefix}`) ?? []);
    const above = [host, ...parentDomains(host)].flatMap((domain) => wildcards.get(domain) ?? []);
    for (const wide of [...sameName, ...above]) {
      if (specificity(wide.pattern) >= specificity(entry.pattern) || !overlaps(wide.pattern, entry.pattern)) continue;
      const known = narrower.get(wide);
      if (known === undefined) narrower.set(wide, [entry]);
      else known.push(entry);
    }
  }
  return narrower;
}

/** `/a/b`: nothing, `/a` and `/a/b`. */
function pathPrefixes(path: string): string[] {
  const prefixes: string[] = [];
  for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1)) {
    prefixes.push(path.slice(0, slash));
  }
  return [...prefixes, path];
}
