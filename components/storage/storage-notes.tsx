import type { VNode } from "preact";
import type { AppModel } from "../models/app-model.ts";
import { Alert } from "../ui/alert.tsx";
import { storageNoteWords } from "../words/storage.ts";
import { listWords, t } from "../words/t.ts";
import { NoteActions } from "./note-actions.tsx";

/** What is wrong with a part of the stored data or of the policy, and what can be done about it. */
export function StorageNotes({ app }: { app: AppModel }): VNode | null {
  const problems = app.snapshot.value?.policy?.problems ?? [];
  const notes = app.snapshot.value?.storageNotes ?? [];
  return (
    <>
      {problems.length === 0 ? null : <Alert tone="warning">{t("managedProblems", listWords(problems))}</Alert>}
      {notes.map((note) => (
        <Alert
          key={note.kind === "damaged" ? `${note.what}-${note.id}` : note.kind}
          tone={note.kind === "write_failed" ? "bad" : "warning"}
          fresh
        >
          <p>{storageNoteWords(note)}</p>
          <NoteActions app={app} note={note} />
        </Alert>
      ))}
    </>
  );
}
