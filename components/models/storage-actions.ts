import type { AppModel } from "./app-model.ts";
import { saveFile } from "./save-file.ts";
import { t } from "../words/t.ts";

/** Saves what can be read of the stored data as a file. */
export async function exportReadable(app: AppModel): Promise<void> {
  const answer = await app.run("exportReadable", {});
  if (!answer.ok) return;
  const file = `bearer-bar-${new Date(app.now.peek()).toISOString().slice(0, 10)}.json`;
  saveFile(file, answer.result);
  app.tell(t("storageExported", file));
}

/** Deletes everything. Ask first. */
export async function resetStorage(app: AppModel): Promise<void> {
  const answer = await app.run("resetStorage", {});
  if (answer.ok) app.tell(t("storageResetDone"));
}
