import type { AttachRule } from "../../lib/domain/attach-rules.ts";
import { AppError } from "../../lib/domain/errors.ts";
import type { PermissionSet } from "../../lib/domain/permissions.ts";
import type { BadgeState, BrowserPorts } from "../../lib/services/ports.ts";

/** One call of the extension's to an endpoint, with the rules that were in force when it left. */
export interface EndpointCall {
  readonly url: string;
  readonly body: URLSearchParams;
  readonly headers: Headers;
  readonly rules: readonly AttachRule[];
  respond(reply: Response): void;
  fail(): void;
}

const REDIRECT_URL = "https://extension.chromiumapp.org/";

/**
 * The browser below the services: memory in place of its stores, and a test in place of server, person and clock.
 * What outlives a worker (rules, session values, permissions) outlives it here too.
 */
export class FakeBrowser {
  nowMs = Date.UTC(2026, 10, 23);
  granted: PermissionSet = { origins: [], permissions: [] };
  rules: AttachRule[] = [];
  readonly sessionValues = new Map<string, string>();
  readonly copied: string[] = [];
  readonly badges: BadgeState[] = [];
  alarmAtMs: number | undefined;
  announcements = 0;
  popupsReopened = 0;
  readonly #timers = new Set<{ atMs: number; callback: () => void }>();
  readonly #calls = new Arrivals<EndpointCall>();
  readonly #windows = new Arrivals<{ url: string; redirect(query: string): void; close(): void }>();

  grantAll(...origins: string[]): void {
    this.granted = { origins, permissions: ["declarativeNetRequestWithHostAccess", "webRequest"] };
  }

  /** The next call to an endpoint, once it has been made. */
  nextCall(): Promise<EndpointCall> {
    return this.#calls.next();
  }

  /** Calls made that no test has asked for. */
  get pendingCalls(): number {
    return this.#calls.waiting;
  }

  /** The next authorization window, once it is open. */
  nextWindow(): Promise<{ url: string; redirect(query: string): void; close(): void }> {
    return this.#windows.next();
  }

  get openWindows(): number {
    return this.#windows.waiting;
  }

  /** Moves the clock and runs the timers that come due; alarms are the test's to ring. */
  advance(milliseconds: number): void {
    this.nowMs += milliseconds;
    for (const timer of [...this.#timers]) {
      if (timer.atMs > this.nowMs) continue;
      this.#timers.delete(timer);
      timer.callback();
    }
  }

  ports(): BrowserPorts {
    return {
      clock: {
        now: () => this.nowMs,
        after: (delayMs, callback) => {
          const timer = { atMs: this.nowMs + delayMs, callback };
          this.#timers.add(timer);
          return () => this.#timers.delete(timer);
        },
      },
      fetch: (input, init) => this.#fetch(String(input), init ?? {}),
      authWindow: {
        redirectUrl: () => REDIRECT_URL,
        launch: (url, { signal }) => this.#launch(url, signal),
      },
      permissions: { granted: async () => this.granted },
      sessionRules: {
        limit: 5_000,
        get: async () => (this.#hasRules() ? this.rules : undefined),
        update: async ({ removeRuleIds, addRules }) => {
          if (!this.#hasRules()) throw new AppError("permission_missing");
          this.rules = [...this.rules.filter(({ id }) => !removeRuleIds.includes(id)), ...addRules];
        },
      },
      alarms: {
        set: async (atMs) => {
          this.alarmAtMs = atMs;
        },
      },
      badge: {
        show: async (state) => void this.badges.push(state),
        reopenPopup: async () => {
          this.popupsReopened += 1;
          return true;
        },
      },
      clipboard: { write: async (text) => void this.copied.push(text) },
      session: {
        get: async (name) => this.sessionValues.get(name),
        set: async (name, value) => void this.sessionValues.set(name, value),
        remove: async (name) => void this.sessionValues.delete(name),
      },
      extensionHost: "extension",
      announceChange: () => {
        this.announcements += 1;
      },
    };
  }

  #hasRules(): boolean {
    return this.granted.permissions.includes("declarativeNetRequestWithHostAccess");
  }

  #fetch(url: string, init: RequestInit): Promise<Response> {
    const answer = Promise.withResolvers<Response>();
    init.signal?.addEventListener("abort", () => answer.reject(new DOMException("aborted", "AbortError")));
    this.#calls.arrive({
      url,
      body: new URLSearchParams(typeof init.body === "string" ? init.body : ""),
      headers: new Headers(init.headers),
      rules: this.rules,
      respond: answer.resolve,
      fail: () => answer.reject(new TypeError("Failed to fetch")),
    });
    return answer.promise;
  }

  #launch(url: string, signal: AbortSignal): Promise<string> {
    const flow = Promise.withResolvers<string>();
    signal.addEventListener("abort", () => flow.reject(new AppError("authorization_canceled")));
    this.#windows.arrive({
      url,
      redirect: (query) => flow.resolve(`${REDIRECT_URL}?${query}`),
      close: () => flow.reject(new AppError("authorization_window_closed")),
    });
    return flow.promise;
  }
}

/** A queue that hands each arrival to the one who waits for it, in order. */
class Arrivals<T> {
  readonly #arrived: T[] = [];
  readonly #waiters: ((arrival: T) => void)[] = [];

  get waiting(): number {
    return this.#arrived.length;
  }

  arrive(arrival: T): void {
    const waiter = this.#waiters.shift();
    if (waiter === undefined) this.#arrived.push(arrival);
    else waiter(arrival);
  }

  next(): Promise<T> {
    const arrival = this.#arrived.shift();
    return arrival === undefined ? new Promise((resolve) => this.#waiters.push(resolve)) : Promise.resolve(arrival);
  }
}
