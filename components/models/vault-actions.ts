import { vaultWords } from "../words/vault.ts";
import type { AppModel } from "./app-model.ts";

export async function lockVault(app: AppModel): Promise<void> {
  const answer = await app.run("lock", {});
  if (answer.ok) app.tell(vaultWords.locked);
}
