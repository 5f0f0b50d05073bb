import type { VNode } from "preact";
import type { Timeline, TimelineRow } from "../../lib/domain/timeline.ts";
import type { AppModel } from "../models/app-model.ts";
import { TIMELINE_REACHES, type TimelineModel } from "../models/timeline-model.ts";
import { Select } from "../ui/select.tsx";
import { axisWords, answerClassWords, ANSWER_CLASSES, reachWords, rowWords } from "../words/timeline.ts";
import { t } from "../words/t.ts";
import { TimelinePicture } from "./timeline-picture.tsx";

/** A fifth each, so that one stands at now. */
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1] as const;

/** What became of each profile's token in the last hours, one row each; nothing where nothing is known. */
export function TimelineSection({ app, model }: { app: AppModel; model: TimelineModel }): VNode | null {
  const timeline = model.timeline.value;
  if (timeline === undefined) return null;
  return (
    <section class="card timeline" aria-labelledby="timeline-title">
      <div class="timeline-head">
        <h2 id="timeline-title" class="card-title">
          {t("timelineTitle")}
        </h2>
        <Select
          label={t("timelineReachLabel")}
          value={String(model.reach.value)}
          options={TIMELINE_REACHES.map((minutes) => [String(minutes), reachWords(minutes)])}
          onChange={(chosen) => model.reachBack(TIMELINE_REACHES.find((minutes) => String(minutes) === chosen) ?? 60)}
        />
      </div>
      {timeline.rows.length === 0 ? (
        <p class="quiet">{t("timelineEmpty")}</p>
      ) : (
        <Rows app={app} timeline={timeline} nowMs={model.nowMs.value} />
      )}
    </section>
  );
}

function Rows({ app, timeline, nowMs }: { app: AppModel; timeline: Timeline; nowMs: number }): VNode {
  const names = new Map(app.snapshot.value?.profiles.map(({ id, name }) => [id, name]));
  const most = Math.max(1, ...timeline.rows.flatMap(({ requests }) => requests.map(({ counts }) => sum(counts))));
  return (
    <>
      <ul class="timeline-rows">
        {timeline.rows.map((row) => (
          <Row
            key={row.profileId}
            name={names.get(row.profileId) ?? ""}
            row={row}
            timeline={timeline}
            nowMs={nowMs}
            most={most}
          />
        ))}
      </ul>
      <div class="timeline-axis" dir="ltr" aria-hidden="true">
        {TICKS.map((share) => (
          <span key={share}>{axisWords(timeline.fromMs + share * (timeline.toMs - timeline.fromMs))}</span>
        ))}
      </div>
      <Legend />
    </>
  );
}

interface RowProps {
  readonly name: string;
  readonly row: TimelineRow;
  readonly timeline: Timeline;
  readonly nowMs: number;
  readonly most: number;
}

function Row({ name, row, timeline, nowMs, most }: RowProps): VNode {
  return (
    <li class="timeline-row">
      <div class="timeline-words">
        <span class="timeline-name" dir="auto" title={name}>
          {name}
        </span>
        <span class="facts">{rowWords(row)}</span>
      </div>
      <TimelinePicture row={row} span={timeline} nowMs={nowMs} most={most} />
    </li>
  );
}

function Legend(): VNode {
  return (
    <ul class="timeline-legend facts" aria-label={t("timelineLegend")}>
      <li>
        <i class="timeline-now-swatch" /> {t("timelineNow")}
      </li>
      <li>
        <i class="swatch timeline-life" /> {t("timelineLife")}
      </li>
      <li>
        <i class="swatch swatch-round timeline-good" /> {t("timelineRenewed")}
      </li>
      <li>
        <i class="swatch timeline-bad swatch-diamond" /> {t("timelineRenewalFailed")}
      </li>
      {ANSWER_CLASSES.map((answer) => (
        <li key={answer}>
          <i class={`swatch answer-${answer}`} /> {answerClassWords(answer)}
        </li>
      ))}
    </ul>
  );
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
