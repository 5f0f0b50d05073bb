import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "puppeteer-core";
import { startChromium } from "./browser-chromium.ts";
import { startFirefox } from "./browser-firefox.ts";
import type { BrowserFunction, BrowserSession, LaunchOptions, PopupView } from "./browser-session.ts";
import { ConsoleLog, type ConsoleEntry } from "./console-log.ts";
import type { BrowserName } from "./extension.ts";
import { pollUntil } from "./wait.ts";

export interface GrantedPermissions {
  readonly origins: readonly string[];
  readonly permissions: readonly string[];
}

/** A running browser with the extension in it. */
export interface TestBrowser {
  readonly name: BrowserName;
  /** The driver itself; another object after `restart()`. */
  readonly puppeteer: Browser;
  /** What `runtime.id` answers. */
  readonly extensionId: string;
  /** `chrome-extension://…` or `moz-extension://…`, without a slash at the end. */
  readonly extensionOrigin: string;
  /** The host of `extensionOrigin`, as declarativeNetRequest's `initiatorDomains` wants it. */
  readonly extensionHost: string;
  readonly profileDir: string;
  /** Until `close()`. */
  readonly isOpen: boolean;
  /** Console messages and uncaught errors of all pages and the background, since the launch, restarts included; also after `close()`. */
  consoleMessages(): Promise<readonly ConsoleEntry[]>;
  extensionUrl(path: string): string;
  newPage(url?: string): Promise<Page>;
  /** Opens a page of the extension in a tab; resolves when it is loaded. */
  openExtensionPage(path: string): Promise<Page>;
  /** The page of the real popup, opened where it is not open yet. Chromium only: rejects in Firefox, see `openPopup`. */
  openRealPopup(): Promise<Page>;
  /** Opens the real popup in either browser; drive it with `evaluateInPopup`. */
  openPopup(): Promise<void>;
  /** Clicks an element of the open popup as a person does: the click counts as a user gesture. */
  clickInPopup(selector: string): Promise<void>;
  /** Runs a function on the window of the open popup. Rejects where no popup is open. */
  evaluateInPopup<A extends unknown[], R>(fn: BrowserFunction<[PopupView, ...A], R>, ...args: A): Promise<Awaited<R>>;
  isPopupOpen(): Promise<boolean>;
  /** The page of the `launchWebAuthFlow` window: the first web page that was not opened through this driver. */
  waitForAuthWindow(): Promise<Page>;
  /** The same, if it is open now. */
  findAuthWindow(): Promise<Page | undefined>;
  /**
   * Runs a function with the extension's API and storage. Chromium: in the worker, woken where it sleeps. Firefox: in a blank page
   * of the extension, since the driver cannot enter the background page; the background's own globals are out of reach there.
   */
  evaluateInBackground<A extends unknown[], R>(fn: BrowserFunction<A, R>, ...args: A): Promise<Awaited<R>>;
  /** Ends the worker (Chromium) or event page (Firefox) at once. The next event starts it again. */
  killWorker(): Promise<void>;
  isWorkerRunning(): Promise<boolean>;
  grantedPermissions(): Promise<GrantedPermissions>;
  /** Takes away permissions the person gave. Rejects where they were given at install. */
  removePermissions(permissions: { origins?: string[]; permissions?: string[] }): Promise<void>;
  /** Gives or takes a host permission named at install, as a person does in the browser's settings: no prompt, headless too. */
  setSiteAccess(pattern: string, isAllowed: boolean): Promise<void>;
  /** The rules in force; empty while the extension may not use declarativeNetRequest. */
  sessionRules(): Promise<chrome.declarativeNetRequest.Rule[]>;
  /** Those that the browser keeps on disk. */
  dynamicRules(): Promise<chrome.declarativeNetRequest.Rule[]>;
  /** Presses Allow or Deny in the real permission prompt. Firefox with `promptForPermissions`; Chromium: `permission-prompt.ts`. */
  answerPrompt(answer: "allow" | "deny"): Promise<void>;
  /** Installs what is now in the extension's folder over the running extension. Its open pages are closed. */
  update(): Promise<void>;
  /**
   * Takes the extension away, with all that it has stored and was granted, and installs this one. Pages, cookies and console
   * messages are gone too; what sites have stored beside cookies stays.
   */
  exchange(extensionDir: string): Promise<void>;
  /** Closes the browser and starts it again with the same profile folder and extension. Open pages are gone. */
  restart(): Promise<void>;
  /** Closes the browser; the profile goes too unless it was given, or `keepProfile` is set. */
  close(options?: { keepProfile?: boolean }): Promise<void>;
}

/** Starts a browser with the extension. Rejects where the browser is not found or refuses the extension. */
export async function launchBrowser(options: LaunchOptions): Promise<TestBrowser> {
  const profileDir = options.userDataDir ?? (await mkdtemp(join(tmpdir(), `bearer-bar-${options.browser}-`)));
  const consoleLog = new ConsoleLog();
  let { extensionDir } = options;
  const start = (): Promise<BrowserSession> =>
    (options.browser === "chromium" ? startChromium : startFirefox)(
      { ...options, extensionDir, userDataDir: profileDir },
      consoleLog,
    );

  let session = await start();
  let isOpen = true;
  const ownPages = new WeakSet<Page>(await session.puppeteer.pages());
  const own = (page: Page): Page => {
    ownPages.add(page);
    return page;
  };

  const isForeign = (page: Page): boolean => !ownPages.has(page) && /^https?:/u.test(page.url());

  const findForeign = async (): Promise<Page | undefined> => (await session.puppeteer.pages()).find(isForeign);

  const driver: TestBrowser = {
    name: options.browser,
    profileDir,
    get isOpen() {
      return isOpen;
    },
    get puppeteer() {
      return session.puppeteer;
    },
    get extensionId() {
      return session.extensionId;
    },
    get extensionOrigin() {
      return session.extensionOrigin;
    },
    get extensionHost() {
      return new URL(session.extensionOrigin).host;
    },
    async consoleMessages() {
      if (isOpen) await session.flushConsole();
      return consoleLog.entries;
    },
    extensionUrl: (path) => `${session.extensionOrigin}/${path.replace(/^\//u, "")}`,
    async newPage(url) {
      const page = own(await session.puppeteer.newPage());
      if (url !== undefined) await page.goto(url);
      return page;
    },
    openExtensionPage: async (path) => own(await session.openExtensionPage(path)),
    openPopup: () => session.openPopup(),
    async openRealPopup() {
      if (!(await session.isPopupOpen())) await session.openPopup();
      return own(await pollUntil("the popup", () => session.findPopupPage()));
    },
    clickInPopup: (selector) => session.clickInPopup(selector),
    evaluateInPopup: (fn, ...args) => session.evaluateInPopup(fn, ...args),
    isPopupOpen: () => session.isPopupOpen(),
    waitForAuthWindow: () => pollUntil("the authorization window", () => driver.findAuthWindow()),
    async findAuthWindow() {
      const page = await findForeign();
      return page && own(page);
    },
    evaluateInBackground: (fn, ...args) => session.evaluateInExtension(fn, ...args),
    killWorker: () => session.stopBackground(),
    isWorkerRunning: () => session.isBackgroundRunning(),
    async grantedPermissions() {
      const { origins = [], permissions = [] } = await session.evaluateInExtension(() => chrome.permissions.getAll());
      // Firefox lists some of them twice.
      return { origins: [...new Set(origins)].toSorted(), permissions: [...new Set(permissions)].toSorted() };
    },
    async removePermissions(permissions) {
      const isRemoved = await session.evaluateInExtension(
        (wanted) => chrome.permissions.remove(wanted as chrome.permissions.Permissions),
        permissions,
      );
      if (!isRemoved) throw new Error("The browser did not remove the permissions");
    },
    sessionRules: () =>
      session.evaluateInExtension(async () => (await chrome.declarativeNetRequest?.getSessionRules()) ?? []),
    dynamicRules: () => session.evaluateInExtension(() => chrome.declarativeNetRequest.getDynamicRules()),
    setSiteAccess: (pattern, isAllowed) => session.setSiteAccess(pattern, isAllowed),
    answerPrompt: (answer) => session.answerPrompt(answer),
    update: () => session.update(),
    async exchange(dir) {
      extensionDir = dir;
      const { puppeteer } = session;
      await session.clearWindows();
      // The last page would take the browser with it.
      const rest = await puppeteer.newPage();
      const others = (await puppeteer.pages()).filter((page) => page !== rest);
      await Promise.all(others.map((page) => page.close()));
      await puppeteer.deleteCookie(...(await puppeteer.cookies()));
      await session.exchange(dir);
      for (const page of await puppeteer.pages()) own(page);
      await session.flushConsole();
      consoleLog.clear();
    },
    async restart() {
      await session.flushConsole();
      await session.close();
      session = await start();
      for (const page of await session.puppeteer.pages()) own(page);
    },
    async close({ keepProfile = options.userDataDir !== undefined } = {}) {
      // A test that has looked into the closed browser's folder leaves only that to be removed.
      if (isOpen) await session.flushConsole();
      if (isOpen) await session.close();
      isOpen = false;
      if (!keepProfile) await rm(profileDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return driver;
}
