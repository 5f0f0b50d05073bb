import type { VNode } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icon.tsx";

/** Pixels between a menu and the edge of the page. */
const MARGIN = 8;

export interface MenuItem {
  readonly label: string;
  readonly onChoose: () => void;
}

export interface MenuButtonProps {
  /** The button's name; its words too, unless it is a mark only. */
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** Shows a mark in place of the words. */
  readonly markOnly?: boolean;
  readonly blocked?: string | undefined;
}

/** A button that opens a menu, as the WAI-ARIA menu button pattern has it: arrows, Home, End, Escape, Tab. */
export function MenuButton({ label, items, markOnly = false, blocked }: MenuButtonProps): VNode {
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  /** Which item has the focus; undefined while the menu is closed. */
  const [at, setAt] = useState<number>();
  const isOpen = at !== undefined;
  // At once, and not by a render: focus is about to scroll to where the first item is.
  useLayoutEffect(() => {
    if (isOpen && root.current !== null) placeMenu(root.current);
  }, [isOpen]);
  // Before the next key, which is for the item.
  useLayoutEffect(() => {
    if (at === undefined) return;
    const item = root.current?.querySelectorAll<HTMLElement>("[role=menuitem]")[at];
    item?.focus();
    item?.scrollIntoView?.({ block: "nearest" });
  }, [at]);
  useEffect(() => {
    if (!isOpen) return;
    const closeOutside = (event: Event): void => {
      if (!(event.target instanceof Node && root.current?.contains(event.target) === true)) setAt(undefined);
    };
    document.addEventListener("pointerdown", closeOutside);
    return () => document.removeEventListener("pointerdown", closeOutside);
  }, [isOpen]);

  function close(): void {
    setAt(undefined);
    root.current?.querySelector("button")?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const next = nextItem(event.key, at, items.length);
    if (next !== undefined && blocked === undefined) setAt(next);
    else if (event.key === "Escape" && isOpen) close();
    else {
      if (event.key === "Tab") setAt(undefined);
      return;
    }
    // A popup would close by Escape, and a page scroll by the arrows.
    event.preventDefault();
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it hears the keys of button and items, which have their roles
    <div class="menu-button" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        class={`button button-small ${markOnly ? "button-quiet button-icon" : "button-plain"}`}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-label={markOnly ? label : undefined}
        aria-disabled={blocked === undefined ? undefined : "true"}
        title={blocked ?? (markOnly ? label : undefined)}
        onClick={() => {
          if (blocked === undefined) setAt(isOpen ? undefined : 0);
        }}
      >
        {markOnly ? null : <span class="button-text">{label}</span>}
        <Icon name="chevron" class="menu-mark" />
      </button>
      {isOpen ? (
        <div class="menu" role="menu" id={id} aria-label={label}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              class="menu-item"
              tabIndex={-1}
              onClick={() => {
                close();
                item.onChoose();
              }}
            >
              {item.label}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}

/**
 * Puts the menu under its button, where it would be cut off there above it, and else beside it. It begins above, where
 * nothing that sticks out makes a page longer or a popup higher. A row out of view comes into it with the menu.
 */
function placeMenu(root: HTMLElement): void {
  const menu = root.querySelector<HTMLElement>("[role=menu]");
  if (menu === null) return;
  const { height } = menu.getBoundingClientRect();
  const { top, bottom } = root.getBoundingClientRect();
  const area = visibleArea(root);
  const isTooHigh = height + 2 * MARGIN > area.bottom - area.top;
  if (isTooHigh || bottom + height + MARGIN <= area.bottom) menu.classList.add("menu-down");
  else if (top - area.top < height + MARGIN) {
    menu.classList.add("menu-beside");
    menu.style.translate = `0 ${Math.max(0, area.top + height + MARGIN - bottom)}px`;
  }
  menu.scrollIntoView?.({ block: "nearest" });
}

/** From where to where something can be seen: the window, or the part of the page that it scrolls in. */
function visibleArea(element: HTMLElement): { top: number; bottom: number } {
  const parent = element.parentElement;
  if (parent === null) return { top: 0, bottom: innerHeight };
  if (getComputedStyle(parent).overflowY !== "auto") return visibleArea(parent);
  const { top, bottom } = parent.getBoundingClientRect();
  return { top: Math.max(0, top), bottom: Math.min(innerHeight, bottom) };
}

/** Where a key leads in the menu; undefined for a key that leads nowhere. */
function nextItem(key: string, at: number | undefined, count: number): number | undefined {
  switch (key) {
    case "ArrowDown":
      return at === undefined ? 0 : (at + 1) % count;
    case "ArrowUp":
      return at === undefined ? count - 1 : (at + count - 1) % count;
    case "Home":
      return at === undefined ? undefined : 0;
    case "End":
      return at === undefined ? undefined : count - 1;
    default:
      return undefined;
  }
}
