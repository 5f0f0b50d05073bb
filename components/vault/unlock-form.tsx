import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { AppModel } from "../models/app-model.ts";
import { Button } from "../ui/button.tsx";
import { errorWords } from "../words/errors.ts";
import { fieldProblemWords } from "../words/field-problems.ts";
import { PassphraseField } from "./passphrase-field.tsx";
import { t } from "../words/t.ts";

/** Asks for the passphrase. Its text is kept nowhere else, and goes with the form. */
export function UnlockForm({ app, takesFocus = false }: { app: AppModel; takesFocus?: boolean }): VNode {
  const [passphrase, setPassphrase] = useState("");
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (takesFocus) input.current?.focus();
  }, [takesFocus]);

  async function unlock(): Promise<void> {
    setBusy(true);
    const answer = await app.ask("unlock", { passphrase });
    setBusy(false);
    if (answer.ok) app.tell(t("vaultUnlocked"));
    else fail(errorWords(answer.error).text);
  }

  function fail(text: string): void {
    setError(text);
    input.current?.select();
  }

  return (
    <form
      class="unlock-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (busy) return;
        if (passphrase === "") fail(fieldProblemWords({ field: t("vaultPassphrase"), problem: "required" }));
        else void unlock();
      }}
    >
      <PassphraseField
        label={t("vaultPassphrase")}
        value={passphrase}
        error={error}
        inputRef={input}
        wantsFocus
        onInput={(text) => {
          setPassphrase(text);
          setError(undefined);
        }}
      />
      <div class="unlock-buttons">
        <Button submit look="primary" busy={busy}>
          {t("vaultUnlock")}
        </Button>
      </div>
      <details class="forgotten">
        <summary>{t("vaultForgotten")}</summary>
        <p>
          {t("vaultForgottenText")}{" "}
          <button type="button" class="link" onClick={() => app.openPage("#/settings")}>
            {t("vaultOpenSettings")}
          </button>
        </p>
      </details>
    </form>
  );
}
