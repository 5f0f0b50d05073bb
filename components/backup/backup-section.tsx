import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { AppModel } from "../models/app-model.ts";
import { BackupModel } from "../models/backup-model.ts";
import { Section } from "../settings/section.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { PassphraseField } from "../vault/passphrase-field.tsx";
import { errorWords } from "../words/errors.ts";
import { fieldProblemWords } from "../words/field-problems.ts";
import { t } from "../words/t.ts";
import { FoundBackup } from "./found-backup.tsx";
import { FoundDrafts } from "./found-drafts.tsx";

export interface BackupSectionProps {
  readonly app: AppModel;
  readonly focusImport: boolean;
}

/** Everything as a file, out and in. */
export function BackupSection({ app, focusImport }: BackupSectionProps): VNode {
  const [model] = useState(() => new BackupModel(app));
  const file = model.file.value;
  const problem = model.error.value;
  const exportError = problem?.where === "export" ? problem.error : undefined;
  const isPassphraseWrong = problem?.error.code === "backup_not_opened";
  const isFieldWrong = exportError?.code === "invalid_field";
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(), [problem]);
  return (
    <Section title={t("backupTitle")}>
      <p class="quiet">{t("backupText")}</p>
      <form
        ref={form}
        class="backup-form"
        onSubmit={(event) => {
          event.preventDefault();
          void model.export();
        }}
      >
        <PassphraseField
          label={t("backupPassphrase")}
          hint={t("backupPassphraseHint")}
          value={model.exportPassphrase.value}
          isNew
          error={isFieldWrong ? fieldProblemWords({ ...exportError, field: t("backupPassphrase") }) : undefined}
          errorIsNews
          onInput={(text) => model.typeExportPassphrase(text)}
        />
        {model.exportPassphrase.value === "" ? null : (
          <PassphraseField
            label={t("vaultRepeat")}
            value={model.exportRepeat.value}
            isNew
            error={problem?.where === "repeat" ? repeatWords(model.exportRepeat.value) : undefined}
            errorIsNews
            onInput={(text) => model.typeExportRepeat(text)}
          />
        )}
        {isFieldWrong ? null : <Problem model={model} where="export" />}
        <Button submit busy={model.busy.value}>
          {t("backupExport")}
        </Button>
      </form>
      <FileField model={model} takesFocus={focusImport} />
      {isPassphraseWrong && file?.summary?.secrets === "sealed" ? null : <Problem model={model} where="import" />}
      {file === undefined ? null : file.summary === undefined ? (
        <FoundDrafts model={model} file={file} />
      ) : (
        <FoundBackup model={model} file={file} summary={file.summary} />
      )}
    </Section>
  );
}

function FileField({ model, takesFocus }: { model: BackupModel; takesFocus: boolean }): VNode {
  const input = useRef<HTMLInputElement>(null);
  const imported = model.imported.value;
  useEffect(() => {
    if (takesFocus || imported > 0) input.current?.focus();
  }, [takesFocus, imported]);
  return (
    <Field label={t("backupFile")} hint={t("backupFileHint")}>
      {({ id, describedBy }) => (
        <input
          // A new one is empty.
          key={model.emptied.value}
          ref={input}
          id={id}
          class="file-input"
          type="file"
          accept=".json,.txt,.sh,application/json,text/plain"
          aria-describedby={describedBy}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            if (file !== undefined) void model.choose(file);
          }}
          onClick={(event) => {
            // The same file, corrected, is a change too.
            event.currentTarget.value = "";
          }}
        />
      )}
    </Field>
  );
}

function Problem({ model, where }: { model: BackupModel; where: "export" | "import" }): VNode | null {
  const problem = model.error.value;
  if (problem?.where !== where) return null;
  return (
    <Alert tone="bad" small fresh>
      {errorWords(problem.error).text}
    </Alert>
  );
}

function repeatWords(typed: string): string {
  return typed === "" ? fieldProblemWords({ field: t("vaultRepeat"), problem: "required" }) : t("vaultNotRepeated");
}
