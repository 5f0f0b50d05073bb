import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/**
 * Tells the page how high its content is, pixels, from which the browser takes how high to make the popup. The content
 * itself scrolls within the window, so that the footer covers none of it where there is less room.
 */
export function usePopupHeight(content: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    // happy-dom lays nothing out.
    if (content.current === null || typeof ResizeObserver === "undefined") return undefined;
    const observer = new ResizeObserver(([entry]) => {
      const height = entry?.borderBoxSize[0]?.blockSize ?? 0;
      document.documentElement.style.setProperty("--popup-content", `${Math.ceil(height)}px`);
    });
    observer.observe(content.current);
    return () => observer.disconnect();
  }, [content]);
}
