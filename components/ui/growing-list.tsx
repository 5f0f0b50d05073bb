import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** So many entries are drawn at once: more than a screen has room for, and few enough for one frame. */
const STEP = 20;
/** The next ones are drawn when the end is so near, in two screens' height. */
const NEAR = "200%";

export interface GrowingListProps<Entry> {
  readonly class: string;
  readonly label?: string;
  readonly labelledBy?: string;
  readonly entries: readonly Entry[];
  /** Draws one entry as a keyed `li`. */
  readonly children: (entry: Entry) => VNode;
}

/**
 * A list of thousands that begins with a screenful and grows before its end is reached, by scroll, by Tab or by a
 * screen reader. What was drawn stays, so that focus, selection and find-in-page do.
 */
export function GrowingList<Entry>(props: GrowingListProps<Entry>): VNode {
  const { entries, children, label, labelledBy } = props;
  const [wanted, setWanted] = useState(typeof IntersectionObserver === "undefined" ? Infinity : STEP);
  const list = useRef<HTMLUListElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const drawn = entries.slice(0, wanted);
  const isWhole = drawn.length === entries.length;

  useEffect(() => {
    if (end.current === null) return undefined;
    // Made anew after each step: one that is still in sight would not be told of again.
    const observer = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting)) setWanted((before) => before + STEP);
      },
      { rootMargin: `${NEAR} 0px` },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [wanted, isWhole]);

  useEffect(() => {
    for (const [index, item] of [...(list.current?.children ?? [])].entries()) {
      placeInSet(item, isWhole ? undefined : { position: index + 1, size: entries.length });
    }
  }, [drawn.length, entries.length, isWhole]);

  return (
    <>
      <ul class={props.class} aria-label={label} aria-labelledby={labelledBy} ref={list}>
        {drawn.map(children)}
      </ul>
      {isWhole ? null : <div ref={end} />}
    </>
  );
}

/** Tells a screen reader of how many this is one, while the others are not drawn. */
function placeInSet(item: Element, place: { readonly position: number; readonly size: number } | undefined): void {
  if (place === undefined) {
    item.removeAttribute("aria-posinset");
    item.removeAttribute("aria-setsize");
  } else {
    item.setAttribute("aria-posinset", String(place.position));
    item.setAttribute("aria-setsize", String(place.size));
  }
}
