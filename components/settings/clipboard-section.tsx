import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Settings } from "../../lib/domain/settings.ts";
import type { AppModel } from "../models/app-model.ts";
import { SelectField } from "../ui/select-field.tsx";
import { clearingTimes, clearingWords } from "../words/choices.ts";
import { t } from "../words/t.ts";
import { Section } from "./section.tsx";

/** Whether a copied token is taken off the clipboard, and when. The browser is asked in the choice that turns it on. */
export function ClipboardSection({ app, settings }: { app: AppModel; settings: Settings }): VNode {
  /** Shown while the browser asks; what is kept is shown again when it refuses. */
  const [chosen, setChosen] = useState<number | null>();
  const [isRefused, setRefused] = useState(false);

  async function choose(clearClipboardSeconds: number | null): Promise<void> {
    setChosen(clearClipboardSeconds);
    const needed = { origins: [], permissions: ["clipboardRead"] } as const;
    const granted =
      clearClipboardSeconds === null || (await app.transport.requestPermissions(needed).catch(() => false));
    setRefused(!granted);
    const kept = app.snapshot.peek()?.settings ?? settings;
    if (granted) await app.run("saveSettings", { settings: { ...kept, clearClipboardSeconds } });
    setChosen(undefined);
  }

  return (
    <Section title={t("settingsClipboard")}>
      <SelectField
        label={t("settingsClear")}
        hint={t("settingsClearHint")}
        error={isRefused ? t("settingsClearRefused") : undefined}
        value={String((chosen === undefined ? settings.clearClipboardSeconds : chosen) ?? "")}
        options={clearingTimes(settings.clearClipboardSeconds).map((seconds) => [
          String(seconds ?? ""),
          clearingWords(seconds),
        ])}
        onChange={(value) => void choose(value === "" ? null : Number(value))}
      />
    </Section>
  );
}
