import { computed, type ReadonlySignal, signal, type Signal } from "@preact/signals";
import type { ObservedRequest } from "../../lib/domain/observed-request.ts";
import type { AppModel } from "./app-model.ts";
import { LatestSender } from "./latest-sender.ts";

/** The requests of the tab in front to API hosts, read again whenever the worker has seen more. */
export class PageRequests {
  readonly #app: AppModel;
  readonly #requests: Signal<readonly ObservedRequest[] | undefined> = signal(undefined);
  /** The first answer is there, or none will come. */
  readonly isLoaded: ReadonlySignal<boolean> = computed(() => this.#requests.value !== undefined);
  /** Newest first, by API host. */
  readonly byHost: ReadonlySignal<ReadonlyMap<string, readonly ObservedRequest[]>> = computed(() =>
    Map.groupBy(this.#requests.value ?? [], ({ hostId }) => hostId),
  );
  readonly #loads = new LatestSender<number>((tabId) => this.#load(tabId));

  constructor(app: AppModel) {
    this.#app = app;
  }

  /** Ends with the page. */
  follow(tabId: number | undefined): void {
    if (tabId === undefined) {
      this.#requests.value = [];
      return;
    }
    this.#app.transport.onChange(() => this.#loads.push(tabId), "requests");
    this.#loads.push(tabId);
  }

  async #load(tabId: number): Promise<void> {
    const answer = await this.#app.ask("listRequests", { tabId });
    this.#requests.value = answer.ok ? answer.result : (this.#requests.peek() ?? []);
    const shown = new Set(this.#app.snapshot.peek()?.hosts.map(({ host }) => host.id));
    // Of thousands the popup is sent those that it names.
    if ([...this.byHost.peek().keys()].some((id) => !shown.has(id))) await this.#app.load();
  }
}
