import type { DeletedSummary } from "../../lib/domain/snapshot.ts";
import { t } from "../words/t.ts";
import type { AppModel } from "./app-model.ts";

/** The worker keeps it for longer than it is shown, milliseconds: time for whoever is about to press Undo. */
const SPARE_MS = 10 * 60_000;

/** The deletions to show at `nowMs`: for some minutes, and on while somebody is about to press Undo. */
export function shownDeletions(
  deleted: readonly DeletedSummary[],
  nowMs: number,
  isHeld: boolean,
): readonly DeletedSummary[] {
  return deleted.filter(({ untilMs }) => nowMs < (isHeld ? untilMs : untilMs - SPARE_MS));
}

/** What is shown of it; a form that was discarded need not have a name. */
export function deletedName({ kind, name }: DeletedSummary): string {
  if (name !== "") return name;
  return kind === "hostDraft" ? t("hostsNewHost") : t("formTitleNew");
}

/** Brings back what was deleted; a form is shown again. */
export async function undoDelete(app: AppModel, deleted: DeletedSummary): Promise<void> {
  const { id, kind } = deleted;
  const answer = await app.run("undoDelete", { id }, id);
  if (answer.ok) {
    app.tell(t("undoDone", deletedName(deleted)));
    if (kind === "hostDraft") app.openPage("#/hosts/new");
    if (kind === "profileDraft") app.openPage(`#/oauths/${encodeURIComponent(id)}`);
  }
  // It has no card that could say it.
  else app.showAlert({ subject: undefined, error: answer.error });
}
