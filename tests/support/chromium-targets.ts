import type { Browser, CDPSession, Connection, Protocol, Target } from "puppeteer-core";
import type { ConsoleLog } from "./console-log.ts";

export type WorkerTarget = Protocol.Target.TargetInfo;

/**
 * A debugging session of our own for each page and worker: what was logged before puppeteer made its Page is repeated to
 * new sessions only. Workers are the browser's list, not puppeteer's, which may keep one that has ended.
 */
export class TargetSessions {
  readonly #ofWorkers = new Map<string, Promise<CDPSession | undefined>>();
  readonly #connection: Connection;
  readonly #log: ConsoleLog;

  private constructor(connection: Connection, log: ConsoleLog) {
    this.#connection = connection;
    this.#log = log;
  }

  /** Attaches to everything there is and to everything that comes. */
  static async watch(browser: Browser, log: ConsoleLog): Promise<TargetSessions> {
    const connection = (await browser.target().createCDPSession()).connection();
    if (connection === undefined) throw new Error("The browser has no connection");
    const sessions = new TargetSessions(connection, log);
    connection.on("Target.targetCreated", ({ targetInfo }: Protocol.Target.TargetCreatedEvent) => {
      if (isWorker(targetInfo)) void sessions.get(targetInfo);
    });
    connection.on("Target.targetDestroyed", ({ targetId }: Protocol.Target.TargetDestroyedEvent) => {
      sessions.#ofWorkers.delete(targetId);
    });
    const watchPage = (target: Target): Promise<unknown> =>
      sessions.#open(target.createCDPSession(), () => target.url());
    browser.on("targetcreated", (target) => void watchPage(target));
    await Promise.all([
      ...browser.targets().map(watchPage),
      ...(await sessions.workers()).map((one) => sessions.get(one)),
    ]);
    return sessions;
  }

  /** Those there are now. */
  async workers(): Promise<WorkerTarget[]> {
    const { targetInfos } = await this.#connection.send("Target.getTargets");
    return targetInfos.filter(isWorker);
  }

  /** The session of a worker; undefined where it has gone already. */
  get(worker: WorkerTarget): Promise<CDPSession | undefined> {
    const session =
      this.#ofWorkers.get(worker.targetId) ?? this.#open(this.#connection.createSession(worker), () => worker.url);
    this.#ofWorkers.set(worker.targetId, session);
    return session;
  }

  /** Ends a worker, and the session with it: a worker lives as long as a session holds it. */
  async end({ targetId }: WorkerTarget): Promise<void> {
    const session = await this.#ofWorkers.get(targetId);
    await session?.detach().catch(() => {});
    // One that has ended by itself meanwhile is not there.
    await this.#connection.send("Target.closeTarget", { targetId }).catch(() => {});
  }

  async #open(opening: Promise<CDPSession>, url: () => string): Promise<CDPSession | undefined> {
    try {
      const session = await opening;
      await this.#log.watchDevtools(session, url);
      return session;
    } catch {
      return undefined;
    }
  }
}

function isWorker({ type }: WorkerTarget): boolean {
  return type === "service_worker";
}
