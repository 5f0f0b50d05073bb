import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { isManaged } from "../../lib/domain/managed-id.ts";
import type { HostSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import { changeHost, deleteHost, setWebSockets } from "../models/host-actions.ts";
import { HostCardModel } from "../models/host-card-model.ts";
import { CopyMenu } from "../profile/copy-menu.tsx";
import { AppAlertView } from "../ui/app-alert.tsx";
import { Button } from "../ui/button.tsx";
import { Checkbox, Switch } from "../ui/checkbox.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { ReadOnly } from "../ui/read-only.tsx";
import { fieldErrorWords } from "../words/field-problems.ts";
import { attachWords } from "../words/attach.ts";
import { AttachLine } from "./attach-line.tsx";
import { HostAddressFields } from "./host-address-fields.tsx";
import { HostError } from "./host-error.tsx";
import { PagesField } from "./pages-field.tsx";
import { RunningTest, TestChoice } from "./test-mode.tsx";
import { t } from "../words/t.ts";

export interface HostCardProps {
  readonly app: AppModel;
  readonly summary: HostSummary;
  /** The card is about to go: the focus must go elsewhere. */
  readonly onDeleted: () => void;
}

/** One API host, edited in place: every choice is kept at once, a typed address on its own Save. */
export function HostCard({ app, summary, onDeleted }: HostCardProps): VNode {
  const [model] = useState(() => new HostCardModel(app, summary.host.id));
  const card = useRef<HTMLLIElement>(null);
  const { host } = summary;
  const profiles = app.snapshot.value?.profiles ?? [];
  const profile = profiles.find(({ id }) => id === host.profileId);
  const managed = isManaged(host);
  const nameId = `host-${host.id}`;
  const failures = model.failures.value;
  useEffect(() => {
    if (failures > 0) card.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [failures]);
  const error = model.error.value;
  return (
    <li class="card host-card" aria-labelledby={nameId} ref={card}>
      <div class="host-head">
        <h2 class="card-title" id={nameId} dir="ltr">
          {host.pattern}
        </h2>
        <div class="host-tools">
          <Switch
            label={t("hostsOn")}
            checked={host.enabled}
            onChange={(enabled) => changeHost(app, host, { enabled })}
          />
          {managed ? null : <DeleteHost app={app} summary={summary} onDeleted={onDeleted} />}
        </div>
      </div>
      {summary.testMode === undefined ? (
        <AttachLine app={app} summary={summary} profiles={profiles} words={attachWords} />
      ) : null}
      <RunningTest app={app} summary={summary} profiles={profiles} />
      <AppAlertView app={app} subject={host.id} />
      {managed ? (
        <p class="facts">
          {t("managedTitle")}. {t("managedHostText")}
        </p>
      ) : null}
      <ReadOnly when={managed}>
        <HostAddressFields app={app} model={model} summary={summary} />
        <PagesField
          pages={host.callingPages}
          typed={model.page.value}
          error={fieldErrorWords(error, "hostsPage")}
          onType={(text) => model.typePage(text)}
          onBlur={() => model.complete()}
          onAdd={() => model.addPage(summary)}
          onRemove={(page) =>
            changeHost(app, host, { callingPages: host.callingPages.filter((other) => other !== page) })
          }
        />
        <div class="choices">
          <Checkbox
            label={t("hostsPageLoads")}
            hint={t("hostsPageLoadsHint")}
            checked={host.pageLoads}
            onChange={(pageLoads) => changeHost(app, host, { pageLoads })}
          />
          <Checkbox
            label={t("hostsWebSockets")}
            hint={t("hostsWebSocketsHint")}
            checked={host.webSockets}
            onChange={(on) => setWebSockets(app, summary, on)}
          />
        </div>
      </ReadOnly>
      <div class="host-more">
        <TestChoice app={app} summary={summary} profiles={profiles} />
        {profile === undefined ? null : <CopyMenu app={app} profile={profile} hostId={host.id} label={t("copyAs")} />}
      </div>
      <HostError error={error} />
    </li>
  );
}

function DeleteHost({ app, summary, onDeleted }: HostCardProps): VNode {
  const [asking, setAsking] = useState(false);
  const { host } = summary;
  const remove = async (): Promise<void> => {
    setAsking(false);
    if (await deleteHost(app, host)) onDeleted();
  };
  return (
    <>
      <Button small look="quiet" class="button-delete" onClick={() => setAsking(true)}>
        {t("commonDelete")}
      </Button>
      {asking ? (
        <ConfirmDialog
          title={t("hostsDeleteTitle", host.pattern)}
          text={t("hostsDeleteText")}
          action={t("commonDelete")}
          onConfirm={() => void remove()}
          onCancel={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}
