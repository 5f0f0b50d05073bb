import type { Ref, VNode } from "preact";
import { useState } from "preact/hooks";
import { Button } from "../ui/button.tsx";
import { Field, type FieldProps } from "../ui/field.tsx";
import { t } from "../words/t.ts";

export interface PassphraseFieldProps extends FieldProps {
  readonly value: string;
  readonly onInput: (text: string) => void;
  /** One that is being chosen, which no password manager should fill in. */
  readonly isNew?: boolean;
  /** Takes the focus when what had it is gone. */
  readonly wantsFocus?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** A masked line for a passphrase. What is typed stays in the component that shows it. */
export function PassphraseField(props: PassphraseFieldProps): VNode {
  const [shown, setShown] = useState(false);
  return (
    <Field label={props.label} hint={props.hint} error={props.error} errorIsNews={props.errorIsNews === true}>
      {({ id, describedBy, invalid }) => (
        <div class="control-row">
          <input
            id={id}
            class="input"
            {...(shown ? { type: "text" as const } : { type: "password" as const })}
            value={props.value}
            autocomplete={props.isNew === true ? "new-password" : "off"}
            autocapitalize="off"
            spellcheck={false}
            aria-describedby={describedBy}
            aria-invalid={invalid ? "true" : undefined}
            data-first-focus={props.wantsFocus === true ? "" : undefined}
            ref={props.inputRef ?? null}
            onInput={(event) => props.onInput(event.currentTarget.value)}
          />
          <Button
            label={shown ? t("vaultHidePassphrase", props.label) : t("vaultShowPassphrase", props.label)}
            onClick={() => setShown(!shown)}
          >
            {shown ? t("vaultHide") : t("vaultShow")}
          </Button>
        </div>
      )}
    </Field>
  );
}
