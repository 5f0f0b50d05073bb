/** From this many profiles on, lists have a search box. */
export const SEARCH_FROM = 8;

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
