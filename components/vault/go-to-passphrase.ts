/**
 * Leads to where the passphrase is asked for on this page.
 *
 * @param cameFrom has the focus again once it is unlocked, if it has an id
 */
export function goToPassphrase(cameFrom: EventTarget | null): void {
  const panel = document.querySelector<HTMLElement>(".locked");
  if (panel === null) return;
  if (cameFrom instanceof HTMLElement && cameFrom.id !== "") panel.dataset["nextFocus"] = `[id="${cameFrom.id}"]`;
  panel.scrollIntoView();
  panel.querySelector("input")?.focus();
}
