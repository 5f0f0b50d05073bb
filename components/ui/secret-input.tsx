import type { VNode } from "preact";

export interface SecretInputProps {
  readonly id?: string;
  readonly label?: string;
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean;
  readonly shown: boolean;
  readonly small?: boolean;
  readonly value: string;
  readonly placeholder?: string | undefined;
  readonly onInput: (text: string) => void;
}

/** A line of text that is masked unless shown. */
export function SecretInput(props: SecretInputProps): VNode {
  return (
    <input
      id={props.id}
      class={`input code ${props.small === true ? "input-small" : ""}`}
      {...(props.shown ? { type: "text" as const } : { type: "password" as const })}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      aria-invalid={props.invalid === true ? "true" : undefined}
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
