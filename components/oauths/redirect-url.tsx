import type { VNode } from "preact";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import { redirectUrlOf } from "../../lib/domain/redirect-url.ts";
import type { AppModel } from "../models/app-model.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { t } from "../words/t.ts";

interface RedirectUrlProps {
  readonly app: AppModel;
  readonly label: string;
  /** Whose; without it, the one that profiles share. */
  readonly profile?: OAuthProfile | undefined;
}

/** The redirect URL to register, with Copy. Its box wraps: half an address can't be checked against the server's. */
export function RedirectUrl({ app, label, profile }: RedirectUrlProps): VNode {
  const shared = app.snapshot.value?.redirectUrl ?? "";
  const url = profile === undefined ? shared : redirectUrlOf(shared, profile);
  return (
    <Field label={label} hint={t(profile?.ownRedirect === true ? "formOwnRedirectUrlHint" : "formRedirectUrlHint")}>
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
