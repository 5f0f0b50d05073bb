import type { HostSummary, ProfileSummary } from "../../lib/domain/snapshot.ts";

/** From this many entries on, lists show their search box unasked. */
export const SEARCH_FROM = 8;

/** The API hosts that every word that is typed is found in: in the address, or the name of their profile. */
export function searchHosts(
  hosts: readonly HostSummary[],
  profiles: readonly Pick<ProfileSummary, "id" | "name">[],
  text: string,
): readonly HostSummary[] {
  const names = new Map(profiles.map(({ id, name }) => [id, name]));
  return search(hosts, text, ({ host }) => `${host.pattern}\n${names.get(host.profileId ?? "") ?? ""}`);
}

/** The profiles that every word that is typed is found in: in the name, the client ID, or the server's host. */
export function searchProfiles(profiles: readonly ProfileSummary[], text: string): readonly ProfileSummary[] {
  return search(profiles, text, ({ name, clientId, server }) => [name, clientId, server].join("\n"));
}

/** Of client ID and server those that a search has found a profile by where its name has not all that is typed. */
export function foundBy(profile: ProfileSummary, text: string): readonly ("clientId" | "server")[] {
  const name = profile.name.toLowerCase();
  const words = wordsOf(text).filter((word) => !name.includes(word));
  return (["clientId", "server"] as const).filter((member) => {
    const searched = profile[member].toLowerCase();
    return words.some((word) => searched.includes(word));
  });
}

/** Whatever the case. */
function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== "");
}

function search<Entry>(entries: readonly Entry[], text: string, textOf: (entry: Entry) => string): readonly Entry[] {
  const words = wordsOf(text);
  if (words.length === 0) return entries;
  return entries.filter((entry) => {
    const searched = textOf(entry).toLowerCase();
    return words.every((word) => searched.includes(word));
  });
}
