import type { ComponentChildren, VNode } from "preact";
import { Field, type FieldProps } from "./field.tsx";

export interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onInput?: (value: string) => void;
  readonly onBlur?: () => void;
  /** Takes the Enter key, which would submit the form. */
  readonly onEnter?: () => void;
  readonly placeholder?: string | undefined;
  readonly readOnly?: boolean;
  readonly inputMode?: "text" | "url" | "numeric";
  /** Addresses and names of the protocol: one width, and never right to left. */
  readonly code?: boolean;
  /** Stands beside the text, like a copy button. */
  readonly aside?: ComponentChildren;
}

/** A labelled line of text. */
export function TextField(props: TextFieldProps): VNode {
  return (
    <Field
      label={props.label}
      labelHidden={props.labelHidden === true}
      hint={props.hint}
      hintAction={props.hintAction}
      error={props.error}
      errorIsNews={props.errorIsNews === true}
    >
      {({ id, describedBy, invalid }) => (
        <div class="control-row">
          <input
            id={id}
            class={`input ${props.code === true ? "code" : ""}`}
            type="text"
            value={props.value}
            placeholder={props.placeholder}
            readOnly={props.readOnly === true}
            inputMode={props.inputMode}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            dir={props.code === true ? "ltr" : "auto"}
            aria-describedby={describedBy}
            aria-invalid={invalid ? "true" : undefined}
            onInput={(event) => props.onInput?.(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || props.onEnter === undefined) return;
              event.preventDefault();
              props.onEnter();
            }}
            onBlur={() => props.onBlur?.()}
            onFocus={(event) => {
              if (props.readOnly === true) event.currentTarget.select();
            }}
          />
          {props.aside}
        </div>
      )}
    </Field>
  );
}
