import type { VNode } from "preact";
import type { Settings } from "../../lib/domain/settings.ts";
import type { AppModel } from "../models/app-model.ts";
import { Switch } from "../ui/checkbox.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { PassphraseSection } from "./passphrase-section.tsx";
import { Section } from "./section.tsx";
import { StoredDataSection } from "./stored-data-section.tsx";
import { settingsWords, themes } from "../words/settings.ts";

/** What the tester chooses for the whole extension; each change is kept at once. */
export function SettingsPage({ app }: { app: AppModel }): VNode | null {
  const settings = app.snapshot.value?.settings;
  if (settings === undefined) return null;
  const change = (part: Partial<Settings>): void =>
    void app.run("saveSettings", { settings: { ...settings, ...part } });
  const setNotifications = (notifications: boolean): void => {
    change({ notifications });
    if (notifications) app.askPermissions({ origins: [], permissions: ["notifications"] });
  };
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
          onChange={setNotifications}
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
