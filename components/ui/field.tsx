import type { ComponentChildren, VNode } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "./icon.tsx";

/** What a control needs to know of the field around it. */
export interface FieldControl {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
}

export interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** A button in the hint's line, which does what the hint advises. */
  readonly hintAction?: ComponentChildren;
  /** Why the field can't be saved as it is. */
  readonly error?: string | undefined;
  /** Said nowhere else: assistive technology reads the error out at once. */
  readonly errorIsNews?: boolean;
  /** The label is for assistive technology alone, where the place says it to the eye. */
  readonly labelHidden?: boolean;
}

/** A label, its control, a hint and what is wrong, tied together for assistive technology. */
export function Field(props: FieldProps & { children: (control: FieldControl) => ComponentChildren }): VNode {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [props.error === undefined ? "" : errorId, props.hint === undefined ? "" : hintId]
    .join(" ")
    .trim();
  return (
    <div class="field">
      <label class={props.labelHidden === true ? "visually-hidden" : "field-label"} for={id}>
        {props.label}
      </label>
      {props.children({
        id,
        describedBy: describedBy === "" ? undefined : describedBy,
        invalid: props.error !== undefined,
      })}
      {props.error === undefined ? null : (
        <p class="field-error" id={errorId} role={props.errorIsNews === true ? "alert" : undefined}>
          <Icon name="warning" />
          <span>{props.error}</span>
        </p>
      )}
      {props.hint === undefined ? null : (
        <p class="field-hint">
          <span id={hintId}>{props.hint}</span> {props.hintAction}
        </p>
      )}
    </div>
  );
}
