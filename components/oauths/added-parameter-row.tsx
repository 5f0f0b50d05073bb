import type { VNode } from "preact";
import { addedSecretKey, type AddedParameter, type ParameterGroupName } from "../../lib/domain/parameters.ts";
import { changeAdded } from "../models/parameter-edits.ts";
import type { ProfileFormModel } from "../models/profile-form-model.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { RowInput } from "../ui/row-input.tsx";
import { SecretInput } from "../ui/secret-input.tsx";
import { Select } from "../ui/select.tsx";
import { formWords, placements } from "../words/profile-form.ts";
import { keptSecretWords } from "./form-props.ts";

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
  const name = row.name === "" ? formWords.newParameter : row.name;
  const options = group === "authorization" ? placements.filter(([placement]) => placement === "query") : placements;
  return (
    <fieldset class={`parameter-row parameter-added ${row.enabled ? "" : "parameter-off"}`} aria-label={name}>
      <Checkbox
        label={formWords.enabled(name)}
        labelHidden
        checked={row.enabled}
        onChange={(enabled) => change({ enabled })}
      />
      <RowInput
        label={formWords.parameterName}
        value={row.name}
        placeholder={formWords.columnName}
        focusFirst={focusFirst}
        onInput={(text) => change({ name: text })}
      />
      <ValueInput model={model} row={row} onInput={(value) => change({ value })} />
      <div class="row-end">
        <IconButton icon="close" label={formWords.removeParameter(name)} onClick={onRemove} />
      </div>
      <div class="parameter-more">
        <span aria-hidden="true">{formWords.sendIn}</span>
        <Select
          label={formWords.sendIn}
          value={row.sendIn}
          options={options}
          onChange={(sendIn) => change({ sendIn })}
        />
        <Checkbox
          label={formWords.secret}
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
        label={formWords.parameterValue}
        value={row.value}
        placeholder={formWords.columnValue}
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
      label={formWords.parameterValue}
      value={typed ?? ""}
      placeholder={stored ? keptSecretWords(model) : formWords.columnValue}
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
