import type { AppModel } from "./app-model.ts";
import { t } from "../words/t.ts";

export async function lockVault(app: AppModel): Promise<void> {
  const answer = await app.run("lock", {});
  if (answer.ok) app.tell(t("vaultLocked"));
}
