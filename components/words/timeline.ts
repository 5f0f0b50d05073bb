import type { AnswerClass } from "../../lib/domain/answer-class.ts";
import type { TimelineRow } from "../../lib/domain/timeline.ts";
import type { TimelineReach } from "../models/timeline-model.ts";
import { listWords, t, tCount, uiLanguage } from "./t.ts";

const ANSWERS = {
  succeeded: "timelineSucceeded",
  redirected: "timelineRedirected",
  refused: "timelineRefused",
  client_error: "timelineClientError",
  server_error: "timelineServerError",
  failed: "timelineFailed",
} as const satisfies Record<AnswerClass, string>;

/** Every kind of answer, in the order in which they are stacked and named. */
export const ANSWER_CLASSES = Object.keys(ANSWERS) as readonly AnswerClass[];

export function answerClassWords(answer: AnswerClass): string {
  return t(ANSWERS[answer]);
}

/** "12 succeeded, 3 refused (401, 403)"; empty without any. */
export function countsWords(counts: Readonly<Record<AnswerClass, number>>): string {
  const named = ANSWER_CLASSES.filter((answer) => counts[answer] > 0);
  return listWords(named.map((answer) => t("timelineCount", counts[answer], answerClassWords(answer))));
}

/** The row's picture in a sentence, for those who don't see it and for those who look closer. */
export function rowWords(row: TimelineRow): string {
  const renewals = row.exchanges.filter(({ kind }) => kind === "token" || kind === "refresh");
  const failed = renewals.filter(({ succeeded }) => !succeeded).length;
  const parts = [
    tCount("timelineTokens", renewals.length - failed),
    ...(failed === 0 ? [] : [t("timelineFailures", failed)]),
    countsWords(totalCounts(row)) || t("timelineNoRequests"),
  ];
  return parts.join(" · ");
}

/** How far back the timeline goes. */
export function reachWords(minutes: TimelineReach): string {
  return minutes < 60 ? t("timelineReachMinutes", minutes) : tCount("timelineReachHours", minutes / 60);
}

/** A place on the axis: hours and minutes. Milliseconds since the epoch in. */
export function axisWords(atMs: number): string {
  return new Date(atMs).toLocaleTimeString(uiLanguage(), { hour: "2-digit", minute: "2-digit" });
}

function totalCounts({ requests }: TimelineRow): Record<AnswerClass, number> {
  const total = { succeeded: 0, redirected: 0, refused: 0, client_error: 0, server_error: 0, failed: 0 };
  for (const { counts } of requests) for (const answer of ANSWER_CLASSES) total[answer] += counts[answer];
  return total;
}
