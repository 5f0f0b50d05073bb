import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { SEARCH_FROM } from "../models/search.ts";
import { SearchBox } from "./search-box.tsx";

export interface ListSearchProps {
  readonly label: string;
  /** What the empty box says. Default: the label. */
  readonly placeholder?: string;
  /** How many entries the whole list has. */
  readonly count: number;
  /** How many there are, or were found, in words; shown beside the box. */
  readonly countWords?: string;
  readonly value: string;
  readonly onInput: (text: string) => void;
  /** Takes the arrow down and Enter: goes on to what was found. */
  readonly onDone?: (key: "ArrowDown" | "Enter") => void;
}

/**
 * A list's search box, with how many entries there are. Over a short list it is hidden until the key `/` shows it with
 * the focus, and again once it is left empty; Escape empties it and goes back to where the focus was.
 */
export function ListSearch({
  label,
  placeholder,
  count,
  countWords,
  value,
  onInput,
  onDone,
}: ListSearchProps): VNode | null {
  /** Where the focus came from; undefined while it is elsewhere. */
  const [cameFrom, setCameFrom] = useState<EventTarget | null>();
  const isShort = count < SEARCH_FROM;
  const isHidden = isShort && cameFrom === undefined && value === "";
  if (count === 0) return null;
  const box = (
    <SearchBox
      label={label}
      placeholder={placeholder}
      value={value}
      hidden={isHidden && countWords === undefined}
      onInput={onInput}
      onFocus={(event) => setCameFrom(event.relatedTarget)}
      onBlur={() => setCameFrom(undefined)}
      onKeyDown={(event) => {
        // Enter, the arrows and Escape are an input method's own while it composes.
        if (event.isComposing) return;
        if ((event.key === "ArrowDown" || event.key === "Enter") && onDone !== undefined) {
          event.preventDefault();
          onDone(event.key);
        }
        if (event.key !== "Escape" || (!isShort && value === "")) return;
        // A popup would close by it.
        event.preventDefault();
        onInput("");
        if (!isShort) return;
        setCameFrom(undefined);
        if (cameFrom instanceof HTMLElement) cameFrom.focus();
      }}
    />
  );
  if (countWords === undefined) return box;
  return (
    <div class="list-search" hidden={isHidden}>
      {box}
      <output class="quiet">{countWords}</output>
    </div>
  );
}
