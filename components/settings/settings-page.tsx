import type { VNode } from "preact";
import type { Settings } from "../../lib/domain/settings.ts";
import type { AppModel } from "../models/app-model.ts";
import { Switch } from "../ui/checkbox.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { PassphraseSection } from "./passphrase-section.tsx";
import { Section } from "./section.tsx";
import { StoredDataSection } from "./stored-data-section.tsx";
import { clipboardWaits, settingsWords, themes } from "../words/settings.ts";

/** What the tester chooses for the whole extension; each change is kept at once. */
export function SettingsPage({ app }: { app: AppModel }): VNode | null {
  const settings = app.snapshot.value?.settings;
  if (settings === undefined) return null;
  const change = (part: Partial<Settings>): void =>
    void app.run("saveSettings", { settings: { ...settings, ...part } });
  return (
    <>
      <PageHead title={settingsWords.title} lead={settingsWords.lead} />
      <Section title={settingsWords.tokens}>
        <Switch
          label={settingsWords.forgetOnExit}
          hint={settingsWords.forgetOnExitHint}
          checked={settings.forgetTokensOnExit}
          onChange={(forgetTokensOnExit) => change({ forgetTokensOnExit })}
        />
        <SelectField
          label={settingsWords.clearClipboard}
          hint={settingsWords.clearClipboardHint}
          value={settings.clearClipboardSeconds === null ? "" : String(settings.clearClipboardSeconds)}
          options={clipboardOptions(settings.clearClipboardSeconds)}
          onChange={(seconds) => change({ clearClipboardSeconds: seconds === "" ? null : Number(seconds) })}
        />
      </Section>
      <PassphraseSection app={app} settings={settings} onChange={change} />
      <Section title={settingsWords.signals}>
        <Switch
          label={settingsWords.badge}
          hint={settingsWords.badgeHint}
          checked={settings.badge}
          onChange={(badge) => change({ badge })}
        />
        <Switch
          label={settingsWords.notifications}
          hint={settingsWords.notificationsHint}
          checked={settings.notifications}
          onChange={(notifications) => change({ notifications })}
        />
      </Section>
      <Section title={settingsWords.appearance}>
        <SelectField
          label={settingsWords.theme}
          value={settings.theme}
          options={themes}
          onChange={(theme) => change({ theme })}
        />
      </Section>
      <StoredDataSection app={app} />
    </>
  );
}

function clipboardOptions(current: number | null): readonly (readonly [string, string])[] {
  const waits = new Set<number>(clipboardWaits);
  if (current !== null) waits.add(current);
  const offered = [...waits]
    .toSorted((a, b) => a - b)
    .map((seconds) => [String(seconds), settingsWords.afterSeconds(seconds)] as const);
  return [["", settingsWords.never] as const, ...offered];
}
