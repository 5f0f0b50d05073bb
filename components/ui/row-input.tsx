import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";

export interface RowInputProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly placeholder?: string | undefined;
  /** Takes the focus once it is there: the row was just added. */
  readonly focusFirst?: boolean;
}

/** A line of text in a table-like row, where the column says what it is; assistive technology hears the label. */
export function RowInput(props: RowInputProps): VNode {
  const { focusFirst = false } = props;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focusFirst) input.current?.focus();
  }, [focusFirst]);
  return (
    <input
      ref={input}
      class="input input-small code"
      type="text"
      aria-label={props.label}
      value={props.value}
      placeholder={props.placeholder}
      autocomplete="off"
      autocapitalize="off"
      spellcheck={false}
      dir="ltr"
      onInput={(event) => props.onInput(event.currentTarget.value)}
    />
  );
}
