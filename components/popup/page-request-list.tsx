import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { ObservedRequest } from "../../lib/domain/observed-request.ts";
import type { HostSummary, ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import { allowHost } from "../models/host-actions.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { answerWords, carriedWords } from "../words/requests.ts";
import { t } from "../words/t.ts";
import { durationWords } from "../words/time.ts";

/** As many are shown before "Show all". */
const SHOWN = 3;

export interface PageRequestListProps {
  readonly app: AppModel;
  readonly summary: HostSummary;
  readonly profiles: readonly ProfileSummary[];
  /** Newest first. */
  readonly requests: readonly ObservedRequest[];
}

/** The tab's last requests to one API host: what was answered, and whose token went along. */
export function PageRequestList({ app, summary, profiles, requests }: PageRequestListProps): VNode | null {
  const [all, setAll] = useState(false);
  const listId = `requests-${summary.host.id}`;
  if (requests.length === 0) return <ShowRequests app={app} summary={summary} />;
  const shown = all ? requests : requests.slice(0, SHOWN);
  return (
    <div class="requests">
      <ul id={listId} class="request-list" aria-label={t("requestsOfTab")}>
        {shown.map((request) => (
          <RequestItem key={request.id} app={app} request={request} profiles={profiles} />
        ))}
      </ul>
      {requests.length > SHOWN ? (
        <Button small look="quiet" expanded={all} controls={listId} onClick={() => setAll(!all)}>
          {all ? t("requestsShowFewer") : t("requestsShowAll", requests.length)}
        </Button>
      ) : null}
    </div>
  );
}

/** Where the browser has not been asked for the look at requests yet, and nothing else asks for it. */
function ShowRequests({ app, summary }: { app: AppModel; summary: HostSummary }): VNode | null {
  const isMissing = summary.missing.permissions.includes("webRequest");
  if (!isMissing || summary.attaching === "no_permission" || summary.attaching === "off") return null;
  return (
    <Button small look="quiet" icon="activity" onClick={() => allowHost(app, summary)}>
      {t("requestsShow")}
    </Button>
  );
}

interface RequestItemProps {
  readonly app: AppModel;
  readonly request: ObservedRequest;
  readonly profiles: readonly ProfileSummary[];
}

function RequestItem({ app, request, profiles }: RequestItemProps): VNode {
  const { text, tone } = answerWords(request);
  const path = new URL(request.url).pathname;
  return (
    <li class="request">
      <div class="request-line">
        <span class={`status status-${tone}`}>
          <Icon name={tone === "bad" ? "failed" : tone} />
          <span>{text}</span>
        </span>
        <span class="request-target" dir="ltr" title={request.url}>
          {request.method} {path}
        </span>
        <span class="request-time">{t("requestsAgo", durationWords(app.now.value - request.startedAtMs))}</span>
      </div>
      <p class="request-token">{carriedWords(request, profiles)}</p>
    </li>
  );
}
