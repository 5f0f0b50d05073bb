import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Brings an alert that comes up into view, once something was pressed in the popup: it is the answer to that. */
export function useAlertsInView(root: RefObject<HTMLElement | null>): void {
  useEffect(() => (root.current === null ? undefined : bringIntoView(root.current)), [root]);
}

function bringIntoView(root: HTMLElement): () => void {
  const observer = new MutationObserver((changes) => {
    for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
      // happy-dom can't scroll.
      if (node instanceof HTMLElement && node.matches("[role=alert]")) node.scrollIntoView?.({ block: "nearest" });
    }
  });
  // What was drawn with the popup leaves it at its top.
  const start = (): void => observer.observe(root, { childList: true, subtree: true });
  root.addEventListener("click", start, { once: true });
  return () => {
    root.removeEventListener("click", start);
    observer.disconnect();
  };
}
