import type { VNode } from "preact";
import type { ObservedRequest } from "../../lib/domain/observed-request.ts";
import type { HostSummary, ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import { changeHost, letPageCall } from "../models/host-actions.ts";
import { AttachLine } from "../hosts/attach-line.tsx";
import { RunningTest, TestChoice } from "../hosts/test-mode.tsx";
import { AuthenticationSelect } from "../profile/authentication-select.tsx";
import { AppAlertView } from "../ui/app-alert.tsx";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { pageHostWords } from "../words/attach.ts";
import { t } from "../words/t.ts";
import { PageRequestList } from "./page-request-list.tsx";

export interface PageHostRowProps {
  readonly app: AppModel;
  readonly summary: HostSummary;
  readonly profiles: readonly ProfileSummary[];
  /** Of the tab in front, newest first. */
  readonly requests: readonly ObservedRequest[];
  /** The page's origin, where it called the host without being listed. */
  readonly unlisted: string | undefined;
}

/** One API host that the page may call: which token it gets, and what stops it. */
export function PageHostRow({ app, summary, profiles, requests, unlisted }: PageHostRowProps): VNode {
  const { host } = summary;
  const nameId = `page-host-${host.id}`;
  return (
    <li class="page-host" aria-labelledby={nameId}>
      <div class="page-host-head">
        <span id={nameId} class="page-host-pattern" dir="ltr" title={host.pattern}>
          {host.pattern.replace(/^https:\/\//u, "")}
        </span>
        <AuthenticationSelect
          app={app}
          profileId={host.profileId}
          describedBy={nameId}
          onChange={(profileId) => changeHost(app, host, { profileId })}
        />
      </div>
      {summary.testMode !== undefined ? null : unlisted === undefined ? (
        <AttachLine app={app} summary={summary} words={pageHostWords} />
      ) : (
        <UnlistedLine app={app} summary={summary} origin={unlisted} />
      )}
      <RunningTest app={app} summary={summary} />
      <AppAlertView app={app} subject={host.id} />
      <PageRequestList app={app} summary={summary} profiles={profiles} requests={requests} />
      <TestChoice app={app} summary={summary} />
    </li>
  );
}

/** The page has called the host, but is not among those that may with its token. */
function UnlistedLine({ app, summary, origin }: { app: AppModel; summary: HostSummary; origin: string }): VNode {
  return (
    <div class="attach-line">
      <p class="status status-warning">
        <Icon name="warning" />
        <span>{t("popupPageNotListed")}</span>
      </p>
      <Button
        small
        look="tonal"
        busy={app.busy.value.has(summary.host.id)}
        onClick={() => letPageCall(app, summary, origin)}
      >
        {t("popupLetThisPageCallIt")}
      </Button>
    </div>
  );
}
