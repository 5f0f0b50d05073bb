import type { VNode } from "preact";
import { useState } from "preact/hooks";

export interface SelectProps<Value extends string> {
  readonly id?: string;
  readonly label?: string;
  readonly describedBy?: string | undefined;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, text: string])[];
  readonly onChange: (value: Value) => void;
}

/** A choice of more than these is filled in when somebody turns to it: many lists of thousands would stand still. */
const FILLED_AT_ONCE = 50;

/** A choice of one, drawn by the browser. */
export function Select<Value extends string>(props: SelectProps<Value>): VNode {
  const [isTouched, setTouched] = useState(false);
  const isFilled = isTouched || props.options.length <= FILLED_AT_ONCE;
  const touch = (): void => setTouched(true);
  return (
    <select
      id={props.id}
      class="input select"
      aria-label={props.label}
      aria-describedby={props.describedBy}
      value={props.value}
      // Where the place cuts it off.
      title={props.options.find(([value]) => value === props.value)?.[1]}
      onFocus={touch}
      onPointerDown={touch}
      onChange={(event) => {
        const chosen = props.options.find(([value]) => value === event.currentTarget.value);
        if (chosen !== undefined) props.onChange(chosen[0]);
      }}
    >
      {props.options
        .filter(([value]) => isFilled || value === props.value)
        .map(([value, text]) => (
          <option key={value} value={value} selected={value === props.value}>
            {text}
          </option>
        ))}
    </select>
  );
}
