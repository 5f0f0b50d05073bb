import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { ApiHost } from "../../lib/domain/api-host.ts";
import type { AppModel } from "../models/app-model.ts";
import { deleteHost } from "../models/host-actions.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { goOnAfter } from "../ui/focus-on-entry.ts";
import { t } from "../words/t.ts";

export interface DeleteHostProps {
  readonly app: AppModel;
  readonly host: ApiHost;
}

/** The button that deletes an API host. It asks first. */
export function DeleteHost({ app, host }: DeleteHostProps): VNode {
  const [asking, setAsking] = useState(false);
  const remove = async (): Promise<void> => {
    setAsking(false);
    const goOn = goOnAfter(`host-${host.id}`);
    if (await deleteHost(app, host)) goOn();
  };
  return (
    <>
      <Button small look="quiet" class="button-delete" onClick={() => setAsking(true)}>
        {t("commonDelete")}
      </Button>
      {asking ? (
        <ConfirmDialog
          title={t("hostsDeleteTitle", host.pattern)}
          text={t("hostsDeleteText")}
          action={t("commonDelete")}
          onConfirm={() => void remove()}
          onCancel={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}
