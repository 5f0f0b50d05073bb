import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Settings } from "../../lib/domain/settings.ts";
import type { BrowserShortcut } from "../../lib/messages/client.ts";
import type { AppModel } from "../models/app-model.ts";
import { Button } from "../ui/button.tsx";
import { Switch } from "../ui/checkbox.tsx";
import { t } from "../words/t.ts";
import { Section } from "./section.tsx";

export interface ShortcutsSectionProps {
  readonly app: AppModel;
  readonly settings: Settings;
  readonly onChange: (part: Partial<Settings>) => void;
}

/** The browser's shortcuts as they are set, the way to change them, and the single keys of our own pages. */
export function ShortcutsSection({ app, settings, onChange }: ShortcutsSectionProps): VNode {
  const [shortcuts, setShortcuts] = useState<readonly BrowserShortcut[]>([]);
  useEffect(() => {
    app.transport.getShortcuts().then(setShortcuts, () => undefined);
  }, [app]);
  return (
    <Section title={t("shortcutsTitle")}>
      <dl class="keys" aria-label={t("shortcutsBrowser")}>
        {shortcuts.map(({ name, description, keys }) => (
          <div key={name} class="keys-row">
            <dt>{keys === "" ? <span class="quiet">{t("shortcutsNone")}</span> : <kbd>{keys}</kbd>}</dt>
            <dd>{description === "" ? t("shortcutsOpenPopup") : description}</dd>
          </div>
        ))}
      </dl>
      <div class="form-buttons">
        <Button onClick={() => app.transport.openShortcutSettings()}>{t("shortcutsChange")}</Button>
        <Button onClick={() => app.showHelp(true)}>{t("shortcutsShow")}</Button>
      </div>
      <Switch
        label={t("shortcutsInPages")}
        hint={t("shortcutsInPagesHint")}
        checked={settings.pageShortcuts}
        onChange={(pageShortcuts) => onChange({ pageShortcuts })}
      />
    </Section>
  );
}
