import type { CDPSession, Page, Protocol } from "puppeteer-core";

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
  readonly #watched = new WeakSet<Page>();

  add(entry: ConsoleEntry): void {
    this.entries.push(entry);
  }

  /** Forgets what was gathered. */
  clear(): void {
    this.entries.length = 0;
  }

  /** Listens to a page from now on; a second call for the same page does nothing. */
  watchPage(page: Page): void {
    if (this.#watched.has(page)) return;
    this.#watched.add(page);
    page.on("console", (message) => this.add({ source: page.url(), type: message.type(), text: message.text() }));
    page.on("pageerror", (error) => this.add({ source: page.url(), type: "uncaught", text: String(error) }));
  }

  /** Listens to a page or worker of Chromium, from its beginning. Does nothing where it has gone already. */
  async watchDevtools(devtools: CDPSession, source: () => string): Promise<void> {
    devtools.on("Runtime.consoleAPICalled", ({ type, args }) =>
      this.add({ source: source(), type, text: args.map(show).join(" ") }),
    );
    devtools.on("Runtime.exceptionThrown", ({ exceptionDetails: { text, exception } }) =>
      this.add({ source: source(), type: "uncaught", text: `${text} ${exception?.description ?? ""}` }),
    );
    await devtools.send("Runtime.enable").catch(() => {});
  }
}

/** Objects are shown with what the protocol tells of their members, so that a secret in one is seen. */
function show({ value, description, preview }: Protocol.Runtime.RemoteObject): string {
  if (value !== undefined) return typeof value === "string" ? value : JSON.stringify(value);
  const members = preview?.properties.map((property) => `${property.name}: ${property.value}`) ?? [];
  return `${description ?? ""} ${members.join(", ")}`.trim();
}
