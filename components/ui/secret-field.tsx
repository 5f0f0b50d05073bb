import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { Button } from "./button.tsx";
import { Field, type FieldProps } from "./field.tsx";
import { SecretInput } from "./secret-input.tsx";
import { spaceHint } from "./space-hint.tsx";
import { t } from "../words/t.ts";

export interface SecretFieldProps extends FieldProps {
  /** Typed since the form was opened; null when the stored one is to be removed; undefined when untouched. */
  readonly change: string | null | undefined;
  readonly stored: boolean;
  /** What stands in its place. */
  readonly storedWords: string;
  readonly onChange: (change: string | null | undefined) => void;
}

/** A masked line of text. What is stored is never shown, only that it is. */
export function SecretField(props: SecretFieldProps): VNode {
  const [shown, setShown] = useState(false);
  const typed = props.change ?? "";
  const removed = props.change === null;
  const onInput = (text: string): void => props.onChange(text === "" ? undefined : text);
  return (
    <Field
      label={props.label}
      hint={removed ? t("formRemoved") : props.hint}
      error={props.error}
      {...spaceHint(props.label, typed, onInput)}
    >
      {({ id, describedBy, invalid }) => (
        <div class="control-row">
          <SecretInput
            id={id}
            describedBy={describedBy}
            invalid={invalid}
            shown={shown}
            value={typed}
            placeholder={props.stored && !removed ? props.storedWords : undefined}
            onInput={onInput}
          />
          {props.stored && typed === "" ? (
            <Button
              label={removed ? undefined : t("formRemoveStoredName", props.label)}
              onClick={() => props.onChange(removed ? undefined : null)}
            >
              {removed ? t("formKeepStored") : t("formRemoveStored")}
            </Button>
          ) : (
            <Button onClick={() => setShown(!shown)}>{shown ? t("formHide") : t("formShow")}</Button>
          )}
        </div>
      )}
    </Field>
  );
}
