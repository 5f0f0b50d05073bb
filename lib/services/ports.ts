import type { AttachRule, RuleBrowser } from "../domain/rule.ts";
import type { Limits } from "../domain/limits.ts";
import type { RequestType } from "../domain/observed-request.ts";
import type { PermissionSet } from "../domain/permission-set.ts";

/** The browser as the services see it. lib/browser implements it, tests fake it. */
export interface BrowserPorts {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly authWindow: AuthWindow;
  readonly permissions: PermissionsPort;
  /** In memory only, gone when the browser exits. */
  readonly sessionRules: RuleSet & RuleBrowser;
  /** Written to disk in plain text: never with anything secret in it. */
  readonly dynamicRules: RuleSet;
  readonly alarms: Alarms;
  readonly badge: Badge;
  readonly clipboard: Clipboard;
  /** Rings when the clipboard is to be cleared. */
  readonly clipboardAlarm: Alarms;
  readonly session: SessionValues;
  readonly idle: IdleWatch;
  readonly storageMarker: StorageMarker;
  readonly network: Network;
  readonly apiTraffic: ApiTraffic;
  readonly notifier: Notifier;
  readonly managed: ManagedConfiguration;
  /** Host of the extension's own pages: the initiator of its calls. */
  readonly extensionHost: string;
  /** What the copy of a profile is called, in the person's language; the first copy has the number 1. */
  readonly copyName: (name: string, number: number) => string;
  /** Tells open pages that a new snapshot is worth asking for. */
  readonly announceChange: () => void;
  /** Tells open pages that more requests were seen. Says nothing of the snapshot, which has none in it. */
  readonly announceRequests: () => void;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back after `delayMs` while the worker lives; returns the way to stop it. */
  after(delayMs: number, callback: () => void): () => void;
}

export interface AuthWindow {
  /** What all redirect URLs that the browser watches for begin with, see `redirectUrlOf`; empty where it has no sign-in window. */
  redirectUrl(): string;
  /**
   * Opens the authorization endpoint and resolves with the whole URL that the server redirected to.
   *
   * @throws AppError `sign_in_unavailable`, `authorization_window_closed`, `authorization_page_unreachable`, `interaction_required`,
   *   `authorization_in_progress`, or `authorization_canceled` once `signal` aborts (the window is closed then)
   */
  launch(url: string, options: { readonly interactive: boolean; readonly signal: AbortSignal }): Promise<string>;
  /** Brings the window of the flow to the front; false where there is none, or none yet. */
  show(): Promise<boolean>;
}

export interface PermissionsPort {
  granted(): Promise<PermissionSet>;
}

/** Rules of declarativeNetRequest. */
export interface RuleSet {
  get(): Promise<readonly AttachRule[]>;
  /** Removes and adds in one step. */
  update(change: {
    readonly removeRuleIds: readonly number[];
    readonly addRules: readonly AttachRule[];
  }): Promise<void>;
}

export interface Alarms {
  /** Wakes the worker once at `atMs` (milliseconds since the epoch), later in Chrome when that is under 30 s away. */
  set(atMs: number | undefined): Promise<void>;
}

export interface Badge {
  show(state: BadgeState): Promise<void>;
  /** Opens the popup again after a prompt or a window closed it; says whether that worked. */
  reopenPopup(): Promise<boolean>;
}

export type BadgeState = "none" | "working" | "done" | "copied" | "attention" | "locked" | "testing";

/** `storage.session`: in memory only, survives the worker's death, gone when the browser exits. */
export interface SessionValues {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
}

export interface Clipboard {
  /** @throws AppError `clipboard_failed` */
  write(text: string): Promise<void>;
  /**
   * Empties the clipboard if `digestText` of its text is this, and leaves anything else alone. Nobody is told what it
   * holds.
   *
   * @throws AppError `clipboard_failed` where it can't be read
   */
  clearIfHolds(digest: string): Promise<void>;
}

export interface Network {
  /** False only when the browser is sure that there is no network. */
  isOnline(): boolean;
  /** Watches the next request to a URL, to tell afterwards whether a failed one was ever sent. */
  watch(url: string): SendWitness;
}

export interface SendWitness {
  /** True when the connection was never made (refused, no such host, no network); false when nobody can tell. */
  surelyUnsent(): Promise<boolean>;
  stop(): void;
}

/** What the browser tells of the requests to API hosts. Observing only: nothing is held up or changed. */
export interface ApiTraffic {
  /** Watches the requests to these match patterns, in place of those before; none while the permission is missing. */
  watch(patterns: readonly string[], observer: TrafficObserver): void;
}

/** Called in the browser's listeners: must be done within the turn, and quickly. */
export interface TrafficObserver {
  /** The headers leave. A redirect's next hop is told under the same `requestId`, after the answer to this one. */
  sent(request: SentRequest): void;
  /** The answer's headers are there. */
  answered(answer: AnsweredRequest): void;
  /** The request failed, before or after that. */
  failed(failure: FailedRequest): void;
}

export interface TrafficEvent {
  readonly requestId: string;
  readonly url: string;
  readonly method: string;
  readonly type: RequestType;
  /** Undefined for a request of no tab. */
  readonly tabId: number | undefined;
  /** Origin of the page that made it, where there is one and the browser says so. */
  readonly initiator: string | undefined;
  /** Milliseconds since the epoch, by the browser's clock. */
  readonly atMs: number;
}

export interface SentRequest extends TrafficEvent {
  /** As it was sent, what a rule has put on it included. */
  getHeader(name: string): string | undefined;
}

export interface AnsweredRequest extends TrafficEvent {
  readonly status: number;
  /** Each value of the answer's header of this name. */
  getHeaders(name: string): readonly string[];
}

export interface FailedRequest extends TrafficEvent {
  /** The browser's own word, such as `net::ERR_CONNECTION_REFUSED`. */
  readonly error: string;
}

/** What an administrator has set for everybody, through the browser's policies. */
export interface ManagedConfiguration {
  /**
   * As it is there, unchecked; undefined without any. Rejects when the browser can't say. Chromium 156 takes three seconds
   * for it after each start of the browser.
   */
  read(): Promise<unknown>;
  /** The limits that were kept last, unchecked; undefined where none ever were. */
  recall(): Promise<unknown>;
  /** Keeps limits for the next start, which is to hold to them before the browser has said what they are now. */
  keep(limits: Limits): Promise<void>;
}

export interface Notifier {
  /** Tells, where the person allows it, that a profile waits for them. */
  personNeeded(profile: { readonly id: string; readonly name: string }): Promise<void>;
}

/** Whether somebody is at the computer. */
export interface IdleWatch {
  /** `idle` after so many seconds without input; `locked` while the screen is. */
  query(afterSeconds: number): Promise<"active" | "idle" | "locked">;
  /** Wakes the worker about once a minute to look, or no more. */
  watch(on: boolean): Promise<void>;
}

/** One word outside of the database, which is how its disappearance is noticed. Says nothing of what is stored. */
export interface StorageMarker {
  get(): Promise<StorageMark | undefined>;
  set(mark: StorageMark | undefined): Promise<void>;
}

/** `stored`: there are profiles or API hosts in the database. `lost`: there were, and nobody has read yet that they are gone. */
export type StorageMark = "stored" | "lost";
