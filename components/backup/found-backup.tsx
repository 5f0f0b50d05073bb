import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { BackupItem, ConflictChoice } from "../../lib/domain/backup-merge.ts";
import type { BackupSummary } from "../../lib/messages/protocol.ts";
import type { BackupModel, ChosenFile } from "../models/backup-model.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { PassphraseField } from "../vault/passphrase-field.tsx";
import { errorWords } from "../words/errors.ts";
import { choiceWords, conflictChoices } from "../words/choices.ts";
import { t } from "../words/t.ts";

const STATES = {
  new: "backupStateNew",
  same: "backupStateSame",
  conflict: "backupStateConflict",
} as const satisfies Record<BackupItem["state"], string>;

export interface FoundBackupProps {
  readonly model: BackupModel;
  readonly file: ChosenFile;
  readonly summary: BackupSummary;
}

/** What importing an export of ours would do, and the choices. */
export function FoundBackup({ model, file, summary }: FoundBackupProps): VNode {
  const { items, secrets } = summary;
  const heading = useRef<HTMLHeadingElement>(null);
  // Once they are opened, the field and the button that did are gone.
  useEffect(() => heading.current?.focus(), [secrets]);
  return (
    <section class="found" aria-label={t("backupFound", file.name)}>
      <h2 class="section-title" tabIndex={-1} ref={heading}>
        {t("backupFound", file.name)}
      </h2>
      <ul class="found-items" aria-label={t("backupItems")}>
        {items.map((item) => (
          <li key={`${item.kind} ${item.name}`} class={`found-item found-${item.state}`}>
            <span class="found-name" dir="auto">
              {item.name}
            </span>
            <span class="quiet">{t(item.kind === "host" ? "backupKindHost" : "backupKindProfile")}</span>
            <span class="found-state">{t(STATES[item.state])}</span>
          </li>
        ))}
      </ul>
      <SecretsPart model={model} secrets={secrets} />
      {items.some(({ state }) => state === "conflict") ? (
        <SelectField<ConflictChoice>
          label={t("backupConflicts")}
          value={model.conflicts.value}
          options={choiceWords(conflictChoices)}
          onChange={(choice) => model.chooseConflicts(choice)}
        />
      ) : null}
      <Checkbox
        label={t("backupSettingsToo")}
        hint={t("backupSettingsTooHint")}
        checked={model.withSettings.value}
        onChange={(on) => model.takeSettings(on)}
      />
      <Alert tone="warning" small>
        {t("backupTrust")}
      </Alert>
      <div class="form-buttons">
        <Button look="primary" busy={model.busy.value} onClick={() => void model.importBackup()}>
          {t("backupImport")}
        </Button>
        <Button onClick={() => model.cancel()}>{t("commonCancel")}</Button>
      </div>
    </section>
  );
}

function SecretsPart({ model, secrets }: { model: BackupModel; secrets: BackupSummary["secrets"] }): VNode {
  if (secrets !== "sealed") return <p class="quiet">{t(secrets === "opened" ? "backupOpened" : "backupNoSecrets")}</p>;
  return <SealedSecrets model={model} />;
}

function SealedSecrets({ model }: { model: BackupModel }): VNode {
  const input = useRef<HTMLInputElement>(null);
  const error = model.error.value?.error;
  const wrong = error?.code === "backup_not_opened" ? error : undefined;
  useEffect(() => {
    if (wrong === undefined) return;
    input.current?.focus();
    input.current?.select();
  }, [wrong]);
  return (
    <form
      class="backup-form"
      onSubmit={(event) => {
        event.preventDefault();
        void model.openSecrets();
      }}
    >
      <PassphraseField
        label={t("backupFilePassphrase")}
        hint={t("backupSealed")}
        error={wrong && errorWords(wrong).text}
        errorIsNews
        inputRef={input}
        value={model.passphrase.value}
        onInput={(text) => model.typePassphrase(text)}
      />
      <Button submit busy={model.busy.value}>
        {t("backupOpenSecrets")}
      </Button>
    </form>
  );
}
