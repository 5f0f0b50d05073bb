import type { VNode } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { isManaged } from "../../lib/domain/managed-id.ts";
import type { HostSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import { changeHost } from "../models/host-actions.ts";
import { HostCardModel } from "../models/host-card-model.ts";
import type { HostFolds } from "../models/host-folds.ts";
import { AuthenticationSelect } from "../profile/authentication-select.tsx";
import { AppAlertView } from "../ui/app-alert.tsx";
import { Breakable } from "../ui/breakable.tsx";
import { Switch } from "../ui/checkbox.tsx";
import { Icon } from "../ui/icon.tsx";
import { ReadOnly } from "../ui/read-only.tsx";
import { attachWords } from "../words/attach.ts";
import { AttachLine } from "./attach-line.tsx";
import { DeleteHost } from "./delete-host.tsx";
import { HostDetails } from "./host-details.tsx";
import { RunningTest } from "./test-mode.tsx";
import { t } from "../words/t.ts";

export interface HostCardProps {
  readonly app: AppModel;
  readonly summary: HostSummary;
  readonly folds: HostFolds;
}

/** One API host, edited in place: a row that says how it stands, and opens. */
export function HostCard({ app, summary, folds }: HostCardProps): VNode {
  // Of the row and not of what opens, which would forget what is wrong each time it is folded.
  const [model] = useState(() => new HostCardModel(app, summary.host.id));
  const card = useRef<HTMLLIElement>(null);
  const detailsId = useId();
  const { host } = summary;
  const managed = isManaged(host);
  const nameId = `host-${host.id}`;
  const isOpen = folds.isOpen(summary);
  const failures = model.failures.value;
  const [shown, setShown] = useState(0);
  useEffect(() => {
    if (failures === shown) return;
    // It may have been folded while it was saved.
    folds.set(host.id, true);
    if (!isOpen) return;
    setShown(failures);
    card.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [failures, shown, isOpen, folds, host.id]);
  const fold = (): void => folds.set(host.id, !isOpen);
  return (
    <li class={`card host-card ${isOpen ? "" : "host-row"}`} aria-labelledby={nameId} ref={card}>
      <div class="host-head">
        <div class="host-name">
          <button
            type="button"
            class="button button-quiet button-icon host-fold"
            aria-label={t("hostsEdit", host.pattern)}
            aria-expanded={isOpen}
            aria-controls={isOpen ? detailsId : undefined}
            onClick={fold}
          >
            <Icon name="chevron" class="disclosure-mark" />
          </button>
          {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- a larger target for the mouse; the button beside it has the keys and the role */}
          <h2
            class="card-title"
            id={nameId}
            dir="ltr"
            aria-label={host.pattern}
            onClick={({ detail }) => {
              // By a drag or a double click, the name is selected.
              if (detail === 1 && getSelection()?.isCollapsed !== false) fold();
            }}
          >
            <Breakable text={host.pattern} />
          </h2>
        </div>
        <div class="host-tools">
          {isOpen ? null : (
            <ReadOnly when={managed}>
              <AuthenticationSelect
                app={app}
                profileId={host.profileId}
                describedBy={nameId}
                onChange={(profileId) => changeHost(app, host, { profileId })}
              />
            </ReadOnly>
          )}
          <Switch
            label={t("hostsOn")}
            checked={host.enabled}
            onChange={(enabled) => changeHost(app, host, { enabled })}
          />
          {managed || !isOpen ? null : <DeleteHost app={app} host={host} />}
        </div>
      </div>
      {summary.testMode === undefined ? <AttachLine app={app} summary={summary} words={attachWords} /> : null}
      <RunningTest app={app} summary={summary} />
      <AppAlertView app={app} subject={host.id} />
      {isOpen ? (
        <div class="host-details" id={detailsId}>
          <HostDetails app={app} model={model} summary={summary} />
        </div>
      ) : (
        <FoldedFacts managed={managed} unsaved={model.hasTyped.value} onOpen={fold} />
      )}
    </li>
  );
}

/** What is in an API host that is folded, and can't be overlooked. */
function FoldedFacts({ managed, unsaved, onOpen }: { managed: boolean; unsaved: boolean; onOpen: () => void }) {
  if (!managed && !unsaved) return null;
  return (
    <p class="facts">
      {unsaved ? (
        <button type="button" class="link" onClick={onOpen}>
          {t("oauthsDraftEdit")}
        </button>
      ) : (
        t("managedTitle")
      )}
    </p>
  );
}
