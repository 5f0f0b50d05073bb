import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { ObservedRequest } from "../../lib/domain/observed-request.ts";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { answerWords, carriedWords } from "../words/requests.ts";
import { t } from "../words/t.ts";
import { clockWords } from "../words/time.ts";

/** As many are shown before "Show all". */
const SHOWN = 10;

/** The last requests of all pages to API hosts, newest first. */
export function RequestLog({ app, requests }: { app: AppModel; requests: readonly ObservedRequest[] }): VNode {
  const [all, setAll] = useState(false);
  const profiles = app.snapshot.value?.profiles ?? [];
  return (
    <section class="log" aria-labelledby="requests-title">
      <h2 id="requests-title" class="section-title">
        {t("activityRequests")}
      </h2>
      {requests.length === 0 ? (
        <p class="quiet">
          {app.snapshot.value?.settings.observeRequests === false ? t("activityNotWatched") : t("activityNoRequests")}
        </p>
      ) : (
        <ul id="request-log" class="card traces" aria-labelledby="requests-title">
          {(all ? requests : requests.slice(0, SHOWN)).map((request) => (
            <Line key={request.id} request={request} profiles={profiles} />
          ))}
        </ul>
      )}
      {requests.length > SHOWN ? (
        <Button look="quiet" expanded={all} controls="request-log" onClick={() => setAll(!all)}>
          {all ? t("requestsShowFewer") : t("requestsShowAll", requests.length)}
        </Button>
      ) : null}
    </section>
  );
}

function Line({ request, profiles }: { request: ObservedRequest; profiles: readonly ProfileSummary[] }): VNode {
  const { text, tone } = answerWords(request);
  return (
    <li class="trace request-log-line">
      <span class="trace-time">{clockWords(request.startedAtMs)}</span>
      <span class="request-log-target" dir="ltr">
        {request.method} {request.url}
      </span>
      <span class="request-log-token">{carriedWords(request, profiles)}</span>
      <span class={`status status-${tone}`}>
        <Icon name={tone === "bad" ? "failed" : tone} />
        <span>{text}</span>
      </span>
    </li>
  );
}
