import type { VNode } from "preact";
import { useRef, useState } from "preact/hooks";
import { addedSecretKey, defaultParameters } from "../../lib/domain/parameters.ts";
import type { ParameterGroupName } from "../../lib/domain/parameter-groups.ts";
import { addParameter, excludedProtections, removeAdded } from "../models/parameter-edits.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { groupWords } from "../words/profile-form.ts";
import { AddedParameterRow } from "./added-parameter-row.tsx";
import { DefaultParameterRow } from "./default-parameter-row.tsx";
import type { FormPartProps } from "./form-props.ts";
import { t } from "../words/t.ts";

export interface ParameterGroupProps extends FormPartProps {
  readonly group: ParameterGroupName;
}

/** What one of the requests carries: its defaults, to be excluded, renamed or replaced, and what was added. */
export function ParameterGroupFields({ model, profile, group }: ParameterGroupProps): VNode {
  const [addedId, setAddedId] = useState<string | undefined>(undefined);
  const addButton = useRef<HTMLButtonElement>(null);
  const add = (): void => {
    const id = crypto.randomUUID();
    setAddedId(id);
    model.change((current) => addParameter(current, group, id));
  };
  const remove = (id: string): void => {
    model.change((current) => removeAdded(current, group, id));
    const stored = model.form.peek()?.storedSecrets.includes(addedSecretKey(id)) ?? false;
    model.setSecret(addedSecretKey(id), stored ? null : undefined);
    addButton.current?.focus();
  };
  return (
    <fieldset class="card form-section parameter-group">
      <legend>{groupWords(group)}</legend>
      <div class="parameter-row parameter-columns" aria-hidden="true">
        <span />
        <span>{t("formColumnName")}</span>
        <span>{t("formColumnValue")}</span>
        <span />
      </div>
      {defaultParameters(profile, group).map((parameter) => (
        <DefaultParameterRow key={parameter.name} model={model} profile={profile} group={group} parameter={parameter} />
      ))}
      {group === "authorization" ? <ProtectionWarnings model={model} profile={profile} /> : null}
      {profile.parameters[group].added.map((row) => (
        <AddedParameterRow
          key={row.id}
          model={model}
          group={group}
          row={row}
          focusFirst={row.id === addedId}
          onRemove={() => remove(row.id)}
        />
      ))}
      <Button small icon="plus" look="quiet" buttonRef={addButton} onClick={add}>
        {t("formAddParameter")}
      </Button>
    </fieldset>
  );
}

function ProtectionWarnings({ profile }: FormPartProps): VNode {
  const excluded = excludedProtections(profile);
  return (
    <>
      {excluded.state ? (
        <Alert tone="warning" small fresh>
          {t("formStateExcluded")}
        </Alert>
      ) : null}
      {excluded.pkce ? (
        <Alert tone="warning" small fresh>
          {t("formPkceExcluded")}
        </Alert>
      ) : null}
    </>
  );
}
