import type { VNode } from "preact";
import type { ErrorData } from "../../lib/domain/errors.ts";
import type { AppModel } from "../models/app-model.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { storageProblemWords } from "../words/storage.ts";
import { t } from "../words/t.ts";

/** In place of the popup's lists while the stored data can't be used. */
export function PopupStorageTrouble({ app, problem }: { app: AppModel; problem: ErrorData }): VNode {
  const { title, text } = storageProblemWords(problem);
  return (
    <section class="popup-section" aria-labelledby="storage-trouble">
      <h2 id="storage-trouble" class="trouble-title">
        {title}
      </h2>
      <Alert tone="bad" fresh>
        <p>{text}</p>
        <p>{t("storageNotAttached")}</p>
      </Alert>
      <div class="unlock-buttons">
        <Button look="primary" onClick={() => void app.load()}>
          {t("storageTryAgain")}
        </Button>
        <Button onClick={() => app.openPage("#/settings")}>{t("storageExportOrReset")}</Button>
      </div>
    </section>
  );
}
