import type { VNode } from "preact";
import type { ErrorData } from "../../lib/domain/errors.ts";
import type { AppModel } from "../models/app-model.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { storageProblemWords, storageWords } from "../words/storage.ts";
import { RescueButtons } from "./rescue-buttons.tsx";

/** In place of every page of Manage OAuth while the stored data can't be used. */
export function StorageTrouble({ app, problem }: { app: AppModel; problem: ErrorData }): VNode {
  const { title, text } = storageProblemWords(problem);
  const again = (
    <Button look="primary" onClick={() => void app.load()}>
      {storageWords.tryAgain}
    </Button>
  );
  return (
    <>
      <PageHead title={title} actions={again} />
      <Alert tone="bad" fresh>
        <p>{text}</p>
        <p>{storageWords.notAttached}</p>
      </Alert>
      <section class="card settings-section" aria-label={storageWords.title}>
        <RescueButtons app={app} />
      </section>
    </>
  );
}

/** The same, short, in the popup. */
export function PopupStorageTrouble({ app, problem }: { app: AppModel; problem: ErrorData }): VNode {
  const { title, text } = storageProblemWords(problem);
  return (
    <section class="popup-section" aria-labelledby="storage-trouble">
      <h2 id="storage-trouble" class="trouble-title">
        {title}
      </h2>
      <Alert tone="bad" fresh>
        <p>{text}</p>
        <p>{storageWords.notAttached}</p>
      </Alert>
      <div class="unlock-buttons">
        <Button look="primary" onClick={() => void app.load()}>
          {storageWords.tryAgain}
        </Button>
        <Button onClick={() => app.openPage("#/settings")}>{storageWords.exportOrReset}</Button>
      </div>
    </section>
  );
}
