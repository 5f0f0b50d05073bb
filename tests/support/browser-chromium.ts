import {
  TargetType,
  launch,
  type Browser,
  type LaunchOptions as PuppeteerOptions,
  type Page,
  type Target,
} from "puppeteer-core";
import type { BrowserSession, LaunchOptions } from "./browser-session.ts";
import { leaveWorkersAlone } from "./chromium-auto-attach.ts";
import { keepExtension, prepareProfile, waitForExtension } from "./chromium-profile.ts";
import { setSiteAccess } from "./chromium-site-access.ts";
import { TargetSessions } from "./chromium-targets.ts";
import { ExtensionWorker } from "./chromium-worker.ts";
import type { ConsoleLog } from "./console-log.ts";
import { findBrowser } from "./find-browser.ts";
import { pollUntil } from "./wait.ts";

const ARGUMENTS = [
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Typed http: addresses are to stay http:.
  "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable",
];

/** Headless, the screen is 800 by 600 otherwise, which has no room for a popup as high as they get. */
const HEADLESS_SCREEN = ["--screen-info={1280x1024}", "--window-size=780,580"];

/** Tabs of one site share a process, as they do in a browser with many of them; other sites have theirs all the same. */
const ONE_PROCESS_A_SITE = "--renderer-process-limit=1";

leaveWorkersAlone();

/** How Chromium is started for tests: over a pipe, through which alone extensions can be installed. */
export async function chromiumOptions(hosts: readonly string[], userDataDir: string) {
  return {
    browser: "chrome",
    executablePath: await findBrowser("chromium"),
    pipe: true,
    enableExtensions: true,
    userDataDir,
    defaultViewport: null,
    args: [
      ...ARGUMENTS,
      `--host-resolver-rules=${hosts.map((host) => `MAP ${host} 127.0.0.1`).join(",")}`,
      // The sandbox refuses to run as root.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  } satisfies PuppeteerOptions;
}

/** Starts Chromium, Chrome or Edge with the extension. */
export async function startChromium(
  options: LaunchOptions & { userDataDir: string },
  log: ConsoleLog,
): Promise<BrowserSession> {
  const { extensionDir, userDataDir } = options;
  await prepareProfile(userDataDir);
  const isKept = await keepExtension(userDataDir, extensionDir);
  const chromium = await chromiumOptions(options.hosts, userDataDir);
  const headless = options.headless ?? true;
  const browser = await launch({
    ...chromium,
    args: [...chromium.args, ONE_PROCESS_A_SITE, ...(headless ? HEADLESS_SCREEN : [])],
    ...(options.program !== undefined && { executablePath: options.program }),
    headless,
    env: { ...(options.env ?? process.env) },
    protocolTimeout: 30_000,
  });
  try {
    const sessions = await TargetSessions.watch(browser, log);
    const extensionId = isKept
      ? await waitForExtension(browser, extensionDir)
      : await browser.installExtension(extensionDir);
    return chromiumSession(browser, { extensionId, extensionDir }, sessions);
  } catch (error) {
    await browser.close();
    throw error;
  }
}

function chromiumSession(
  browser: Browser,
  parts: { extensionId: string; extensionDir: string },
  sessions: TargetSessions,
): BrowserSession {
  // The key in the manifest makes it the same for each.
  const { extensionId } = parts;
  let { extensionDir } = parts;
  const extensionOrigin = `chrome-extension://${extensionId}`;
  const worker = new ExtensionWorker(browser, extensionOrigin, sessions);
  const isOurs = (target: Target): boolean => target.url().startsWith(`${extensionOrigin}/`);

  const openExtensionPage = async (path: string): Promise<Page> => {
    const page = await browser.newPage();
    await page.goto(`${extensionOrigin}/${path.replace(/^\//u, "")}`);
    return page;
  };

  const findPopupPage = async (): Promise<Page | undefined> => {
    for (const target of browser.targets().filter(isOurs)) {
      if (target.type() !== TargetType.PAGE) continue;
      const page = await pageOf(target);
      const isTab = (): Promise<boolean> => page.evaluate(async () => (await chrome.tabs.getCurrent()) !== undefined);
      // A page that goes away while it is asked is no popup any more.
      if (!(await isTab().catch(() => true))) return page;
    }
    return undefined;
  };

  const expectPopupPage = async (): Promise<Page> => {
    const page = await findPopupPage();
    if (!page) throw new Error("No popup is open");
    return page;
  };

  return {
    puppeteer: browser,
    extensionId,
    extensionOrigin,
    openExtensionPage,
    findPopupPage,
    async openPopup() {
      await worker.evaluate(() => chrome.action.openPopup());
      await pollUntil("the popup", findPopupPage);
    },
    isPopupOpen: async () => (await findPopupPage()) !== undefined,
    evaluateInExtension: (fn, ...args) => worker.evaluate(fn, ...args),
    async evaluateInPopup(fn, ...args) {
      const page = await expectPopupPage();
      const view = await page.evaluateHandle(() => ({ window }));
      // puppeteer's types unwrap handles among the arguments, and ours but the first are none.
      return page.evaluate(fn as never, view, ...args);
    },
    async clickInPopup(selector) {
      const page = await expectPopupPage();
      await page.click(selector).catch(async (error: unknown) => {
        // A click that closes the popup, because a prompt takes the focus from it, gets no answer.
        if (await findPopupPage()) throw error;
      });
    },
    stopBackground: () => worker.stop(),
    isBackgroundRunning: () => worker.isRunning(),
    async answerPrompt() {
      throw new Error("Chromium draws its prompt outside of any page: use answerPermissionPrompt");
    },
    setSiteAccess: (pattern, isAllowed) => setSiteAccess(browser, extensionId, pattern, isAllowed),
    async update() {
      await worker.replace(() => browser.installExtension(extensionDir));
    },
    async clearWindows() {
      await (await findPopupPage())?.evaluate(() => window.close());
    },
    async exchange(dir) {
      extensionDir = dir;
      await worker.replace(async () => {
        await browser.uninstallExtension(extensionId);
        await browser.installExtension(extensionDir);
      });
    },
    async flushConsole() {
      // Everything arrives by itself.
    },
    close: () => browser.close(),
  };
}

/**
 * `page()` has to be asked before `asPage()`: the other way round there are two Page objects on one session, and one of them
 * never learns of its execution contexts. It has no answer for what was not a page from the start.
 */
async function pageOf(target: Target): Promise<Page> {
  return (await target.page()) ?? (await target.asPage());
}
