import type { VNode } from "preact";
import type { AppModel } from "../models/app-model.ts";
import { redirectUrlFor } from "../models/redirect-url.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";
import { commonWords } from "../words/common.ts";
import { formWords } from "../words/profile-form.ts";

/** The redirect URL to register, with Copy. */
export function RedirectUrl({ app, loopback, label }: { app: AppModel; loopback: boolean; label: string }): VNode {
  const url = redirectUrlFor(app.snapshot.value?.redirectUrl ?? "", loopback);
  const copy = async (): Promise<void> => {
    try {
      await app.transport.copyText(url);
      app.tell(commonWords.copiedText(formWords.copiedRedirectUrl));
    } catch {
      app.alert.value = { subject: undefined, error: { code: "clipboard_failed" } };
    }
  };
  return (
    <TextField
      label={label}
      hint={formWords.redirectUrlHint}
      value={url}
      readOnly
      code
      aside={
        <Button icon="copy" label={formWords.copyRedirectUrl} onClick={() => void copy()}>
          {formWords.copy}
        </Button>
      }
    />
  );
}
