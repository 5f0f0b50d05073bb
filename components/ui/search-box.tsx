import type { VNode } from "preact";

/** A search box; what it finds is shown as it is typed. */
export function SearchBox(props: { label: string; value: string; onInput: (text: string) => void }): VNode {
  return (
    <input
      class="input search"
      type="search"
      aria-label={props.label}
      placeholder={props.label}
      value={props.value}
      autocomplete="off"
      spellcheck={false}
      onInput={(event) => props.onInput(event.currentTarget.value)}
    />
  );
}
