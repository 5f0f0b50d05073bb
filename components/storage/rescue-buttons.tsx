import type { VNode } from "preact";
import { useId, useState } from "preact/hooks";
import type { AppModel } from "../models/app-model.ts";
import { exportReadable, resetStorage } from "../models/storage-actions.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { t } from "../words/t.ts";

export interface RescueButtonsProps {
  readonly app: AppModel;
  readonly exportLabel: string;
}

/** Export of what is readable, and Reset, which asks first. */
export function RescueButtons({ app, exportLabel }: RescueButtonsProps): VNode {
  const [asking, setAsking] = useState(false);
  const id = useId();
  return (
    <div class="rescue">
      <Button describedBy={`${id}-export`} onClick={() => void exportReadable(app)}>
        {exportLabel}
      </Button>
      <p id={`${id}-export`} class="field-hint">
        {t("storageExportHint")}
      </p>
      <Button class="button-delete" describedBy={`${id}-reset`} onClick={() => setAsking(true)}>
        {t("storageReset")}
      </Button>
      <p id={`${id}-reset`} class="field-hint">
        {t("storageResetHint")}
      </p>
      {asking ? (
        <ConfirmDialog
          title={t("storageResetTitle")}
          text={t("storageResetText")}
          action={t("storageResetAction")}
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
