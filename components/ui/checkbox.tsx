import type { VNode } from "preact";
import { useId } from "preact/hooks";

export interface CheckboxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly hint?: string | undefined;
  /** The words are for assistive technology alone, where the place says it to the eye. */
  readonly labelHidden?: boolean;
}

/** A checkbox with its words. */
export function Checkbox(props: CheckboxProps): VNode {
  return <Choice {...props} isSwitch={false} />;
}

/** A switch with its words: as a checkbox, but it takes effect at once. */
export function Switch(props: CheckboxProps): VNode {
  return <Choice {...props} isSwitch />;
}

function Choice(props: CheckboxProps & { isSwitch: boolean }): VNode {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div class="choice">
      <input
        id={id}
        type="checkbox"
        class={props.isSwitch ? "switch" : "checkbox"}
        {...(props.isSwitch ? { role: "switch" as const } : {})}
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
