import type { AttachRule } from "../domain/attach-rules.ts";
import type { PermissionSet } from "../domain/permissions.ts";

/** The browser as the services see it. lib/browser implements it, tests fake it. */
export interface BrowserPorts {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly authWindow: AuthWindow;
  readonly permissions: PermissionsPort;
  readonly sessionRules: SessionRules;
  readonly alarms: Alarms;
  readonly badge: Badge;
  readonly clipboard: Clipboard;
  readonly session: SessionValues;
  /** Host of the extension's own pages: the initiator of its calls. */
  readonly extensionHost: string;
  /** Tells open pages that a new snapshot is worth asking for. */
  readonly announceChange: () => void;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back after `delayMs` while the worker lives; returns the way to stop it. */
  after(delayMs: number, callback: () => void): () => void;
}

export interface AuthWindow {
  /** The redirect URL that the browser watches for; `path` is appended (RFC 8252 §8.10: one path a profile). */
  redirectUrl(options: { readonly loopback: boolean }): string;
  /**
   * Opens the authorization endpoint and resolves with the whole URL that the server redirected to.
   *
   * @throws AppError `authorization_window_closed`, `authorization_page_unreachable`, `interaction_required`,
   *   `authorization_in_progress`, or `authorization_canceled` once `signal` aborts (the window is closed then)
   */
  launch(url: string, options: { readonly interactive: boolean; readonly signal: AbortSignal }): Promise<string>;
}

export interface PermissionsPort {
  granted(): Promise<PermissionSet>;
}

export interface SessionRules {
  /** Undefined while the permission for it is missing. */
  get(): Promise<readonly AttachRule[] | undefined>;
  /** Removes and adds in one step. */
  update(change: { readonly removeRuleIds: readonly number[]; readonly addRules: readonly AttachRule[] }): Promise<void>;
  /** The most rules the browser keeps. */
  readonly limit: number;
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

export type BadgeState = "none" | "working" | "done" | "attention" | "locked";

/** `storage.session`: in memory only, survives the worker's death, gone when the browser exits. */
export interface SessionValues {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
}

export interface Clipboard {
  /** @throws AppError `clipboard_failed` */
  write(text: string): Promise<void>;
}
