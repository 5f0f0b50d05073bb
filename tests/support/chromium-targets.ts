import type { Browser, CDPSession, Target } from "puppeteer-core";
import type { ConsoleLog } from "./console-log.ts";

/**
 * A debugging session of our own for each page and worker. What was logged before puppeteer made its Page is repeated to new
 * sessions only; and puppeteer's own session of a worker may be bound to a page, and end with it.
 */
export class TargetSessions {
  readonly #sessions = new Map<Target, Promise<CDPSession | undefined>>();
  readonly #log: ConsoleLog;

  constructor(log: ConsoleLog) {
    this.#log = log;
  }

  /** Attaches to everything there is and to everything that comes. */
  async watch(browser: Browser): Promise<void> {
    browser.on("targetcreated", (target) => void this.get(target));
    browser.on("targetdestroyed", (target) => void this.#sessions.delete(target));
    await Promise.all(browser.targets().map((target) => this.get(target)));
  }

  /** The session of a target; undefined where the target has gone already. */
  get(target: Target): Promise<CDPSession | undefined> {
    const known = this.#sessions.get(target);
    if (known) return known;
    const session = this.#open(target);
    this.#sessions.set(target, session);
    return session;
  }

  /**
   * A new session in place of the one before. A worker that starts anew while the driver still holds the one before takes
   * its target over, waits for a debugger, and answers nothing: this one lets it go on.
   */
  renew(target: Target): Promise<CDPSession | undefined> {
    const session = this.#open(target);
    this.#sessions.set(target, session);
    return session;
  }

  async #open(target: Target): Promise<CDPSession | undefined> {
    try {
      const session = await target.createCDPSession();
      await session.send("Runtime.runIfWaitingForDebugger");
      await this.#log.watchDevtools(session, () => target.url());
      return session;
    } catch {
      return undefined;
    }
  }
}
