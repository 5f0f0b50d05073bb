import { useEffect } from "preact/hooks";

/** Brings a person to the entry of a list whose heading has this id; to none where it is undefined, or not drawn. */
export function useFocusOnEntry(headingId: string | undefined): void {
  useEffect(() => {
    const entry = headingId === undefined ? null : document.getElementById(headingId)?.closest("li");
    if (entry) focusOnEntry(entry);
  }, [headingId]);
}

/** Goes on from an entry that goes to the one after it, or before it. Answers whether one is there. */
export function focusOnNeighbour(headingIds: readonly string[], goneId: string): boolean {
  const place = headingIds.indexOf(goneId);
  const neighbours = [headingIds[place + 1], headingIds[place - 1]].map((id) =>
    id === undefined ? null : document.getElementById(id)?.closest("li"),
  );
  const neighbour = neighbours.find((entry) => entry instanceof HTMLElement);
  if (neighbour) focusOnEntry(neighbour);
  return neighbour !== undefined;
}

/** Brings an entry of a list into view, with the focus on it as a whole. */
export function focusOnEntry(entry: HTMLElement): void {
  // By script only: with the Tab key the entry's own controls are what is wanted.
  if (!entry.hasAttribute("tabindex")) entry.tabIndex = -1;
  entry.focus();
}
