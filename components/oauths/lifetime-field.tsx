import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { TextField } from "../ui/text-field.tsx";
import { fieldError, type FormPartProps } from "./form-props.ts";
import { t } from "../words/t.ts";

/** A number of seconds. What is typed stays as it is; what is no number is refused on Save. */
export function LifetimeField({ model, profile }: FormPartProps): VNode {
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const stored = profile.lifetimeSeconds === null ? "" : String(profile.lifetimeSeconds);
  const current = typed !== undefined && Object.is(toSeconds(typed), profile.lifetimeSeconds) ? typed : stored;
  return (
    <TextField
      label={t("formLifetime")}
      value={current}
      inputMode="numeric"
      error={fieldError(model, "formLifetime")}
      onInput={(text) => {
        setTyped(text);
        model.edit({ lifetimeSeconds: toSeconds(text) });
      }}
    />
  );
}

function toSeconds(text: string): number | null {
  return text.trim() === "" ? null : Number(text);
}
