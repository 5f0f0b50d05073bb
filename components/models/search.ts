import type { HostSummary } from "../../lib/domain/snapshot.ts";

/** From this many entries on, lists show their search box unasked. */
export const SEARCH_FROM = 8;

/** The API hosts whose address has every word that is typed. */
export function searchHosts(hosts: readonly HostSummary[], text: string): readonly HostSummary[] {
  const named = hosts.map((summary) => ({ name: summary.host.pattern, summary }));
  return searchByName(named, text).map(({ summary }) => summary);
}

/** The entries whose name has every word that is typed, whatever its case. */
export function searchByName<Entry extends { readonly name: string }>(
  entries: readonly Entry[],
  text: string,
): readonly Entry[] {
  const words = text
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== "");
  return entries.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
}
