import type { VNode } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

/** So many entries are drawn first: more than a screen has room for. */
const SCREENFUL = 20;
/** Such a part of a screenful more with each frame, of which none is to be late: until the end is no longer near. */
const STEP = 1 / 5;
/** The next ones are drawn when the end is so near, in two screens' height. */
const NEAR = "200%";
/** So many screenfuls are drawn at once for `upTo`, at the most: more would keep the page waiting. */
const AT_ONCE = 50;

export interface GrowingListProps<Entry> {
  readonly class: string;
  readonly label?: string;
  readonly labelledBy?: string;
  readonly entries: readonly Entry[];
  /** How many fill a screen, where an entry is much higher than a row. */
  readonly screenful?: number;
  /** What the entries were found by: for another search the list begins with a screenful again. */
  readonly search?: string;
  /** At first the list goes as far as to this one, where that is no more than 50 screenfuls. */
  readonly upTo?: Entry | undefined;
  /** A selector for the part of the page that the list scrolls in, where that is not the page itself. */
  readonly scroller?: string;
  /** Draws one entry as a keyed `li`. */
  readonly children: (entry: Entry) => VNode;
}

/**
 * A list of thousands that begins with a screenful and grows before its end is reached, by scroll, by Tab or by a
 * screen reader. What was drawn stays, so that focus, selection and find-in-page do.
 */
export function GrowingList<Entry>(props: GrowingListProps<Entry>): VNode {
  const { entries, children, label, labelledBy, search, scroller, screenful = SCREENFUL } = props;
  const position = props.upTo === undefined ? 0 : entries.indexOf(props.upTo) + 1;
  const far = position > AT_ONCE * screenful ? 0 : position;
  const atFirst = typeof IntersectionObserver === "undefined" ? Infinity : screenful;
  const [wanted, setWanted] = useState(atFirst);
  const [searched, setSearched] = useState(search);
  if (searched !== search) {
    setSearched(search);
    setWanted(atFirst);
  }
  const list = useRef<HTMLUListElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const draw = useDrawnOnce(children);
  const drawn = entries.slice(0, Math.max(wanted, far));
  const isWhole = drawn.length === entries.length;

  useEffect(() => {
    if (end.current === null) return undefined;
    // Made anew after each step: one that is still in sight would not be told of again.
    const observer = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting))
          setWanted((before) => Math.max(before, far) + Math.ceil(screenful * STEP));
      },
      // What the margin is around has to be what scrolls: within that, nothing beyond its edge counts as near.
      { root: scroller === undefined ? null : end.current.closest(scroller), rootMargin: `${NEAR} 0px` },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [wanted, far, isWhole, scroller, screenful]);

  useEffect(() => {
    for (const [index, item] of [...(list.current?.children ?? [])].entries()) {
      placeInSet(item, isWhole ? undefined : { position: index + 1, size: entries.length });
    }
  }, [drawn.length, entries.length, isWhole]);

  return (
    <>
      <ul class={props.class} aria-label={label} aria-labelledby={labelledBy} ref={list}>
        {drawn.map(draw)}
      </ul>
      {isWhole ? null : <div ref={end} />}
    </>
  );
}

/** Draws an entry once for as long as the way of drawing is the same: what stands is not drawn anew when the list grows. */
function useDrawnOnce<Entry>(draw: (entry: Entry) => VNode): (entry: Entry) => VNode {
  return useMemo(() => {
    const drawn = new Map<Entry, VNode>();
    return (entry) => {
      const node = drawn.get(entry) ?? draw(entry);
      drawn.set(entry, node);
      return node;
    };
  }, [draw]);
}

/** Tells a screen reader of how many this is one, while the others are not drawn. */
function placeInSet(item: Element, place: { readonly position: number; readonly size: number } | undefined): void {
  setOrRemove(item, "aria-posinset", place?.position);
  setOrRemove(item, "aria-setsize", place?.size);
}

/** Left alone where it is right: to set it, even to the same, costs as much as to change it. */
function setOrRemove(item: Element, name: string, value: number | undefined): void {
  if (value === undefined) item.removeAttribute(name);
  else if (item.getAttribute(name) !== String(value)) item.setAttribute(name, String(value));
}
