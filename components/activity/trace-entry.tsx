import type { VNode } from "preact";
import { useId } from "preact/hooks";
import { parseUrl } from "../../lib/domain/url.ts";
import type { Trace } from "../../lib/domain/trace.ts";
import type { ActivityModel } from "../models/activity-model.ts";
import type { AppModel } from "../models/app-model.ts";
import { Icon } from "../ui/icon.tsx";
import { traceKindWords, traceOutcomeWords } from "../words/activity.ts";
import { clockWords, dateTimeWords, elapsedWords } from "../words/time.ts";
import { TraceDetails } from "./trace-details.tsx";
import { t } from "../words/t.ts";

/** One exchange: a line, and all of it once opened. */
export function TraceEntry({ app, model, trace }: { app: AppModel; model: ActivityModel; trace: Trace }): VNode {
  const id = useId();
  const open = model.openId.value === trace.id;
  const tone = trace.error === undefined ? "good" : "bad";
  const profile = app.snapshot.value?.profiles.find((candidate) => candidate.id === trace.profileId);
  return (
    <li class="trace">
      <button
        type="button"
        class="trace-line"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => model.toggle(trace.id)}
      >
        <Icon name="chevron" class="disclosure-mark" />
        <time
          class="trace-time"
          dateTime={new Date(trace.startedAtMs).toISOString()}
          title={dateTimeWords(trace.startedAtMs)}
        >
          {clockWords(trace.startedAtMs)}
        </time>
        <span class="trace-kind">{traceKindWords(trace.kind)}</span>
        <span class="trace-profile" dir="auto">
          {profile?.name ?? missingWords(trace)}
        </span>
        <span class="trace-host" dir="ltr">
          {parseUrl(trace.request.url)?.host}
        </span>
        <span class={`status status-${tone}`}>
          <Icon name={tone === "good" ? "good" : "failed"} />
          <span>{traceOutcomeWords(trace)}</span>
        </span>
        <span class="trace-duration">{elapsedWords(trace.durationMs)}</span>
      </button>
      <div id={id} hidden={!open}>
        {open ? <TraceDetails model={model} trace={trace} /> : null}
      </div>
    </li>
  );
}

/** A server is asked what it supports before there is a profile. */
function missingWords({ kind }: Trace): string {
  return kind === "discovery" ? t("activityUnsavedProfile") : t("activityDeletedProfile");
}
