import type { VNode } from "preact";
import { useId, useState } from "preact/hooks";
import type { AppModel } from "../models/app-model.ts";
import { exportReadable, resetStorage } from "../models/storage-actions.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { storageWords } from "../words/storage.ts";

/** Export and Reset, which asks first. */
export function RescueButtons({ app }: { app: AppModel }): VNode {
  const [asking, setAsking] = useState(false);
  const id = useId();
  return (
    <div class="rescue">
      <Button describedBy={`${id}-export`} onClick={() => void exportReadable(app)}>
        {storageWords.export}
      </Button>
      <p id={`${id}-export`} class="field-hint">
        {storageWords.exportHint}
      </p>
      <Button class="button-delete" describedBy={`${id}-reset`} onClick={() => setAsking(true)}>
        {storageWords.reset}
      </Button>
      <p id={`${id}-reset`} class="field-hint">
        {storageWords.resetHint}
      </p>
      {asking ? (
        <ConfirmDialog
          title={storageWords.resetTitle}
          text={storageWords.resetText}
          action={storageWords.resetAction}
          onConfirm={() => {
            setAsking(false);
            void resetStorage(app);
          }}
          onCancel={() => setAsking(false)}
        />
      ) : null}
    </div>
  );
}
