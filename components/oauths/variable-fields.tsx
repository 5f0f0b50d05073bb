import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { isSame } from "../../lib/domain/is-same.ts";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import { Button } from "../ui/button.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { RowInput } from "../ui/row-input.tsx";
import type { FormPartProps } from "./form-props.ts";
import { t } from "../words/t.ts";

interface VariableRow {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly added: boolean;
}

/** Named values for placeholders. Rows keep what is typed even while it has no name or one that is taken. */
export function VariableFields({ model, profile }: FormPartProps): VNode {
  const [rows, setRows] = useState<readonly VariableRow[]>(() => rowsOf(profile.variables));
  useEffect(() => {
    // Filled in or changed elsewhere in the form.
    if (!isSame(variablesOf(rows), profile.variables)) setRows(rowsOf(profile.variables));
  }, [profile.variables, rows]);
  const addButton = useRef<HTMLButtonElement>(null);
  const update = (next: readonly VariableRow[]): void => {
    setRows(next);
    model.edit({ variables: variablesOf(next) });
  };
  const change = (id: string, part: Partial<VariableRow>): void =>
    update(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const remove = (id: string): void => {
    update(rows.filter((row) => row.id !== id));
    addButton.current?.focus();
  };
  return (
    <fieldset class="card form-section parameter-group">
      <legend>{t("formVariables")}</legend>
      <p class="field-hint group-hint">{t("formVariablesHint")}</p>
      {rows.map((row) => (
        <div class="parameter-row variable-row" key={row.id}>
          <RowInput
            label={t("formVariableName")}
            value={row.name}
            placeholder="tenant"
            focusFirst={row.added}
            onInput={(name) => change(row.id, { name })}
          />
          <RowInput label={t("formVariableValue")} value={row.value} onInput={(value) => change(row.id, { value })} />
          <IconButton icon="close" label={t("formRemoveVariable", row.name)} onClick={() => remove(row.id)} />
        </div>
      ))}
      <Button
        small
        icon="plus"
        look="quiet"
        buttonRef={addButton}
        onClick={() => setRows([...rows, { id: crypto.randomUUID(), name: "", value: "", added: true }])}
      >
        {t("formAddVariable")}
      </Button>
    </fieldset>
  );
}

function rowsOf(variables: OAuthProfile["variables"]): readonly VariableRow[] {
  return Object.entries(variables).map(([name, value]) => ({ id: crypto.randomUUID(), name, value, added: false }));
}

function variablesOf(rows: readonly VariableRow[]): OAuthProfile["variables"] {
  const named = rows.filter(({ name }) => name.trim() !== "");
  return Object.fromEntries(named.map(({ name, value }) => [name.trim(), value]));
}
