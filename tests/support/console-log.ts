import type { Page, WebWorker } from "puppeteer-core";

/** One console message or uncaught error. */
export interface ConsoleEntry {
  /** Address of the page or worker. */
  readonly source: string;
  /** `log`, `warn`, `error`, …, or `uncaught`. */
  readonly type: string;
  readonly text: string;
}

/** Gathers what pages and workers write to their consoles, so that a test can search it for secrets. */
export class ConsoleLog {
  readonly entries: ConsoleEntry[] = [];
  readonly #watched = new WeakSet<Page | WebWorker>();

  add(entry: ConsoleEntry): void {
    this.entries.push(entry);
  }

  /** Listens to a page from now on; a second call for the same page does nothing. */
  watchPage(page: Page): void {
    if (this.#watched.has(page)) return;
    this.#watched.add(page);
    page.on("console", (message) => this.add({ source: page.url(), type: message.type(), text: message.text() }));
    page.on("pageerror", (error) => this.add({ source: page.url(), type: "uncaught", text: String(error) }));
  }

  /** Listens to a worker from now on; a second call for the same worker does nothing. */
  watchWorker(worker: WebWorker): void {
    if (this.#watched.has(worker)) return;
    this.#watched.add(worker);
    worker.on("console", (message) => this.add({ source: worker.url(), type: message.type(), text: message.text() }));
    worker.on("error", (error) => this.add({ source: worker.url(), type: "uncaught", text: String(error) }));
  }
}
