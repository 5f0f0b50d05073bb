/** Brings an entry of a list into view, with the focus on it as a whole. */
export function focusOnEntry(entry: HTMLElement): void {
  // By script only: with the Tab key the entry's own controls are what is wanted.
  if (!entry.hasAttribute("tabindex")) entry.tabIndex = -1;
  entry.focus();
}
