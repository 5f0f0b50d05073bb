import type { Browser, Page } from "puppeteer-core";
import type { BrowserName } from "./extension.ts";

export interface LaunchOptions {
  readonly browser: BrowserName;
  /** Folder of the unpacked extension, see `prepareExtension`. */
  readonly extensionDir: string;
  /** Host names that lead to 127.0.0.1, whatever the port. */
  readonly hosts: readonly string[];
  /** Default: true. */
  readonly headless?: boolean;
  /** Profile folder to use and to leave behind. Default: a new one below the temporary folder, deleted on close. */
  readonly userDataDir?: string;
  /** Environment of the browser, see `Display.env`. Default: the environment of the tests. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Program to start in place of the browser's own, which it starts in its turn; see `policy.ts`. */
  readonly program?: string;
  /** Firefox only: show the real permission prompt instead of granting at once. Default: false. */
  readonly promptForPermissions?: boolean;
}

/** A function that runs in the browser. It sees nothing of the test but its arguments, which must be JSON values. */
export type BrowserFunction<A extends unknown[], R> = (...args: A) => R;

/** The open popup, as `evaluateInPopup` hands it to its function. */
export interface PopupView {
  readonly window: Window;
}

/** What one run of a browser can do; each browser has its own. `TestBrowser` says what the members mean. */
export interface BrowserSession {
  readonly puppeteer: Browser;
  readonly extensionId: string;
  readonly extensionOrigin: string;
  openExtensionPage(path: string): Promise<Page>;
  openPopup(): Promise<void>;
  findPopupPage(): Promise<Page | undefined>;
  isPopupOpen(): Promise<boolean>;
  evaluateInExtension<A extends unknown[], R>(fn: BrowserFunction<A, R>, ...args: A): Promise<Awaited<R>>;
  evaluateInPopup<A extends unknown[], R>(fn: BrowserFunction<[PopupView, ...A], R>, ...args: A): Promise<Awaited<R>>;
  clickInPopup(selector: string): Promise<void>;
  stopBackground(): Promise<void>;
  isBackgroundRunning(): Promise<boolean>;
  answerPrompt(answer: "allow" | "deny"): Promise<void>;
  setSiteAccess(pattern: string, isAllowed: boolean): Promise<void>;
  update(): Promise<void>;
  /** Closes the popup, and in Firefox all windows but the first. */
  clearWindows(): Promise<void>;
  exchange(extensionDir: string): Promise<void>;
  /** Brings in console messages that the browser does not send by itself. */
  flushConsole(): Promise<void>;
  close(): Promise<void>;
}
