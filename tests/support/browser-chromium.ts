import puppeteer, { TargetType, type Browser, type Page, type Target, type WebWorker } from "puppeteer-core";
import type { BrowserSession, LaunchOptions } from "./browser.ts";
import { keepExtension, prepareProfile, waitForExtension } from "./chromium-profile.ts";
import { setSiteAccess } from "./chromium-site-access.ts";
import type { ConsoleLog } from "./console-log.ts";
import { findBrowser } from "./find-browser.ts";
import { pollUntil, within } from "./wait.ts";

const ARGUMENTS = [
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Typed http: addresses are to stay http:.
  "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable",
];

/** Starts Chromium, Chrome or Edge with the extension. */
export async function startChromium(options: LaunchOptions & { userDataDir: string }, log: ConsoleLog): Promise<BrowserSession> {
  const { extensionDir, userDataDir } = options;
  await prepareProfile(userDataDir);
  const isKept = await keepExtension(userDataDir, extensionDir);
  const browser = await puppeteer.launch({
    browser: "chrome",
    executablePath: await findBrowser("chromium"),
    headless: options.headless ?? true,
    // Extensions can be installed through the pipe only.
    pipe: true,
    enableExtensions: true,
    userDataDir,
    env: { ...(options.env ?? process.env) },
    defaultViewport: null,
    protocolTimeout: 30_000,
    args: [
      ...ARGUMENTS,
      `--host-resolver-rules=${options.hosts.map((host) => `MAP ${host} 127.0.0.1`).join(",")}`,
      // The sandbox refuses to run as root.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
  try {
    await watchConsole(browser, log);
    const extensionId = isKept ? await waitForExtension(browser, extensionDir) : await browser.installExtension(extensionDir);
    return chromiumSession(browser, extensionId);
  } catch (error) {
    await browser.close();
    throw error;
  }
}

function chromiumSession(browser: Browser, extensionId: string): BrowserSession {
  const extensionOrigin = `chrome-extension://${extensionId}`;
  const isOurs = (target: Target): boolean => target.url().startsWith(`${extensionOrigin}/`);
  const isWorker = (target: Target): boolean => target.type() === TargetType.SERVICE_WORKER && isOurs(target);

  const openExtensionPage = async (path: string): Promise<Page> => {
    const page = await browser.newPage();
    await page.goto(`${extensionOrigin}/${path.replace(/^\//u, "")}`);
    return page;
  };

  // When the extension reloads itself, the old worker's target stays in the list and never answers again.
  const deadTargets = new WeakSet<Target>();
  const workerTargets = (): Target[] => browser.targets().filter((target) => isWorker(target) && !deadTargets.has(target));

  const findWorker = async (): Promise<WebWorker | undefined> => {
    for (const target of workerTargets().toReversed()) {
      try {
        const worker = await target.worker();
        if (worker) await within(2_000, "the worker", worker.evaluate(() => true));
        if (worker) return worker;
      } catch {
        deadTargets.add(target);
      }
    }
    return undefined;
  };

  const expectWorker = async (): Promise<WebWorker> => {
    const running = await findWorker();
    if (running) return running;
    await wakeWorker();
    return pollUntil("the worker", findWorker);
  };

  /** Starts the worker without sending the extension any event, from a page that has none of its code. */
  const wakeWorker = async (): Promise<void> => {
    const page = await openExtensionPage("manifest.json");
    const devtools = await page.createCDPSession();
    await devtools.send("ServiceWorker.enable");
    await devtools.send("ServiceWorker.startWorker", { scopeURL: `${extensionOrigin}/` });
    await page.close();
  };

  const findPopupPage = async (): Promise<Page | undefined> => {
    for (const target of browser.targets().filter((candidate) => candidate.type() === TargetType.PAGE && isOurs(candidate))) {
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
      const worker = await expectWorker();
      await worker.evaluate(() => chrome.action.openPopup());
      await pollUntil("the popup", findPopupPage);
    },
    isPopupOpen: async () => (await findPopupPage()) !== undefined,
    async evaluateInExtension(fn, ...args) {
      const worker = await expectWorker();
      return worker.evaluate(fn, ...args);
    },
    async evaluateInPopup(fn, ...args) {
      const page = await expectPopupPage();
      const view = await page.evaluateHandle(() => ({ window }));
      return page.evaluate(fn as never, view, ...args);
    },
    async clickInPopup(selector) {
      const page = await expectPopupPage();
      await page.click(selector);
    },
    async stopBackground() {
      const target = (await findWorker()) && workerTargets().at(-1);
      await (await target?.worker())?.close();
      await pollUntil("the worker to end", () => workerTargets().length === 0);
    },
    isBackgroundRunning: async () => (await findWorker()) !== undefined,
    async answerPrompt() {
      throw new Error("Chromium draws its prompt outside of any page: use answerPermissionPrompt");
    },
    setSiteAccess: (pattern, isAllowed) => setSiteAccess(browser, extensionId, pattern, isAllowed),
    async flushConsole() {
      // Everything arrives by itself.
    },
    close: () => browser.close(),
  };
}

/** Attaches to everything there is and to everything that comes. */
async function watchConsole(browser: Browser, log: ConsoleLog): Promise<void> {
  const watched = new WeakSet<Target>();
  const watch = async (target: Target): Promise<void> => {
    if (watched.has(target)) return;
    watched.add(target);
    // A session of its own, because what was logged before puppeteer's Page was made is repeated to new sessions only.
    // It fails where the target has gone already.
    await target.createCDPSession().then((devtools) => log.watchDevtools(devtools, () => target.url()), () => {});
  };
  browser.on("targetcreated", (target) => void watch(target));
  await Promise.all(browser.targets().map(watch));
}

/**
 * `page()` has to be asked before `asPage()`: the other way round there are two Page objects on one session, and one of them
 * never learns of its execution contexts. It has no answer for what was not a page from the start.
 */
async function pageOf(target: Target): Promise<Page> {
  return (await target.page()) ?? (await target.asPage());
}
