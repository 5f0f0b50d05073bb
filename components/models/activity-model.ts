import { signal, type Signal } from "@preact/signals";
import { formatTrace, type Trace } from "../../lib/domain/trace.ts";
import type { AppModel } from "./app-model.ts";
import { t } from "../words/t.ts";

/** The traces, newest first, read again whenever the worker's state changes. */
export class ActivityModel {
  readonly #app: AppModel;
  /** Undefined until the first answer. */
  readonly traces: Signal<readonly Trace[] | undefined> = signal(undefined);
  readonly openId: Signal<string | undefined>;
  readonly #stop: () => void;

  constructor(app: AppModel, openId: string | undefined) {
    this.#app = app;
    this.openId = signal(openId);
    this.#stop = app.transport.onChange(() => void this.#load());
    void this.#load();
  }

  dispose(): void {
    this.#stop();
  }

  open(id: string): void {
    this.openId.value = id;
  }

  toggle(id: string): void {
    this.openId.value = this.openId.peek() === id ? undefined : id;
  }

  copy(trace: Trace): Promise<void> {
    return this.#app.copyText(formatTrace(trace), t("activityTrace"));
  }

  async clear(): Promise<boolean> {
    const answer = await this.#app.run("clearTraces", {});
    if (answer.ok) this.traces.value = [];
    return answer.ok;
  }

  async #load(): Promise<void> {
    const answer = await this.#app.run("listTraces", {});
    if (answer.ok) this.traces.value = answer.result.toSorted((a, b) => b.startedAtMs - a.startedAtMs);
  }
}
