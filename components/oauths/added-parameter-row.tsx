import type { VNode } from "preact";
import { addedSecretKey } from "../../lib/domain/parameters.ts";
import type { AddedParameter, ParameterGroupName } from "../../lib/domain/parameter-groups.ts";
import { changeAdded } from "../models/parameter-edits.ts";
import type { ProfileFormModel } from "../models/profile-form-model.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { RowInput } from "../ui/row-input.tsx";
import { SecretInput } from "../ui/secret-input.tsx";
import { Select } from "../ui/select.tsx";
import { choiceWords, placements } from "../words/choices.ts";
import { keptSecretWords } from "./form-props.ts";
import { t } from "../words/t.ts";

export interface AddedParameterRowProps {
  readonly model: ProfileFormModel;
  readonly group: ParameterGroupName;
  readonly row: AddedParameter;
  readonly focusFirst: boolean;
  readonly onRemove: () => void;
}

/** One added parameter: its name, its value, where it goes. */
export function AddedParameterRow({ model, group, row, focusFirst, onRemove }: AddedParameterRowProps): VNode {
  const change = (part: Partial<AddedParameter>): void =>
    model.change((current) => changeAdded(current, group, row.id, part));
  const name = row.name === "" ? t("formNewParameter") : row.name;
  const options = group === "authorization" ? placements.filter(([placement]) => placement === "query") : placements;
  return (
    <fieldset class={`parameter-row parameter-added ${row.enabled ? "" : "parameter-off"}`} aria-label={name}>
      <Checkbox
        label={t("formEnabled", name)}
        labelHidden
        checked={row.enabled}
        onChange={(enabled) => change({ enabled })}
      />
      <RowInput
        label={t("formParameterName")}
        value={row.name}
        placeholder={t("formColumnName")}
        focusFirst={focusFirst}
        onInput={(text) => change({ name: text })}
      />
      <ValueInput model={model} row={row} onInput={(value) => change({ value })} />
      <div class="row-end">
        <IconButton icon="close" label={t("formRemoveParameter", name)} onClick={onRemove} />
      </div>
      <div class="parameter-more">
        <span aria-hidden="true">{t("formSendIn")}</span>
        <Select
          label={t("formSendIn")}
          value={row.sendIn}
          options={choiceWords(options)}
          onChange={(sendIn) => change({ sendIn })}
        />
        <Checkbox
          label={t("formSecret")}
          checked={row.secret}
          onChange={(secret) => setSecret(model, group, row, secret)}
        />
      </div>
    </fieldset>
  );
}

function ValueInput({
  model,
  row,
  onInput,
}: {
  model: ProfileFormModel;
  row: AddedParameter;
  onInput: (value: string) => void;
}): VNode {
  if (!row.secret)
    return (
      <RowInput
        label={t("formParameterValue")}
        value={row.value}
        placeholder={t("formColumnValue")}
        onInput={onInput}
      />
    );
  const key = addedSecretKey(row.id);
  const typed = model.secrets.value[key];
  const stored = (model.form.value?.storedSecrets.includes(key) ?? false) && typed !== null;
  return (
    <SecretInput
      small
      shown={false}
      label={t("formParameterValue")}
      value={typed ?? ""}
      placeholder={stored ? keptSecretWords(model, key) : t("formColumnValue")}
      onInput={(text) => model.setSecret(key, text === "" ? undefined : text)}
    />
  );
}

/** Moves what was typed to where a value of the new kind lies; a stored secret can't come back to light. */
function setSecret(model: ProfileFormModel, group: ParameterGroupName, row: AddedParameter, secret: boolean): void {
  const key = addedSecretKey(row.id);
  const typed = model.secrets.peek()[key];
  const stored = model.form.peek()?.storedSecrets.includes(key) ?? false;
  model.change((current) => changeAdded(current, group, row.id, { secret, value: secret ? "" : (typed ?? "") }));
  if (secret) model.setSecret(key, row.value === "" ? undefined : row.value);
  else model.setSecret(key, stored ? null : undefined);
}
