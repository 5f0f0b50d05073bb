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
/** Where the End key is for what has the focus, and not for the page. */
const TAKES_END = "input:not([type=checkbox]), textarea, select, dialog, [role=menu]";

/** How many entries are drawn from the list's beginning, and how many up to its end. */
interface Drawn {
  readonly head: number;
  readonly tail: number;
}

export interface GrowingListProps<Entry> {
  readonly class: string;
  readonly label?: string;
  readonly labelledBy?: string;
  readonly entries: readonly Entry[];
  /** How many fill a screen, where an entry is much higher than a row. */
  readonly screenful?: number;
  /** What the entries were found by: for another search the list begins with a screenful again. */
  readonly search?: string;
  /** Is drawn from the first, unless it is more than 50 screenfuls away from either end. */
  readonly upTo?: Entry | undefined;
  /** A selector for the part of the page that the list scrolls in, where that is not the page itself. */
  readonly scroller?: string;
  /** Draws one entry as a keyed `li`; again only for another entry, or where this is another function. */
  readonly children: (entry: Entry) => VNode;
}

/**
 * A list of thousands that begins with a screenful and grows before its end is reached, by scroll, by Tab or by a
 * screen reader. With the End key it has a screenful at its end too, and grows from both sides. What was drawn stays, so
 * that focus, selection and find-in-page do.
 */
export function GrowingList<Entry>(props: GrowingListProps<Entry>): VNode {
  const { entries, children, label, labelledBy, search, scroller, screenful = SCREENFUL } = props;
  const size = entries.length;
  const atFirst: Drawn = { head: typeof IntersectionObserver === "undefined" ? Infinity : screenful, tail: 0 };
  const [wanted, setWanted] = useState(atFirst);
  const [searched, setSearched] = useState(search);
  if (searched !== search) {
    setSearched(search);
    setWanted(atFirst);
  }
  const list = useRef<HTMLUListElement>(null);
  const draw = useDrawnOnce(children);
  const needed = drawnFor(props.upTo === undefined ? -1 : entries.indexOf(props.upTo), size, AT_ONCE * screenful);
  const head = Math.max(wanted.head, needed.head);
  const tail = Math.max(wanted.tail, needed.tail);
  const isWhole = head + tail >= size;
  const drawn = isWhole ? entries : [...entries.slice(0, head), ...entries.slice(size - tail)];

  // In its place there is another after a search, or once some are deleted.
  const last = drawn[head - 1];
  useEffect(() => {
    const edge = isWhole ? undefined : list.current?.children[head - 1];
    if (edge === undefined) return undefined;
    const root = scroller === undefined ? null : edge.closest(scroller);
    const step = Math.ceil(screenful * STEP);
    // Made anew after each step: one that is still in sight would not be told of again.
    const observer = new IntersectionObserver(
      (seen) => {
        if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
        // Who has come from the end grows it upwards: the browser holds what is in sight where it is.
        const isAbove = tail > 0 && edge.getBoundingClientRect().bottom < (root?.getBoundingClientRect().top ?? 0);
        // The other side may have grown meanwhile.
        setWanted((before) => (isAbove ? { ...before, tail: tail + step } : { ...before, head: head + step }));
      },
      // What the margin is around has to be what scrolls: within that, nothing beyond its edge counts as near.
      { root, rootMargin: `${NEAR} 0px` },
    );
    observer.observe(edge);
    return () => observer.disconnect();
  }, [last, head, tail, isWhole, scroller, screenful]);

  useEffect(() => {
    if (isWhole) return undefined;
    const goToEnd = (event: KeyboardEvent): void => {
      if (event.key !== "End" || event.shiftKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest(TAKES_END) !== null) return;
      // The browser goes there slowly, past a beginning that grows meanwhile, and stops before the end.
      event.preventDefault();
      setWanted((before) => ({ ...before, tail: Math.max(before.tail, tail, screenful) }));
      const scrolled = list.current?.closest(scroller ?? ":root");
      requestAnimationFrame(() => scrolled?.scrollTo({ top: scrolled.scrollHeight, behavior: "instant" }));
    };
    document.addEventListener("keydown", goToEnd);
    return () => document.removeEventListener("keydown", goToEnd);
  }, [head, tail, isWhole, scroller, screenful]);

  useEffect(() => {
    for (const [index, item] of [...(list.current?.children ?? [])].entries()) {
      const position = index + 1 + (index < head ? 0 : size - drawn.length);
      placeInSet(item, isWhole ? undefined : { position, size });
    }
  }, [drawn.length, head, size, isWhole]);

  return (
    <ul class={props.class} aria-label={label} aria-labelledby={labelledBy} ref={list}>
      {draw(drawn)}
    </ul>
  );
}

/** What is drawn for the entry at `index`, or nothing for -1, and where that would be more than `most`. */
function drawnFor(index: number, size: number, most: number): Drawn {
  if (index < most) return { head: index + 1, tail: 0 };
  return { head: 0, tail: size - index <= most ? size - index : 0 };
}

/** Draws entries once for as long as they and the way of drawing are the same: what stands is not drawn anew. */
function useDrawnOnce<Entry>(draw: (entry: Entry) => VNode): (entries: readonly Entry[]) => readonly VNode[] {
  return useMemo(() => {
    let before: ReadonlyMap<Entry, VNode> = new Map();
    return (entries) => {
      before = new Map(entries.map((entry) => [entry, before.get(entry) ?? draw(entry)]));
      return [...before.values()];
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
