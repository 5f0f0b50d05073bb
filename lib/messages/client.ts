import type { PermissionSet } from "../domain/permission-set.ts";
import type { SnapshotView } from "../domain/snapshot.ts";
import type { ChangeKind, CommandAnswer, CommandName, Commands } from "./protocol.ts";

/** The tab in front; its address where the browser tells it. */
export interface TabInFront {
  readonly id: number | undefined;
  readonly url: string | undefined;
}

export interface BrowserShortcut {
  readonly name: string;
  /** As the manifest has it; empty for the toolbar button's own. */
  readonly description: string;
  /** As the browser writes them; empty when there are none. */
  readonly keys: string;
}

/** All that a page of ours can reach. Made by its entrypoint, handed to its models; fakes of it serve the tests. */
export interface PageTransport {
  /** Of the extension, as its manifest has it. */
  readonly version: string;
  /**
   * Sends one command to the worker, which answers with a snapshot of what the page views. Rejects only when the worker
   * can't be reached.
   */
  send<Name extends CommandName>(
    command: Name,
    request: Commands[Name]["request"],
    view?: SnapshotView,
  ): Promise<CommandAnswer<Name>>;
  /** Calls back whenever the worker's state has changed, or for `requests` what it saw; returns the way to stop it. */
  onChange(listener: () => void, kind?: ChangeKind): () => void;
  /**
   * Shows the browser's permission prompt; must be called in the click itself, before anything is awaited. In
   * Chromium a popup is gone once the prompt shows, and this never resolves there: the worker finishes the job.
   */
  requestPermissions(needed: PermissionSet): Promise<boolean>;
  getTabInFront(): Promise<TabInFront | undefined>;
  /**
   * Shows Manage OAuth in its tab, a new one where it has none, at an address like `#/oauths/new`; without one, where it
   * is. Resolves once the browser has been told all.
   */
  openOptions(hash?: string): Promise<void>;
  /** The keys of the shortcut that locks, as the browser writes them; undefined when it has none. */
  getLockShortcut(): Promise<string | undefined>;
  /** Every shortcut of the browser's for this extension, as it is set now. */
  getShortcuts(): Promise<readonly BrowserShortcut[]>;
  /** Opens the browser's own page on which shortcuts are changed. */
  openShortcutSettings(): void;
  /** Puts text that is no secret on the clipboard (a redirect URL, a trace). */
  copyText(text: string): Promise<void>;
}
