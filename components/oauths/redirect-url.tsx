import type { VNode } from "preact";
import type { AppModel } from "../models/app-model.ts";
import { redirectUrlFor } from "../models/redirect-url.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";
import { formWords } from "../words/profile-form.ts";

/** The redirect URL to register, with Copy. */
export function RedirectUrl({ app, loopback, label }: { app: AppModel; loopback: boolean; label: string }): VNode {
  const url = redirectUrlFor(app.snapshot.value?.redirectUrl ?? "", loopback);
  return (
    <TextField
      label={label}
      hint={formWords.redirectUrlHint}
      value={url}
      readOnly
      code
      aside={
        <Button
          icon="copy"
          label={formWords.copyRedirectUrl}
          onClick={() => void app.copyText(url, formWords.copiedRedirectUrl)}
        >
          {formWords.copy}
        </Button>
      }
    />
  );
}
