import { type ApiHost, type ApiHostPattern, matchesPath, patternOf, specificity } from "./api-host.ts";

export interface IndexedHost {
  readonly host: ApiHost;
  readonly pattern: ApiHostPattern;
}

/** Finds the API host of a request among thousands, without looking at each. */
export interface HostIndex {
  /** Of those that match, the most specific, which also decides about the token; on or off. */
  find(url: URL): IndexedHost | undefined;
}

export function createHostIndex(hosts: readonly ApiHost[]): HostIndex {
  const entries = hosts.map((host): IndexedHost => ({ host, pattern: patternOf(host) }));
  // Most specific first, so that the first that matches is the one.
  const sorted = entries.toSorted((a, b) => specificity(b.pattern) - specificity(a.pattern));
  const byAuthority = Map.groupBy(sorted, ({ pattern }) =>
    authority(pattern.scheme, `${pattern.wildcard ? "*." : ""}${pattern.host}`, pattern.port),
  );
  return {
    find({ protocol, hostname, port, pathname }) {
      const scheme = protocol.replace(/^ws/u, "http").slice(0, -1);
      for (const name of namesOf(hostname)) {
        const found = byAuthority
          .get(authority(scheme, name, port))
          ?.find(({ pattern }) => matchesPath(pattern, pathname));
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

/** The names that a host may be listed under, the most specific first: `a.b.test`, `*.b.test`, `*.test`. */
export function* namesOf(hostname: string): Generator<string> {
  yield hostname;
  for (let dot = hostname.indexOf("."); dot >= 0; dot = hostname.indexOf(".", dot + 1)) yield `*${hostname.slice(dot)}`;
}

function authority(scheme: string, host: string, port: string): string {
  return `${scheme}://${host}:${port}`;
}
