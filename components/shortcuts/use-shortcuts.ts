import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { focusOnEntry } from "../ui/focus-on-entry.ts";

/** What single keys do on a page; what is absent does nothing there. */
export interface ShortcutActions {
  readonly help: () => void;
  readonly add: () => void;
  readonly openProfile: (id: string) => void;
  readonly undo: () => void;
}

const ENTRIES = "main ul > li[aria-labelledby]";

/**
 * Single keys for the whole page. None counts while something is typed or chosen in a field, with a modifier, in a
 * dialog, or while they are switched off (WCAG 2.1.4).
 */
export function useShortcuts(root: RefObject<HTMLElement | null>, isOn: boolean, actions: ShortcutActions): void {
  // At once: after the paint the first key would be lost.
  useLayoutEffect(() => {
    if (!isOn) return undefined;
    const listen = (event: KeyboardEvent): void => {
      if (root.current !== null) followEnds(event.key, root.current);
      if (isTaken(event) || root.current === null) return;
      if (act(event.key, root.current, actions)) event.preventDefault();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  });
}

function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  const { target } = event;
  return (
    target instanceof Element &&
    target.closest("input, textarea, select, [contenteditable], dialog, [role=menu]") !== null
  );
}

/** Whether the key did something. */
function act(key: string, root: HTMLElement, actions: ShortcutActions): boolean {
  switch (key) {
    case "?":
      actions.help();
      return true;
    case "n":
      actions.add();
      return true;
    case "u":
      actions.undo();
      return true;
    case "Enter":
      return openEntry(getFramed(root), actions);
    case "/":
      return focusOnSearch(root);
    case "j":
    case "k":
      return moveBy(root, key === "j" ? 1 : -1);
    default:
      return false;
  }
}

/** Over a short list the box is hidden until it has the focus. */
function focusOnSearch(root: HTMLElement): boolean {
  const box = root.querySelector<HTMLElement>('main input[type="search"]');
  box?.closest("[hidden]")?.removeAttribute("hidden");
  return focusOn(box);
}

/** The entry that has the focus as a whole. */
function getFramed(root: HTMLElement): HTMLElement | undefined {
  return entriesIn(root).find((entry) => entry === document.activeElement);
}

function entriesIn(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(ENTRIES)];
}

/** A profile's form is on a page of its own; an API host unfolds in its place. */
function openEntry(entry: HTMLElement | undefined, { openProfile }: ShortcutActions): boolean {
  const [, profileId] = /^profile-(.*)/u.exec(entry?.getAttribute("aria-labelledby") ?? "") ?? [];
  if (profileId !== undefined) openProfile(profileId);
  else entry?.querySelector<HTMLElement>(".host-fold")?.click();
  return entry !== undefined;
}

/** Where these keys scroll to, a frame goes along, once what is there has been drawn. */
function followEnds(key: string, root: HTMLElement): void {
  if ((key !== "Home" && key !== "End") || getFramed(root) === undefined) return;
  requestAnimationFrame(() => {
    const entry = entriesIn(root).at(key === "Home" ? 0 : -1);
    if (entry !== undefined) focusOnEntry(entry);
  });
}

function moveBy(root: HTMLElement, step: 1 | -1): boolean {
  const entries = entriesIn(root);
  const current = entries.findIndex((entry) => entry.contains(document.activeElement));
  const next = current < 0 ? (step === 1 ? 0 : entries.length - 1) : current + step;
  const entry = entries[Math.max(0, Math.min(next, entries.length - 1))];
  if (entry === undefined) return false;
  focusOnEntry(entry);
  return true;
}

function focusOn(element: HTMLElement | null | undefined): boolean {
  element?.focus();
  return element !== null && element !== undefined;
}
