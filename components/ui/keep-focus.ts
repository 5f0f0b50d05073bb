import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Later than the effects of what replaces the removed, which may take the focus themselves; milliseconds. */
const PATIENCE_MS = 60;

/**
 * What may take the focus; headings that a script may focus among them. A select may not: whoever goes on with an arrow
 * key would change it unawares.
 */
const FOCUSABLE = 'button, input, textarea, summary, a[href], [tabindex="-1"]';

/**
 * Keeps the keyboard's place: when what had the focus is removed and nothing else takes it, the focus goes to what
 * that one, or what went with it, names in `data-next-focus`, else to the first control of the nearest part of the page
 * that is left, instead of to the page's very beginning.
 */
export function useKeptFocus(root: RefObject<HTMLElement | null>): void {
  useEffect(() => (root.current === null ? undefined : keepFocus(root.current)), [root]);
}

function keepFocus(root: HTMLElement): () => void {
  /** What has the focus, and everything around it up to the root. */
  let path: readonly Element[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const remember = ({ target }: FocusEvent): void => {
    path = target instanceof Element ? pathOf(target, root) : [];
  };
  // What only lost the focus, as by a click beside it, is not missed when it goes later.
  const leave = ({ target, relatedTarget }: FocusEvent): void => {
    if (relatedTarget !== null) return;
    queueMicrotask(() => {
      const isLeft = target instanceof Element && target.isConnected && document.hasFocus();
      if (target === path[0] && isLeft && isFocusLost()) path = [];
    });
  };
  const restore = (): void => {
    if (path[0] === undefined || path[0].isConnected || !isFocusLost()) return;
    const left = path.filter((element) => element.isConnected);
    const next = firstIn(left, (element) => namedBy(path[0], element)) ?? firstIn(left, firstControl);
    next?.focus();
  };
  const observer = new MutationObserver(() => {
    if (path[0] === undefined || path[0].isConnected) return;
    clearTimeout(timer);
    timer = setTimeout(restore, PATIENCE_MS);
  });
  root.addEventListener("focusin", remember);
  root.addEventListener("focusout", leave);
  observer.observe(root, { childList: true, subtree: true });
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    root.removeEventListener("focusin", remember);
    root.removeEventListener("focusout", leave);
  };
}

function pathOf(target: Element, root: HTMLElement): readonly Element[] {
  const path: Element[] = [];
  for (let element: Element | null = target; element !== null; element = element.parentElement) {
    path.push(element);
    if (element === root) break;
  }
  return path;
}

function isFocusLost(): boolean {
  const { activeElement, body } = document;
  return activeElement === null || activeElement === body || !activeElement.isConnected;
}

function firstIn(
  elements: readonly Element[],
  find: (element: Element) => HTMLElement | undefined,
): HTMLElement | undefined {
  for (const element of elements) {
    const found = find(element);
    if (found !== undefined) return found;
  }
  return undefined;
}

function namedBy(gone: Element | undefined, element: Element): HTMLElement | undefined {
  const selector = gone?.closest("[data-next-focus]")?.getAttribute("data-next-focus") ?? "";
  return selector === "" ? undefined : (element.querySelector<HTMLElement>(selector) ?? undefined);
}

/** The control that asks for it, else the first. */
function firstControl(element: Element): HTMLElement | undefined {
  const wanted = element.querySelector<HTMLElement>("[data-first-focus]");
  if (wanted !== null) return wanted;
  return [...element.querySelectorAll<HTMLElement>(FOCUSABLE)].find((control) => control.closest("[hidden]") === null);
}
