import type { VNode } from "preact";
import { useId } from "preact/hooks";

export interface CheckboxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly hint?: string | undefined;
  /** A switch takes effect at once. */
  readonly role?: "switch";
  /** The words are for assistive technology alone, where the place says it to the eye. */
  readonly labelHidden?: boolean;
}

/** A checkbox or a switch with its words. */
export function Checkbox(props: CheckboxProps): VNode {
  const id = useId();
  const hintId = `${id}-hint`;
  const isSwitch = props.role === "switch";
  return (
    <div class={`choice ${props.labelHidden === true ? "choice-bare" : ""}`}>
      <input
        id={id}
        type="checkbox"
        class={isSwitch ? "switch" : "checkbox"}
        role={props.role}
        checked={props.checked}
        aria-describedby={props.hint === undefined ? undefined : hintId}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <div class="choice-words">
        <label for={id} class={props.labelHidden === true ? "visually-hidden" : ""}>
          {props.label}
        </label>
        {props.hint === undefined ? null : (
          <p class="field-hint" id={hintId}>
            {props.hint}
          </p>
        )}
      </div>
    </div>
  );
}
