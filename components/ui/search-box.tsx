import type { VNode } from "preact";

export interface SearchBoxProps {
  readonly label: string;
  /** What the empty box says. Default: the label. */
  readonly placeholder?: string | undefined;
  readonly value: string;
  readonly onInput: (text: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly onFocus?: (event: FocusEvent) => void;
  readonly onBlur?: () => void;
  readonly hidden?: boolean;
}

/** A search box; what it finds is shown as it is typed. */
export function SearchBox(props: SearchBoxProps): VNode {
  return (
    <input
      class="input search"
      type="search"
      aria-label={props.label}
      placeholder={props.placeholder ?? props.label}
      value={props.value}
      hidden={props.hidden}
      autocomplete="off"
      spellcheck={false}
      onInput={(event) => props.onInput(event.currentTarget.value)}
      onKeyDown={(event) => props.onKeyDown?.(event)}
      onFocus={(event) => props.onFocus?.(event)}
      onBlur={() => props.onBlur?.()}
    />
  );
}
