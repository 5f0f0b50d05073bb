import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Settings } from "../../lib/domain/settings.ts";
import type { AppModel } from "../models/app-model.ts";
import { lockVault } from "../models/vault-actions.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { idleWaits, idleWaitWords } from "../words/vault.ts";
import { PassphraseForm, type TypedPassphrases } from "./passphrase-form.tsx";
import { Section } from "./section.tsx";
import { t } from "../words/t.ts";

export interface PassphraseSectionProps {
  readonly app: AppModel;
  readonly settings: Settings;
  readonly onChange: (change: Partial<Settings>) => void;
}

/** What a passphrase protects, and everything that can be done with it. */
export function PassphraseSection(props: PassphraseSectionProps): VNode {
  const vault = props.app.snapshot.value?.vault ?? "off";
  const mustBeSet = props.app.snapshot.value?.policy?.requirePassphrase ?? false;
  return (
    <Section title={t("vaultTitle")}>
      <p class="quiet">
        {vault === "off" ? t("vaultOffText") : t("vaultOnText")} {t("vaultLimits")}
      </p>
      {vault === "off" && mustBeSet ? <p>{t("managedPassphraseText")}</p> : null}
      {vault === "off" ? <SetUp app={props.app} /> : null}
      {vault === "locked" ? <p>{t("vaultLockedHint")}</p> : null}
      {vault === "unlocked" ? <Unlocked {...props} /> : null}
    </Section>
  );
}

type Open = "setPassphrase" | "changePassphrase" | "removePassphrase" | undefined;

function SetUp({ app }: { app: AppModel }): VNode {
  const [open, setOpen] = useState<Open>();
  if (open !== undefined) return <OpenForm app={app} open={open} onClose={() => setOpen(undefined)} />;
  return (
    <div class="form-buttons">
      <Button look="primary" onClick={() => setOpen("setPassphrase")}>
        {t("vaultSetUp")}
      </Button>
    </div>
  );
}

function Unlocked({ app, settings, onChange }: PassphraseSectionProps): VNode {
  const [open, setOpen] = useState<Open>();
  return (
    <>
      <SelectField
        label={t("vaultIdle")}
        hint={t("vaultIdleHint")}
        value={settings.idleLockMinutes === null ? "" : String(settings.idleLockMinutes)}
        options={idleOptions(settings.idleLockMinutes)}
        onChange={(minutes) => onChange({ idleLockMinutes: minutes === "" ? null : Number(minutes) })}
      />
      <Shortcut app={app} />
      {open === undefined ? (
        <div class="form-buttons">
          <Button icon="lock" look="tonal" onClick={() => void lockVault(app)}>
            {t("vaultLockNow")}
          </Button>
          <Button onClick={() => setOpen("changePassphrase")}>{t("vaultChange")}</Button>
          {app.snapshot.value?.policy?.requirePassphrase === true ? null : (
            <Button onClick={() => setOpen("removePassphrase")}>{t("vaultRemove")}</Button>
          )}
        </div>
      ) : (
        <OpenForm app={app} open={open} onClose={() => setOpen(undefined)} />
      )}
    </>
  );
}

function OpenForm({
  app,
  open,
  onClose,
}: {
  app: AppModel;
  open: Exclude<Open, undefined>;
  onClose: () => void;
}): VNode {
  const form = FORMS[open];
  return (
    <PassphraseForm
      {...form}
      text={form.text.map((key) => t(key)).join(" ")}
      action={t(form.action)}
      onSubmit={async (typed) => {
        const answer = await form.send(app, typed);
        return answer.ok ? undefined : answer.error;
      }}
      onDone={() => {
        app.tell(t(form.done));
        onClose();
      }}
      onCancel={onClose}
    />
  );
}

const FORMS = {
  setPassphrase: {
    asksCurrent: false,
    asksNext: true,
    text: ["vaultNoRecovery", "vaultLingers"],
    action: "vaultSetUp",
    done: "vaultSet",
    send: (app: AppModel, { next }: TypedPassphrases) => app.ask("setPassphrase", { next }),
  },
  changePassphrase: {
    asksCurrent: true,
    asksNext: true,
    text: ["vaultNoRecovery"],
    action: "vaultChange",
    done: "vaultChanged",
    send: (app: AppModel, { current, next }: TypedPassphrases) => app.ask("changePassphrase", { current, next }),
  },
  removePassphrase: {
    asksCurrent: true,
    asksNext: false,
    text: ["vaultRemoveText"],
    action: "vaultRemove",
    done: "vaultRemoved",
    send: (app: AppModel, { current }: TypedPassphrases) => app.ask("removePassphrase", { current }),
  },
} as const;

function Shortcut({ app }: { app: AppModel }): VNode | null {
  const [keys, setKeys] = useState<string | null>();
  useEffect(() => {
    app.transport.getLockShortcut().then(
      (found) => setKeys(found ?? null),
      () => setKeys(undefined),
    );
  }, [app]);
  if (keys === undefined) return null;
  return <p class="field-hint">{keys === null ? t("vaultNoShortcut") : t("vaultShortcut", keys)}</p>;
}

function idleOptions(current: number | null): readonly (readonly [string, string])[] {
  const waits = new Set<number>(idleWaits);
  if (current !== null) waits.add(current);
  const offered = [...waits].toSorted((a, b) => a - b);
  return [
    ...offered.map((minutes) => [String(minutes), idleWaitWords(minutes)] as const),
    ["", t("settingsNever")] as const,
  ];
}
