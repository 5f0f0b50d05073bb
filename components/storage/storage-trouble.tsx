import type { VNode } from "preact";
import type { ErrorData } from "../../lib/domain/errors.ts";
import type { AppModel } from "../models/app-model.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { storageProblemWords } from "../words/storage.ts";
import { RescueButtons } from "./rescue-buttons.tsx";
import { t } from "../words/t.ts";

/** In place of every page of Manage OAuth while the stored data can't be used. */
export function StorageTrouble({ app, problem }: { app: AppModel; problem: ErrorData }): VNode {
  const { title, text } = storageProblemWords(problem);
  const again = (
    <Button look="primary" onClick={() => void app.load()}>
      {t("storageTryAgain")}
    </Button>
  );
  return (
    <>
      <PageHead title={title} actions={again} />
      <Alert tone="bad" fresh>
        <p>{text}</p>
        <p>{t("storageNotAttached")}</p>
      </Alert>
      <section class="card settings-section" aria-label={t("storageTitle")}>
        <RescueButtons app={app} exportLabel={t("storageExport")} />
      </section>
    </>
  );
}
