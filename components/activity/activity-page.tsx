import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Trace } from "../../lib/domain/trace.ts";
import { ActivityModel } from "../models/activity-model.ts";
import { TimelineModel } from "../models/timeline-model.ts";
import type { AppModel } from "../models/app-model.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { RequestLog } from "./request-log.tsx";
import { TimelineSection } from "./timeline.tsx";
import { TraceEntry } from "./trace-entry.tsx";
import { t } from "../words/t.ts";

/** What was sent and what came back, newest first. */
export function ActivityPage({ app, traceId }: { app: AppModel; traceId: string | undefined }): VNode {
  const [model] = useState(() => new ActivityModel(app, traceId));
  useEffect(() => () => model.dispose(), [model]);
  useEffect(() => {
    if (traceId !== undefined) model.open(traceId);
  }, [model, traceId]);
  const heading = useRef<HTMLHeadingElement>(null);
  const traces = model.traces.value;
  return (
    <>
      <PageHead
        title={t("activityTitle")}
        lead={t("activityLead")}
        headingRef={heading}
        {...(traces === undefined || traces.length === 0
          ? {}
          : { actions: <ClearButton app={app} model={model} onCleared={() => heading.current?.focus()} /> })}
      />
      {traces === undefined ? (
        <p class="skeleton" />
      ) : traces.length === 0 ? (
        <div class="card empty">
          <h2 class="empty-title">{t("activityEmptyTitle")}</h2>
          <p class="quiet">{t("activityEmptyText")}</p>
        </div>
      ) : (
        <Entries app={app} model={model} traces={traces} />
      )}
    </>
  );
}

function Entries({ app, model, traces }: { app: AppModel; model: ActivityModel; traces: readonly Trace[] }): VNode {
  const [timeline] = useState(() => new TimelineModel(app, model.traces));
  useEffect(() => () => timeline.dispose(), [timeline]);
  return (
    <>
      <TimelineSection app={app} model={timeline} />
      <section class="log" aria-labelledby="exchanges-title">
        <h2 id="exchanges-title" class="section-title">
          {t("activityList")}
        </h2>
        <ul class="card traces" aria-label={t("activityList")}>
          {traces.map((trace) => (
            <TraceEntry key={trace.id} app={app} model={model} trace={trace} />
          ))}
        </ul>
      </section>
      <RequestLog app={app} requests={timeline.requests.value} />
    </>
  );
}

function ClearButton({ app, model, onCleared }: { app: AppModel; model: ActivityModel; onCleared: () => void }): VNode {
  const [asking, setAsking] = useState(false);
  const clear = async (): Promise<void> => {
    setAsking(false);
    if (!(await model.clear())) return;
    app.tell(t("activityCleared"));
    onCleared();
  };
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t("activityClear")}</Button>
      {asking ? (
        <ConfirmDialog
          title={t("activityClearTitle")}
          text={t("activityClearText")}
          action={t("activityClear")}
          onConfirm={() => void clear()}
          onCancel={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}
