import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { ImportedDraft } from "../../lib/domain/import/draft.ts";
import type { BackupModel, ChosenFile } from "../models/backup-model.ts";
import { Button } from "../ui/button.tsx";
import { grantTypeWords } from "../words/oauths.ts";
import { t } from "../words/t.ts";

/** The OAuth clients of another tool's file, each to be looked at in the form. */
export function FoundDrafts({ model, file }: { model: BackupModel; file: ChosenFile }): VNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const isTyped = model.app.snapshot.value?.drafts.some(({ profileId }) => profileId === null) ?? false;
  return (
    <section class="found" aria-label={t("backupDrafts", file.name)}>
      <h2 class="section-title" tabIndex={-1} ref={heading}>
        {t("backupDrafts", file.name)}
      </h2>
      {isTyped ? <p class="quiet">{t("backupDraftLost")}</p> : null}
      <ul class="found-items" aria-label={t("backupItems")}>
        {file.drafts.map((draft) => (
          <li key={keyOf(draft)} class="found-item">
            <span class="found-name" dir="auto">
              {draft.profile.name === "" ? t("backupUnnamed") : draft.profile.name}
            </span>
            <span class="quiet">{grantTypeWords(draft.profile.grantType)}</span>
            <Button
              small
              label={t("backupOpenInFormOf", draft.profile.name)}
              onClick={() => void model.openInForm(draft)}
            >
              {t("backupOpenInForm")}
            </Button>
          </li>
        ))}
      </ul>
      <div class="form-buttons">
        <Button onClick={() => model.cancel()}>{t("commonCancel")}</Button>
      </div>
    </section>
  );
}

function keyOf({ profile }: ImportedDraft): string {
  return [profile.name, profile.grantType, profile.tokenUrl, profile.clientId, profile.scope].join(" ");
}
