import type { VNode } from "preact";
import { Field, type FieldProps } from "./field.tsx";
import { Select } from "./select.tsx";

export interface SelectFieldProps<Value extends string> extends FieldProps {
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, text: string])[];
  readonly onChange: (value: Value) => void;
}

/** A labelled choice of one. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>): VNode {
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {({ id, describedBy }) => (
        <Select
          id={id}
          describedBy={describedBy}
          value={props.value}
          options={props.options}
          onChange={props.onChange}
        />
      )}
    </Field>
  );
}
