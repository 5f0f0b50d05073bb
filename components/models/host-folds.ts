import { signal, type Signal } from "@preact/signals";
import type { HostSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "./app-model.ts";

/** So many API hosts are open to begin with; of more, one wants to see which there are. */
const FEW = 5;

/** Which API hosts of the list are open. As long as the list is shown, each stays as a person left it. */
export class HostFolds {
  readonly #app: AppModel;
  readonly #open = new Map<string, Signal<boolean>>();

  constructor(app: AppModel) {
    this.#app = app;
  }

  /** Whether an API host is open. Among many, only one that somebody was at begins so: with a draft, a running test. */
  isOpen({ host, testMode }: HostSummary): boolean {
    const known = this.#open.get(host.id);
    if (known !== undefined) return known.value;
    const { hosts = [], hostDrafts = [] } = this.#app.snapshot.peek() ?? {};
    const hasDraft = hostDrafts.some(({ hostId }) => hostId === host.id);
    return this.#begin(host.id, hosts.length <= FEW || hasDraft || testMode !== undefined).value;
  }

  /** Opens or folds an API host, which need not be in the list yet. */
  set(hostId: string, isOpen: boolean): void {
    (this.#open.get(hostId) ?? this.#begin(hostId, isOpen)).value = isOpen;
  }

  #begin(hostId: string, isOpen: boolean): Signal<boolean> {
    const open = signal(isOpen);
    this.#open.set(hostId, open);
    return open;
  }
}
