import type { VNode } from "preact";
import type { BackupItem, ConflictChoice } from "../../lib/domain/backup-merge.ts";
import type { BackupSummary } from "../../lib/messages/protocol.ts";
import type { BackupModel, ChosenFile } from "../models/backup-model.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { PassphraseField } from "../vault/passphrase-field.tsx";
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
  const { items } = summary;
  return (
    <section class="found" aria-label={t("backupFound", file.name)}>
      <h2 class="section-title">{t("backupFound", file.name)}</h2>
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
      <SecretsPart model={model} secrets={summary.secrets} />
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
        value={model.passphrase.value}
        onInput={(text) => model.typePassphrase(text)}
      />
      <Button submit busy={model.busy.value}>
        {t("backupOpenSecrets")}
      </Button>
    </form>
  );
}
