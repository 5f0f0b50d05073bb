import type { VNode } from "preact";

export interface SelectProps<Value extends string> {
  readonly id?: string;
  readonly label?: string;
  readonly describedBy?: string | undefined;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, text: string])[];
  readonly onChange: (value: Value) => void;
  /** Somebody turns to it, by key or pointer, and is about to see the options. */
  readonly onTurnTo?: () => void;
}

/** A choice of one, drawn by the browser. */
export function Select<Value extends string>(props: SelectProps<Value>): VNode {
  return (
    <select
      id={props.id}
      class="input select"
      aria-label={props.label}
      aria-describedby={props.describedBy}
      value={props.value}
      // Where the place cuts it off.
      title={props.options.find(([value]) => value === props.value)?.[1]}
      onFocus={props.onTurnTo}
      onPointerDown={props.onTurnTo}
      onChange={(event) => {
        const chosen = props.options.find(([value]) => value === event.currentTarget.value);
        if (chosen !== undefined) props.onChange(chosen[0]);
      }}
    >
      {props.options.map(([value, text]) => (
        <option key={value} value={value} selected={value === props.value}>
          {text}
        </option>
      ))}
    </select>
  );
}
