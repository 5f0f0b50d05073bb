import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { ObservedRequest } from "../../lib/domain/observed-request.ts";
import { type Timeline, timelineOf } from "../../lib/domain/timeline.ts";
import type { Trace } from "../../lib/domain/trace.ts";
import type { AppModel } from "./app-model.ts";

const MINUTE_MS = 60_000;

/** How far back the timeline may reach, in minutes. */
export const TIMELINE_REACHES = [15, 60, 360, 1_440] as const;
export type TimelineReach = (typeof TIMELINE_REACHES)[number];

/** What lies ahead is shown too, as this share of what lies behind: when the tokens of now end. */
const AHEAD = 0.25;

/** The picture moves on in steps of this, so that it is not drawn anew each second, milliseconds. */
const STEP_MS = 10_000;

/** What became of each profile's token in the last hours: the traces that are shown anyway, and observed requests. */
export class TimelineModel {
  readonly reach: Signal<TimelineReach> = signal(60);
  /** Undefined until the traces are there. */
  readonly timeline: ReadonlySignal<Timeline | undefined>;
  /** Milliseconds since the epoch, in steps. */
  readonly nowMs: ReadonlySignal<number>;
  /** Newest first. */
  readonly requests: Signal<readonly ObservedRequest[]> = signal([]);
  readonly #app: AppModel;
  readonly #stops: readonly (() => void)[];

  constructor(app: AppModel, traces: ReadonlySignal<readonly Trace[] | undefined>) {
    this.#app = app;
    this.nowMs = computed(() => Math.ceil(app.now.value / STEP_MS) * STEP_MS);
    this.timeline = computed(() => {
      const all = traces.value;
      if (all === undefined) return undefined;
      const profiles = app.snapshot.value?.profiles ?? [];
      const behindMs = this.reach.value * MINUTE_MS;
      const span = { fromMs: this.nowMs.value - behindMs, toMs: this.nowMs.value + behindMs * AHEAD };
      return timelineOf({ profiles, traces: all, requests: this.requests.value }, span);
    });
    this.#stops = [app.transport.onChange(() => void this.#load(), "requests")];
    void this.#load();
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
  }

  reachBack(minutes: TimelineReach): void {
    this.reach.value = minutes;
  }

  async #load(): Promise<void> {
    const answer = await this.#app.run("listRequests", {});
    if (answer.ok) this.requests.value = answer.result;
  }
}
