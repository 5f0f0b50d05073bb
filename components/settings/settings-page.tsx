import type { VNode } from "preact";
import type { Settings } from "../../lib/domain/settings.ts";
import type { AppModel } from "../models/app-model.ts";
import { Switch } from "../ui/checkbox.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { ClipboardSection } from "./clipboard-section.tsx";
import { PassphraseSection } from "./passphrase-section.tsx";
import { Section } from "./section.tsx";
import { BackupSection } from "../backup/backup-section.tsx";
import { ShortcutsSection } from "./shortcuts-section.tsx";
import { StoredDataSection } from "./stored-data-section.tsx";
import { choiceWords, themes } from "../words/choices.ts";
import { t } from "../words/t.ts";

export interface SettingsPageProps {
  readonly app: AppModel;
  /** The person came to import a file. */
  readonly toImport: boolean;
}

/** What the tester chooses for the whole extension; each change is kept at once. */
export function SettingsPage({ app, toImport }: SettingsPageProps): VNode | null {
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
      <PageHead title={t("settingsTitle")} lead={t("settingsLead")} />
      <Section title={t("settingsTokens")}>
        <Switch
          label={t("settingsForgetOnExit")}
          hint={t("settingsForgetOnExitHint")}
          checked={settings.forgetTokensOnExit}
          onChange={(forgetTokensOnExit) => change({ forgetTokensOnExit })}
        />
        <Switch
          label={t("settingsAutoRenew")}
          hint={t("settingsAutoRenewHint")}
          checked={settings.autoRenew}
          onChange={(autoRenew) => change({ autoRenew })}
        />
      </Section>
      <ClipboardSection app={app} settings={settings} />
      <PassphraseSection app={app} settings={settings} onChange={change} />
      <Section title={t("settingsSignals")}>
        <Switch
          label={t("settingsBadge")}
          hint={t("settingsBadgeHint")}
          checked={settings.badge}
          onChange={(badge) => change({ badge })}
        />
        <Switch
          label={t("settingsNotifications")}
          hint={t("settingsNotificationsHint")}
          checked={settings.notifications}
          onChange={setNotifications}
        />
      </Section>
      <Section title={t("settingsRequests")}>
        <Switch
          label={t("settingsObserve")}
          hint={t("settingsObserveHint")}
          checked={settings.observeRequests}
          onChange={(observeRequests) => change({ observeRequests })}
        />
      </Section>
      <Section title={t("settingsAppearance")}>
        <SelectField
          label={t("settingsTheme")}
          value={settings.theme}
          options={choiceWords(themes)}
          onChange={(theme) => change({ theme })}
        />
      </Section>
      <ShortcutsSection app={app} settings={settings} onChange={change} />
      <BackupSection app={app} focusImport={toImport} />
      <StoredDataSection app={app} />
      <p class="quiet">{`${t("commonProduct")} ${app.transport.version}`}</p>
    </>
  );
}
