import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { DamagedRecord, StorageNote } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { storageWords } from "../words/storage.ts";

/** The buttons that mend what a note tells of. */
export function NoteActions({ app, note }: { app: AppModel; note: StorageNote }): VNode | null {
  if (note.kind === "write_failed") return null;
  return (
    <div class="note-actions">
      {note.kind === "lost" ? (
        <Button small onClick={() => void app.run("dismissStorageLost", {})}>
          {storageWords.understood}
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
            {storageWords.editProfile}
          </Button>
          <DeleteProfile record={record} onConfirm={remove} />
        </>
      );
    case "profile":
      return <DeleteProfile record={record} onConfirm={remove} />;
    case "token":
      return <OneButton text={storageWords.forgetToken} onClick={remove} />;
    case "host":
      return <OneButton text={storageWords.deleteIt} onClick={remove} />;
    case "form":
      return <OneButton text={storageWords.discard} onClick={remove} />;
    case "settings":
      return <OneButton text={storageWords.takeDefaults} onClick={remove} />;
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
      <OneButton text={storageWords.deleteProfile} onClick={() => setAsking(true)} />
      {asking ? (
        <ConfirmDialog
          title={storageWords.deleteProfileTitle(record.name)}
          text={storageWords.deleteProfileText}
          action={storageWords.deleteProfile}
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
