import type { BrowserPorts } from "../../lib/services/ports.ts";

/** What goes wrong at one point of a worker's life. */
export interface Fault {
  /** As `Life.points` names it. */
  readonly point: string;
  readonly kind: "killed before" | "killed after" | "fails";
}

const NEVER = new Promise<never>(() => undefined);

/**
 * One worker's life between two starts. Every call to the browser and every commit goes through it, so that it can end
 * at any of them: nothing that a dead worker still does has an effect, and nothing it waits for comes.
 */
export class Life {
  /** Every point passed since the last `watchFor`, in order; the second of a name is `name 2`. */
  points: string[] = [];
  isOver = false;
  fault: Fault | undefined;
  #died = Promise.withResolvers<void>();

  /** Resolves when the life has ended. */
  get end(): Promise<void> {
    return this.#died.promise;
  }

  /** Counts points anew, and lets the fault happen at its point. */
  watchFor(fault?: Fault): void {
    this.points = [];
    this.fault = fault;
  }

  kill(): void {
    this.isOver = true;
    this.#died.resolve();
  }

  /** Notes a point; says whether it is to fail. */
  reach(name: string): "goes on" | "fails" | "is over" | "dies after" {
    if (this.isOver) return "is over";
    const before = this.points.filter((point) => point === name || point.startsWith(`${name} `)).length;
    const label = before === 0 ? name : `${name} ${before + 1}`;
    this.points.push(label);
    if (this.fault?.point !== label) return "goes on";
    if (this.fault.kind === "killed after") return "dies after";
    if (this.fault.kind === "fails") return "fails";
    this.kill();
    return "is over";
  }

  /** Runs a call to the browser as a point. */
  async pass<T>(name: string, call: () => Promise<T>): Promise<T> {
    const fate = this.reach(name);
    if (fate === "is over") return NEVER;
    if (fate === "fails") throw new TypeError(`${name} failed`);
    const answer = await call().catch((error: unknown) => {
      if (this.isOver) return NEVER;
      throw error;
    });
    if (fate === "dies after") this.kill();
    return this.isOver ? NEVER : answer;
  }

  /** The ports as this life sees them. */
  ports(ports: BrowserPorts): BrowserPorts {
    return {
      ...ports,
      clock: {
        now: () => ports.clock.now(),
        after: (delayMs, callback) => ports.clock.after(delayMs, () => !this.isOver && callback()),
      },
      fetch: (input, init) => this.pass("fetch", () => ports.fetch(input, init)),
      authWindow: {
        ...ports.authWindow,
        launch: (url, options) => this.pass("window", () => ports.authWindow.launch(url, options)),
      },
      permissions: { granted: () => this.pass("permissions", () => ports.permissions.granted()) },
      sessionRules: {
        handshakeScheme: "ws",
        limits: ports.sessionRules.limits,
        get: () => this.pass("read rules", () => ports.sessionRules.get()),
        update: (change) => this.pass(ruleWords(change), () => ports.sessionRules.update(change)),
      },
      dynamicRules: {
        get: () => this.pass("read call rules", () => ports.dynamicRules.get()),
        update: (change) => this.pass(ruleWords(change, "call rules"), () => ports.dynamicRules.update(change)),
      },
      alarms: { set: (atMs) => (this.isOver ? NEVER : ports.alarms.set(atMs)) },
      badge: {
        show: (state) => (this.isOver ? NEVER : ports.badge.show(state)),
        reopenPopup: () => (this.isOver ? NEVER : ports.badge.reopenPopup()),
      },
      clipboard: {
        write: (text) => this.pass("clipboard", () => ports.clipboard.write(text)),
        clearIfHolds: (digest) => this.pass("clear clipboard", () => ports.clipboard.clearIfHolds(digest)),
      },
      clipboardAlarm: { set: (atMs) => (this.isOver ? NEVER : ports.clipboardAlarm.set(atMs)) },
      apiTraffic: {
        watch: (patterns, observer) => {
          if (this.isOver) return;
          ports.apiTraffic.watch(patterns, {
            sent: (request) => !this.isOver && observer.sent(request),
            answered: (answer) => !this.isOver && observer.answered(answer),
            failed: (failure) => !this.isOver && observer.failed(failure),
          });
        },
      },
      session: {
        get: (name) => (this.isOver ? NEVER : ports.session.get(name)),
        set: (name, value) => {
          // What comes of it is noted beside everything else, and nothing waits for it.
          if (value === "changing") return this.pass("note change", () => ports.session.set(name, value));
          return this.isOver ? NEVER : ports.session.set(name, value);
        },
        remove: (name) => (this.isOver ? NEVER : ports.session.remove(name)),
      },
      managed: {
        ...ports.managed,
        read: () => (this.isOver ? NEVER : ports.managed.read()),
        keep: (limits) => (this.isOver ? NEVER : ports.managed.keep(limits)),
      },
      storageMarker: {
        get: () => ports.storageMarker.get(),
        set: (mark) => (this.isOver ? NEVER : ports.storageMarker.set(mark)),
      },
      announceChange: () => !this.isOver && ports.announceChange(),
      announceRequests: () => !this.isOver && ports.announceRequests(),
    };
  }

  /** The database as this life sees it: each commit of other than traces is a point. */
  indexedDB(factory: IDBFactory): IDBFactory {
    const open = (...parameters: Parameters<IDBFactory["open"]>): IDBOpenDBRequest => {
      const request = factory.open(...parameters);
      request.addEventListener("success", () => this.#watchCommits(request.result));
      return request;
    };
    return { open, deleteDatabase: (name: string) => factory.deleteDatabase(name) } as IDBFactory;
  }

  #watchCommits(database: IDBDatabase): void {
    const begin = database.transaction.bind(database);
    database.transaction = (stores, mode, options) => {
      const transaction = begin(stores, mode, options);
      if (mode !== "readwrite") return transaction;
      const names = [...transaction.objectStoreNames];
      // Traces are written beside everything else, and nothing waits for them.
      const fate = names.includes("traces")
        ? this.isOver
          ? "is over"
          : "goes on"
        : this.reach(`commit ${names.join("+")}`);
      // After what is asked for in this turn: an abort in the middle, as by a full disk.
      if (fate === "fails" || fate === "is over") queueMicrotask(() => transaction.abort());
      if (fate === "dies after") transaction.addEventListener("complete", () => this.kill());
      return transaction;
    };
  }
}

function ruleWords({ addRules }: Parameters<BrowserPorts["sessionRules"]["update"]>[0], what = "rules"): string {
  return `${addRules.length > 0 ? "add" : "remove"} ${what}`;
}
