import type { VNode } from "preact";
import type { AppModel } from "../models/app-model.ts";
import { redirectUrlFor } from "../models/redirect-url.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { t } from "../words/t.ts";

/** The redirect URL to register, with Copy. Its box wraps: half an address can't be checked against the server's. */
export function RedirectUrl({ app, loopback, label }: { app: AppModel; loopback: boolean; label: string }): VNode {
  const url = redirectUrlFor(app.snapshot.value?.redirectUrl ?? "", loopback);
  return (
    <Field label={label} hint={t("formRedirectUrlHint")}>
      {({ id, describedBy }) => (
        <div class="control-row">
          <textarea
            id={id}
            class="input input-wrapped code"
            rows={2}
            value={url}
            readOnly
            spellcheck={false}
            dir="ltr"
            aria-describedby={describedBy}
            onFocus={(event) => event.currentTarget.select()}
          />
          <Button
            icon="copy"
            label={t("formCopyRedirectUrl")}
            onClick={() => void app.copyText(url, t("formCopiedRedirectUrl"))}
          >
            {t("formCopy")}
          </Button>
        </div>
      )}
    </Field>
  );
}
