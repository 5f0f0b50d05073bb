import { signal, type Signal } from "@preact/signals";
import type { PageTransport } from "../../lib/messages/client.ts";
import { AppModel, type AppModelOptions } from "./app-model.ts";
import { parsePageInFront, type PageInFront } from "./this-page.ts";

/** The popup's state beside the snapshot: which page is in front, and what is searched. */
export class PopupModel {
  readonly app: AppModel;
  /** Undefined until the browser has answered; null for a page that makes no web requests. */
  readonly page: Signal<PageInFront | null | undefined> = signal(undefined);
  readonly search: Signal<string> = signal("");

  constructor(transport: PageTransport, options: AppModelOptions = {}) {
    this.app = new AppModel(transport, options);
  }

  start(): void {
    this.app.start();
    void this.#readPage();
  }

  searchFor(text: string): void {
    this.search.value = text;
  }

  async #readPage(): Promise<void> {
    try {
      this.page.value = parsePageInFront(await this.app.transport.getTabInFront()) ?? null;
    } catch {
      this.page.value = null;
    }
  }
}
