import type { VNode } from "preact";
import { defaultSecretKey, type DefaultParameter } from "../../lib/domain/parameters.ts";
import type { ParameterGroupName } from "../../lib/domain/parameter-groups.ts";
import { isIncluded, overrideDefault, resetDefault } from "../models/parameter-edits.ts";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { RowInput } from "../ui/row-input.tsx";
import { SecretInput } from "../ui/secret-input.tsx";
import { keptSecretWords, type FormPartProps } from "./form-props.ts";
import { t } from "../words/t.ts";

export interface DefaultParameterRowProps extends FormPartProps {
  readonly group: ParameterGroupName;
  readonly parameter: DefaultParameter;
}

/** One default parameter: sent or not, its name, its value. */
export function DefaultParameterRow({ model, profile, group, parameter }: DefaultParameterRowProps): VNode {
  const override = profile.parameters[group].overrides[parameter.name];
  const included = isIncluded(profile, group, parameter);
  const secretKey = defaultSecretKey(group, parameter.name);
  const typed = model.secrets.value[secretKey];
  const stored = (model.form.value?.storedSecrets.includes(secretKey) ?? false) && typed !== null;
  const changed = override !== undefined || stored || typeof typed === "string";
  const reset = (): void => {
    model.change((current) => resetDefault(current, group, parameter.name));
    if (parameter.secret) model.setSecret(secretKey, stored ? null : undefined);
  };
  return (
    <fieldset
      class={`parameter-row ${included ? "" : "parameter-off"} ${changed ? "" : "parameter-as-is"}`}
      aria-label={parameter.name}
    >
      <Checkbox
        label={t("formInclude", parameter.name)}
        labelHidden
        checked={included}
        onChange={(checked) =>
          model.change((current) => overrideDefault(current, group, parameter, { included: checked }))
        }
      />
      <RowInput
        label={t("formDefaultName", parameter.name)}
        value={override?.name ?? parameter.name}
        onInput={(name) => model.change((current) => overrideDefault(current, group, parameter, { name }))}
      />
      {parameter.secret ? (
        <SecretInput
          small
          shown={false}
          label={t("formDefaultValue", parameter.name)}
          value={typed ?? ""}
          placeholder={stored ? keptSecretWords(model, secretKey) : parameter.template}
          onInput={(text) => model.setSecret(secretKey, text === "" ? undefined : text)}
        />
      ) : (
        <RowInput
          label={t("formDefaultValue", parameter.name)}
          value={override?.value ?? parameter.template}
          onInput={(value) => model.change((current) => overrideDefault(current, group, parameter, { value }))}
        />
      )}
      {changed ? (
        <div class="row-end">
          <Button small look="quiet" label={t("formResetName", parameter.name)} onClick={reset}>
            {t("formReset")}
          </Button>
        </div>
      ) : null}
    </fieldset>
  );
}
