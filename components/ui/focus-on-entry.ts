import { useEffect } from "preact/hooks";

/** Brings a person to the entry of a list whose heading has this id; to none where it is undefined, or not drawn. */
export function useFocusOnEntry(headingId: string | undefined): void {
  useEffect(() => {
    const entry = headingId === undefined ? null : document.getElementById(headingId)?.closest("li");
    if (entry) focusOnEntry(entry);
  }, [headingId]);
}

/**
 * Of an entry that is about to be deleted, what goes on at the one after it, or before it, once it is gone. Where none is
 * left, nothing takes the focus: see `useKeptFocus`.
 *
 * @param headingId of the entry's heading
 */
export function goOnAfter(headingId: string): () => void {
  const entry = document.getElementById(headingId)?.closest("li");
  const neighbours = [entry?.nextElementSibling, entry?.previousElementSibling];
  return () => {
    const neighbour = neighbours.find((one) => one instanceof HTMLElement && one.isConnected);
    if (neighbour instanceof HTMLElement) focusOnEntry(neighbour);
  };
}

/** Brings an entry of a list into view, with the focus on it as a whole. */
export function focusOnEntry(entry: HTMLElement): void {
  // By script only: with the Tab key the entry's own controls are what is wanted.
  if (!entry.hasAttribute("tabindex")) entry.tabIndex = -1;
  entry.focus();
}
