import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** Tells the page's styles how high an element is, pixels, by a property of the root such as `--popup-content`. */
export function useMeasuredHeight(element: RefObject<HTMLElement | null>, property: `--${string}`): void {
  useLayoutEffect(() => {
    // happy-dom lays nothing out.
    if (element.current === null || typeof ResizeObserver === "undefined") return undefined;
    const observer = new ResizeObserver(([entry]) => {
      const height = entry?.borderBoxSize[0]?.blockSize ?? 0;
      document.documentElement.style.setProperty(property, `${Math.ceil(height)}px`);
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, property]);
}
