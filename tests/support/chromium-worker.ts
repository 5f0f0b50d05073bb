import { TargetType, type Browser, type CDPSession, type Target } from "puppeteer-core";
import type { BrowserFunction } from "./browser.ts";
import type { TargetSessions } from "./chromium-targets.ts";
import { pollUntil, within } from "./wait.ts";

/** Tells one worker's life from the next. */
const BIRTH = "performance.timeOrigin";

/** The service worker of the extension, through its deaths and rebirths. */
export class ExtensionWorker {
  readonly #browser: Browser;
  readonly #origin: string;
  readonly #sessions: TargetSessions;
  /** When the extension reloads itself, the old worker's target stays in the list and never answers again. */
  readonly #deadTargets = new WeakSet<Target>();

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
    await this.#find();
    const born = new Map<Target, unknown>();
    for (const target of this.#targets()) {
      const session = await this.#sessions.get(target);
      if (!session) continue;
      born.set(target, await run(session, BIRTH));
      const { targetInfo } = await session.send("Target.getTargetInfo");
      await session.connection()?.send("Target.closeTarget", { targetId: targetInfo.targetId });
      // A worker lives as long as a session holds it.
      await session.detach().catch(() => {});
    }
    // Not until there is none: an open page's next command may have started another already.
    const isOver = (): boolean => !this.#targets().some((target) => born.has(target));
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const hasEnded = await pollUntil("the worker to end", isOver, { timeoutMs: 2_000 }).catch(() => false);
      if (hasEnded || (await this.#areOthers(born))) return;
      // On a busy machine a session that comes at the same moment holds it: then the browser ends it.
      await this.#stopAll();
    }
    await pollUntil("the worker to end", isOver);
  }

  /** Whether every target that is still there is that of a worker that started anew, as an event has it do. */
  async #areOthers(born: ReadonlyMap<Target, unknown>): Promise<boolean> {
    for (const target of this.#targets().filter((each) => born.has(each))) {
      const session = await this.#sessions.renew(target);
      const birth = session && (await within(5_000, "the worker", run(session, BIRTH)).catch(() => undefined));
      if (birth === undefined || birth === born.get(target)) return false;
    }
    return true;
  }

  async #stopAll(): Promise<void> {
    for (const target of this.#targets()) await (await this.#sessions.get(target))?.detach().catch(() => {});
    const page = await this.#browser.newPage();
    const devtools = await page.createCDPSession();
    await devtools.send("ServiceWorker.enable");
    await devtools.send("ServiceWorker.stopAllWorkers");
    await page.close();
  }

  #targets(): Target[] {
    const isWorker = (target: Target): boolean =>
      target.type() === TargetType.SERVICE_WORKER && target.url().startsWith(`${this.#origin}/`);
    return this.#browser.targets().filter((target) => isWorker(target) && !this.#deadTargets.has(target));
  }

  async #find(): Promise<CDPSession | undefined> {
    for (const target of this.#targets().toReversed()) {
      const session = await this.#sessions.get(target);
      try {
        if (session) await within(5_000, "the worker", run(session, "true"));
        if (session) return session;
      } catch {
        this.#deadTargets.add(target);
      }
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
