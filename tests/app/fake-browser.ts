import { digestText } from "../../lib/domain/digest.ts";
import type { AttachRule } from "../../lib/domain/rule.ts";
import { AppError } from "../../lib/domain/errors.ts";
import type { PermissionSet } from "../../lib/domain/permission-set.ts";
import type {
  BadgeState,
  BrowserPorts,
  RuleSet,
  StorageMark,
  TrafficEvent,
  TrafficObserver,
} from "../../lib/services/ports.ts";

type RuleChange = Parameters<RuleSet["update"]>[0];

/** One call of the extension's to an endpoint, with the rules on such calls that were in force when it left. */
export interface EndpointCall {
  readonly url: string;
  readonly body: URLSearchParams;
  readonly headers: Headers;
  readonly rules: readonly AttachRule[];
  respond(reply: Response): void;
  fail(): void;
}

/** One flow at the authorization endpoint; it has no window unless it is interactive. */
export interface AuthorizationWindow {
  readonly url: string;
  readonly interactive: boolean;
  readonly redirect: (query: string) => void;
  readonly close: () => void;
}

/** A request of some page to some host, and what becomes of it. */
export interface FakeRequest extends Partial<TrafficEvent> {
  readonly url: string;
  /** As it was sent. */
  readonly authorization?: string | undefined;
  readonly status?: number;
  readonly challenges?: readonly string[];
  /** It fails without an answer. */
  readonly error?: string;
  /** It fails after its answer's headers. */
  readonly failsAfter?: string;
  /** Where it was redirected to before it failed. */
  readonly failsAt?: string;
  /** The worker was not there when it left. */
  readonly asleep?: boolean;
  /** Runs between the request and its answer. */
  readonly meanwhile?: () => void;
}

const REDIRECT_URL = "https://extension.chromiumapp.org/";

/**
 * The browser below the services: memory in place of its stores, and a test in place of server, person and clock.
 * What outlives a worker (rules, session values, permissions) outlives it here too.
 */
export class FakeBrowser {
  nowMs = Date.UTC(2026, 10, 23);
  granted: PermissionSet = { origins: [], permissions: [] };
  /** Session rules. */
  rules: AttachRule[] = [];
  dynamicRules: AttachRule[] = [];
  readonly sessionValues = new Map<string, string>();
  /** Every text that was put on the clipboard by the worker. */
  readonly copied: string[] = [];
  /** What is on the clipboard now, whoever put it there. */
  clipboard = "";
  clipboardAlarmAtMs: number | undefined;
  readonly badges: BadgeState[] = [];
  alarmAtMs: number | undefined;
  /** The browser refuses every change of its session rules. */
  failRules = false;
  failDynamicRules = false;
  /** The browser can't say which rules it has. */
  failReadingRules = false;
  /** How often it was asked which rules it has. */
  ruleReads = 0;
  /** Turns of the event loop that every answer about the rules takes, and every change of a session value. */
  rulesTakeTurns = 0;
  sessionTakesTurns = 0;
  /** A flow that goes on although it was called off. */
  ignoresCallingOff = false;
  /** What `idle.queryState` answers, and whether somebody looks once a minute. */
  idleState: "active" | "idle" | "locked" = "active";
  idleWatched = false;
  /** The one word in storage.local. */
  storageMark: StorageMark | undefined;
  isOnline = true;
  /** What the browser says of the next failed call, see `SendWitness`. */
  isUnsent = false;
  watchedPatterns: readonly string[] = [];
  readonly notified: string[] = [];
  /** What the administrator has set. */
  policy: unknown;
  /** The browser can't say what the policy is. */
  refusesPolicy = false;
  /** The browser does not say what the policy is before this has come. */
  policyToCome: Promise<void> | undefined;
  /** In `storage.local`. */
  keptLimits: unknown;
  /** Answers calls to endpoints in place of the test; see `FakeServer`. "lost" cuts the connection. */
  server: ((call: { url: string; body: URLSearchParams }) => Response | "lost") | undefined;
  announcements = 0;
  popupsReopened = 0;
  /** The browser does not open the popup without a click. */
  refusesPopup = false;
  /** Times that more requests were told of. */
  requestAnnouncements = 0;
  #observer: TrafficObserver | undefined;
  #requests = 0;
  readonly #timers = new Set<{ atMs: number; callback: () => void }>();
  readonly #calls = new Arrivals<EndpointCall>();
  readonly #windows = new Arrivals<AuthorizationWindow>();

  grantAll(...origins: string[]): void {
    this.granted = { origins, permissions: ["webRequest"] };
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
  nextWindow(): Promise<AuthorizationWindow> {
    return this.#windows.next();
  }

  get openWindows(): number {
    return this.#windows.waiting;
  }

  /** Whether `advance(0)` would run a timer. */
  get isTimerDue(): boolean {
    return [...this.#timers].some(({ atMs }) => atMs <= this.nowMs);
  }

  /** Moves the clock and runs the timers that come due; alarms are the test's to ring. */
  advance(milliseconds: number): void {
    this.nowMs += milliseconds;
    for (const timer of this.#timers.values().toArray()) {
      if (timer.atMs > this.nowMs) continue;
      this.#timers.delete(timer);
      timer.callback();
    }
  }

  /** An API host answers 401 to a request with this header, if anybody watches it. */
  refuse(url: string, authorization: string | undefined): void {
    this.request({ url, authorization, status: 401 });
  }

  /** A page makes a request; what is left out is of no matter to the test. Nobody sees it while nobody watches. */
  request({
    authorization,
    status = 200,
    error,
    failsAfter,
    failsAt,
    asleep = false,
    challenges = [],
    meanwhile = () => undefined,
    ...given
  }: FakeRequest): void {
    if (this.watchedPatterns.length === 0) return;
    this.#requests += 1;
    const event: TrafficEvent = {
      requestId: String(this.#requests),
      method: "GET",
      type: "xmlhttprequest",
      tabId: 7,
      initiator: "https://docs.example.org",
      atMs: this.nowMs,
      ...given,
    };
    const getHeader = (name: string) => (name.toLowerCase() === "authorization" ? authorization : undefined);
    if (!asleep) this.#observer?.sent({ ...event, getHeader });
    meanwhile();
    const end = { ...event, atMs: this.nowMs + 20 };
    if (error !== undefined) return this.#observer?.failed({ ...end, error });
    const getHeaders = (name: string) => (name.toLowerCase() === "www-authenticate" ? challenges : []);
    this.#observer?.answered({ ...end, status, getHeaders });
    if (failsAfter !== undefined) this.#observer?.failed({ ...end, url: failsAt ?? end.url, error: failsAfter });
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
      fetch: (input, init) => this.#fetch(input instanceof Request ? input.url : String(input), init ?? {}),
      authWindow: {
        redirectUrl: () => REDIRECT_URL,
        launch: (url, { interactive, signal }) => this.#launch(url, interactive, signal),
        show: async () => false,
      },
      permissions: { granted: async () => this.granted },
      dynamicRules: {
        get: async () => this.dynamicRules,
        update: async (change) => {
          if (this.failDynamicRules) throw new TypeError("updateDynamicRules failed");
          this.dynamicRules = changed(this.dynamicRules, change);
        },
      },
      sessionRules: {
        limits: { rules: 5_000, regexRules: 1_000 },
        handshakeScheme: "ws",
        get: async () => {
          this.ruleReads += 1;
          await takeTurns(this.rulesTakeTurns);
          if (this.failReadingRules) throw new TypeError("getSessionRules failed");
          return this.rules;
        },
        update: async (change) => {
          await takeTurns(this.rulesTakeTurns);
          if (this.failRules) throw new TypeError("updateSessionRules failed");
          this.rules = changed(this.rules, change);
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
          if (this.refusesPopup) return false;
          this.popupsReopened += 1;
          return true;
        },
      },
      clipboard: {
        write: async (text) => {
          this.copied.push(text);
          this.clipboard = text;
        },
        clearIfHolds: async (digest) => {
          if (!this.granted.permissions.includes("clipboardRead")) throw new AppError("clipboard_failed");
          if ((await digestText(this.clipboard)) === digest) this.clipboard = "";
        },
      },
      clipboardAlarm: {
        set: async (atMs) => {
          this.clipboardAlarmAtMs = atMs;
        },
      },
      session: {
        get: async (name) => this.sessionValues.get(name),
        // The browsers do what they are asked in turn, and say so later.
        set: async (name, value) => {
          this.sessionValues.set(name, value);
          await takeTurns(this.sessionTakesTurns);
        },
        remove: async (name) => {
          this.sessionValues.delete(name);
          await takeTurns(this.sessionTakesTurns);
        },
      },
      idle: {
        query: async () => this.idleState,
        watch: async (on) => {
          this.idleWatched = on;
        },
      },
      storageMarker: {
        get: async () => this.storageMark,
        set: async (mark) => {
          this.storageMark = mark;
        },
      },
      network: {
        isOnline: () => this.isOnline,
        watch: () => ({ surelyUnsent: async () => this.isUnsent, stop: () => undefined }),
      },
      apiTraffic: {
        watch: (patterns, observer) => {
          this.watchedPatterns = patterns;
          this.#observer = observer;
        },
      },
      managed: {
        read: async () => {
          await this.policyToCome;
          if (this.refusesPolicy) throw new Error("no managed storage");
          return this.policy;
        },
        recall: async () => this.keptLimits,
        keep: async (limits) => void (this.keptLimits = limits),
      },
      notifier: { personNeeded: async ({ name }) => void this.notified.push(name) },
      copyName: (name, number) => (number === 1 ? `${name} (copy)` : `${name} (copy ${number})`),
      extensionHost: "extension",
      announceChange: () => {
        this.announcements += 1;
      },
      announceRequests: () => {
        this.requestAnnouncements += 1;
      },
    };
  }

  #fetch(url: string, init: RequestInit): Promise<Response> {
    const answer = Promise.withResolvers<Response>();
    if (this.server !== undefined) {
      const body = new URLSearchParams(typeof init.body === "string" ? init.body : "");
      const reply = this.server({ url, body });
      return reply === "lost" ? Promise.reject(new TypeError("Failed to fetch")) : Promise.resolve(reply);
    }
    init.signal?.addEventListener("abort", () => answer.reject(new DOMException("aborted", "AbortError")));
    this.#calls.arrive({
      url,
      body: new URLSearchParams(typeof init.body === "string" ? init.body : ""),
      headers: new Headers(init.headers),
      rules: [...this.dynamicRules],
      respond: answer.resolve,
      fail: () => answer.reject(new TypeError("Failed to fetch")),
    });
    return answer.promise;
  }

  #launch(url: string, interactive: boolean, signal: AbortSignal): Promise<string> {
    const flow = Promise.withResolvers<string>();
    const window: AuthorizationWindow = {
      url,
      interactive,
      redirect: (query) => flow.resolve(`${REDIRECT_URL}?${query}`),
      close: () => flow.reject(new AppError("authorization_window_closed")),
    };
    this.#windows.arrive(window);
    signal.addEventListener("abort", () => {
      if (this.ignoresCallingOff) return;
      this.#windows.remove(window);
      flow.reject(new AppError("authorization_canceled"));
    });
    return flow.promise;
  }
}

function changed(rules: readonly AttachRule[], { removeRuleIds, addRules }: RuleChange): AttachRule[] {
  return [...rules.filter(({ id }) => !removeRuleIds.includes(id)), ...addRules];
}

async function takeTurns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
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

  remove(arrival: T): void {
    const index = this.#arrived.indexOf(arrival);
    if (index >= 0) this.#arrived.splice(index, 1);
  }

  next(): Promise<T> {
    const arrival = this.#arrived.shift();
    return arrival === undefined ? new Promise((resolve) => this.#waiters.push(resolve)) : Promise.resolve(arrival);
  }
}
