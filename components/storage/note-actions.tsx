import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { DamagedRecord, StorageNote } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { t } from "../words/t.ts";

/** The buttons that mend what a note tells of. */
export function NoteActions({ app, note }: { app: AppModel; note: StorageNote }): VNode | null {
  if (note.kind === "write_failed") return null;
  return (
    <div class="note-actions">
      {note.kind === "lost" ? (
        <Button small onClick={() => void app.run("dismissStorageLost", {})}>
          {t("storageUnderstood")}
        </Button>
      ) : (
        <DamagedActions app={app} record={note} />
      )}
    </div>
  );
}

function DamagedActions({ app, record }: { app: AppModel; record: DamagedRecord }): VNode {
  const { what, id } = record;
  const remove = (): void => void app.run("deleteDamaged", { what, id });
  switch (what) {
    case "secrets":
      return (
        <>
          <Button small onClick={() => app.openPage(`#/oauths/${encodeURIComponent(id)}`)}>
            {t("storageEditProfile")}
          </Button>
          <DeleteProfile record={record} onConfirm={remove} />
        </>
      );
    case "profile":
      return <DeleteProfile record={record} onConfirm={remove} />;
    case "token":
      return <OneButton text={t("storageForgetToken")} onClick={remove} />;
    case "host":
      return <OneButton text={t("storageDeleteIt")} onClick={remove} />;
    case "form":
      return <OneButton text={t("storageDiscard")} onClick={remove} />;
    case "settings":
      return <OneButton text={t("storageTakeDefaults")} onClick={remove} />;
  }
}

function OneButton({ text, onClick }: { text: string; onClick: () => void }): VNode {
  return (
    <Button small onClick={onClick}>
      {text}
    </Button>
  );
}

function DeleteProfile({ record, onConfirm }: { record: DamagedRecord; onConfirm: () => void }): VNode {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <OneButton text={t("storageDeleteProfile")} onClick={() => setAsking(true)} />
      {asking ? (
        <ConfirmDialog
          title={
            record.name === undefined
              ? t("storageDeleteProfileTitleUnnamed")
              : t("storageDeleteProfileTitle", record.name)
          }
          text={t("storageDeleteProfileText")}
          action={t("storageDeleteProfile")}
          onConfirm={() => {
            setAsking(false);
            onConfirm();
          }}
          onCancel={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}
