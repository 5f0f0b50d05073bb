import { signal, type Signal } from "@preact/signals";
import type { PermissionSet } from "../../lib/domain/permission-set.ts";
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
  /** What the demo's servers need, where they run and there is nothing else yet. */
  readonly demo: Signal<PermissionSet | undefined> = signal(undefined);

  constructor(transport: PageTransport, options: AppModelOptions = {}) {
    this.app = new AppModel(transport, { ...options, view: () => this.#view() });
    this.requests = new PageRequests(this.app);
  }

  /** Resolves once the worker's first answer is shown. */
  async start(): Promise<void> {
    // Which API hosts the worker is asked for depends on it.
    await this.#readPage();
    this.app.start();
    await this.app.loaded();
    void this.#findDemo();
  }

  /** Sets the demo up and begins to authorize; the browser is asked in the same click. */
  tryDemo(needed: PermissionSet): void {
    const done = this.app.run("tryDemo", {});
    this.app.askPermissions(needed, done);
  }

  searchFor(text: string): void {
    this.search.value = text;
  }

  #view(): SnapshotView {
    return { page: this.page.peek()?.origin ?? null, hosts: [...this.requests.byHost.peek().keys()] };
  }

  /** Once, and only for a popup with nothing in it: this machine is not asked at every opening. */
  async #findDemo(): Promise<void> {
    const first = this.app.snapshot.peek();
    if (first?.profiles.length !== 0 || first.storageProblem !== undefined || first.vault === "locked") return;
    const answer = await this.app.ask("findDemo", {});
    if (answer.ok) this.demo.value = answer.result ?? undefined;
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
