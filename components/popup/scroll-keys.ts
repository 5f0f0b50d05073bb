import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

const KEYS = new Set(["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End", " "]);

/**
 * Lets the keys that scroll a page scroll the part that stands for it, while nothing has the focus: it takes the focus
 * with such a key, before the browser looks for what the key scrolls.
 */
export function useScrollKeys(scroller: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKeyDown = ({ key }: KeyboardEvent): void => {
      const { current } = scroller;
      if (current === null || document.activeElement !== document.body || !KEYS.has(key)) return;
      current.tabIndex = -1;
      current.addEventListener("blur", () => current.removeAttribute("tabindex"), { once: true });
      current.focus({ preventScroll: true });
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [scroller]);
}
