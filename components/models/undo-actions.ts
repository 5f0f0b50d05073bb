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

/** Brings back what was deleted. */
export async function undoDelete(app: AppModel, { id, name }: DeletedSummary): Promise<void> {
  const answer = await app.run("undoDelete", { id }, id);
  if (answer.ok) app.tell(t("undoDone", name));
  // It has no card that could say it.
  else app.showAlert({ subject: undefined, error: answer.error });
}
