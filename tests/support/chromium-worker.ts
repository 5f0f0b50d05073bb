import type { Browser, CDPSession } from "puppeteer-core";
import type { BrowserFunction } from "./browser-session.ts";
import type { TargetSessions, WorkerTarget } from "./chromium-targets.ts";
import { pollUntil, within } from "./wait.ts";

/** The service worker of the extension, through its deaths and rebirths. */
export class ExtensionWorker {
  readonly #browser: Browser;
  readonly #origin: string;
  readonly #sessions: TargetSessions;

  constructor(browser: Browser, origin: string, sessions: TargetSessions) {
    this.#browser = browser;
    this.#origin = origin;
    this.#sessions = sessions;
  }

  /** Runs a function in the worker, which is started where it sleeps. Rejects with what the function throws. */
  async evaluate<A extends unknown[], R>(fn: BrowserFunction<A, R>, ...args: A): Promise<Awaited<R>> {
    let session = await this.#find();
    if (!session) {
      await this.#start();
      session = await pollUntil("the worker", () => this.#find());
    }
    return (await run(session, `(${String(fn)})(...${JSON.stringify(args)})`)) as Awaited<R>;
  }

  async isRunning(): Promise<boolean> {
    return (await this.#find()) !== undefined;
  }

  /** Ends the worker at once. Does nothing where it sleeps. */
  async stop(): Promise<void> {
    await this.#end(await this.#targets());
  }

  /** Puts another version in place of the extension. The worker of the one before has ended then. */
  async replace(install: () => Promise<unknown>): Promise<void> {
    const before = await this.#targets();
    await install();
    await this.#end(before);
  }

  async #end(ending: readonly WorkerTarget[]): Promise<void> {
    await Promise.all(ending.map((target) => this.#sessions.end(target)));
    const ids = new Set(ending.map(({ targetId }) => targetId));
    // Not until there is none: an open page's next command may have started another already.
    await pollUntil("the worker to end", async () => {
      return !(await this.#targets()).some(({ targetId }) => ids.has(targetId));
    });
  }

  async #targets(): Promise<WorkerTarget[]> {
    const workers = await this.#sessions.workers();
    return workers.filter(({ url }) => url.startsWith(`${this.#origin}/`));
  }

  async #find(): Promise<CDPSession | undefined> {
    for (const target of await this.#targets()) {
      const session = await this.#sessions.get(target);
      // One that is ending answers nothing any more; one that has just begun is not an extension's yet.
      const answer = session && within(5_000, "the worker", run(session, 'typeof chrome === "object"'));
      if (await answer?.catch(() => false)) return session;
    }
    return undefined;
  }

  /** Starts the worker without sending the extension any event. Any page will do to ask for it. */
  async #start(): Promise<void> {
    const page = await this.#browser.newPage();
    const devtools = await page.createCDPSession();
    await devtools.send("ServiceWorker.enable");
    await devtools.send("ServiceWorker.startWorker", { scopeURL: `${this.#origin}/` });
    await page.close();
  }
}

async function run(session: CDPSession, expression: string): Promise<unknown> {
  const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}
