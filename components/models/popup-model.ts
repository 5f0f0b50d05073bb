import { signal, type Signal } from "@preact/signals";
import type { SnapshotView } from "../../lib/domain/snapshot.ts";
import type { PageTransport } from "../../lib/messages/client.ts";
import { AppModel, type AppModelOptions } from "./app-model.ts";
import { PageRequests } from "./page-requests.ts";
import { parsePageInFront, type PageInFront } from "./this-page.ts";

/** The popup's state beside the snapshot: which page is in front, and what is searched. */
export class PopupModel {
  readonly app: AppModel;
  /** Undefined until the browser has answered; null for a page that makes no web requests. */
  readonly page: Signal<PageInFront | null | undefined> = signal(undefined);
  readonly requests: PageRequests;
  readonly search: Signal<string> = signal("");

  constructor(transport: PageTransport, options: AppModelOptions = {}) {
    this.app = new AppModel(transport, { ...options, view: () => this.#view() });
    this.requests = new PageRequests(this.app);
  }

  start(): void {
    // Which API hosts the worker is asked for depends on it.
    void this.#readPage().then(() => this.app.start());
  }

  searchFor(text: string): void {
    this.search.value = text;
  }

  #view(): SnapshotView {
    return { page: this.page.peek()?.origin ?? null, hosts: [...this.requests.byHost.peek().keys()] };
  }

  async #readPage(): Promise<void> {
    try {
      const tab = await this.app.transport.getTabInFront();
      this.page.value = parsePageInFront(tab?.url) ?? null;
      this.requests.follow(tab?.id);
    } catch {
      this.page.value = null;
    }
  }
}
