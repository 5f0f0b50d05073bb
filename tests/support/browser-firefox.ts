import { randomUUID } from "node:crypto";
import { launch, type Browser, type Page, type Target } from "puppeteer-core";
import type { BrowserSession, LaunchOptions } from "./browser-session.ts";
import type { ConsoleLog } from "./console-log.ts";
import { expectGeckoId, readManifest } from "./extension.ts";
import { findBrowser } from "./find-browser.ts";
import { evaluateInChromeScope } from "./firefox-chrome-scope.ts";
import { gatherExtensionConsole, takeExtensionConsole } from "./firefox-console.ts";
import { keepStartCache, takeStartCache } from "./firefox-start-cache.ts";
import { pollUntil } from "./wait.ts";

/** The hosts of extensions' pages, by the extension's id; Firefox would draw them by lot for each profile. */
const EXTENSION_HOSTS = "extensions.webextensions.uuids";

/** The host of the extension in each profile, by the profile's folder: the same after a restart. */
const hostOfProfile = new Map<string, string>();

/** The popup has no input the driver can reach, so the click is made in its process and declared a user gesture there. */
const CLICK_IN_POPUP = `
  const { views } = WebExtensionPolicy.getByID(args[0]).extension;
  const { messageManager } = [...views].find(({ viewType }) => viewType === "popup").xulBrowser;
  const { promise, resolve } = Promise.withResolvers();
  messageManager.addMessageListener("bearer-bar:clicked", ({ data }) => resolve(data));
  const click = "const gesture = content.windowUtils.setHandlingUserInput(true);"
    + "const element = content.document.querySelector(" + JSON.stringify(args[1]) + ");"
    + "try { element?.click(); } finally { gesture.destruct(); }"
    + "sendAsyncMessage('bearer-bar:clicked', element !== null);";
  messageManager.loadFrameScript("data:application/javascript;charset=utf-8," + encodeURIComponent(click), false);
  if (!(await promise)) throw new Error("The popup has no element " + args[1]);`;

const SET_SITE_ACCESS = `
  const [id, pattern, isAllowed] = args;
  const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
  const change = { origins: [pattern], permissions: [], data_collection: [] };
  const { extension } = WebExtensionPolicy.getByID(id);
  await (isAllowed ? ExtensionPermissions.add(id, change, extension) : ExtensionPermissions.remove(id, change, extension));`;

/** Leaves the main window alone, in front and with no panel open, over which Firefox opens no popup. True once it is so. */
const CLEAR_WINDOWS = `
  const others = [...Services.wm.getEnumerator("navigator:browser")].filter((other) => other !== window);
  for (const other of others) other.close();
  const panels = [...document.querySelectorAll("panel, menupopup")].filter(({ state }) => state !== "closed");
  for (const panel of panels) panel.hidePopup();
  if (Services.focus.activeWindow === window) return others.length + panels.length === 0;
  window.focus();
  return false;`;

/** Has the extension's button in the toolbar: from the panel of all extensions, Firefox loses a popup now and then. */
const PIN_BUTTON = `
  const { CustomizableUI } = ChromeUtils.importESModule("moz-src:///browser/components/customizableui/CustomizableUI.sys.mjs");
  const { ExtensionCommon } = ChromeUtils.importESModule("resource://gre/modules/ExtensionCommon.sys.mjs");
  CustomizableUI.addWidgetToArea(ExtensionCommon.makeWidgetId(args[0]) + "-browser-action", CustomizableUI.AREA_NAVBAR);`;

const SET_TEXT_PREFERENCE = "Services.prefs.setStringPref(args[0], args[1]);";

/** An event page that is being used refuses once to end, or is taken up by the next event; a new one in its place will do. */
const STOP_BACKGROUND = `
  const { extension } = WebExtensionPolicy.getByID(args[0]);
  const page = extension.backgroundContext;
  for (let attempt = 0; attempt < 5; attempt++) {
    await extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
    if (extension.backgroundState !== "running" || (page && extension.backgroundContext !== page)) return true;
  }
  return false;`;

/** Starts Firefox with the extension as a temporary add-on. */
export async function startFirefox(
  options: LaunchOptions & { userDataDir: string },
  log: ConsoleLog,
): Promise<BrowserSession> {
  const manifest = await readManifest(options.extensionDir);
  const extensionId = expectGeckoId(manifest);
  const icon = Object.values(manifest.icons ?? {})[0];
  if (icon === undefined) throw new Error('The manifest has no "icons"');
  await takeStartCache(options.userDataDir);
  const extensionHost = hostOfProfile.get(options.userDataDir) ?? randomUUID();
  hostOfProfile.set(options.userDataDir, extensionHost);
  const browser = await launch({
    browser: "firefox",
    executablePath: await findBrowser("firefox"),
    headless: options.headless ?? true,
    userDataDir: options.userDataDir,
    env: { ...(options.env ?? process.env) },
    defaultViewport: null,
    protocolTimeout: 30_000,
    args: ["-remote-allow-system-access"],
    extraPrefsFirefox: {
      "extensions.webextOptionalPermissionPrompts": options.promptForPermissions ?? false,
      [EXTENSION_HOSTS]: JSON.stringify({ [extensionId]: extensionHost }),
      // A temporary add-on is removed when the browser ends; its data is to be there after a restart all the same.
      "extensions.webextensions.keepStorageOnUninstall": true,
      "extensions.webextensions.keepUuidOnUninstall": true,
      "network.dns.localDomains": options.hosts.join(","),
      "dom.security.https_first": false,
      // One process for all web pages, started when there is one: each takes half a second of a busy machine.
      "dom.ipc.processCount": 1,
      "dom.ipc.processPrelaunch.enabled": false,
      // Prompts answer at once instead of after the delay that guards people from clicking too soon.
      "security.notification_enable_delay": 0,
    },
  });
  try {
    await watchConsole(browser, log);
    await browser.installExtension(options.extensionDir);
    const { extensionDir, userDataDir } = options;
    return await firefoxSession(browser, { extensionId, extensionHost, extensionDir, userDataDir, icon }, log);
  } catch (error) {
    await browser.close();
    throw error;
  }
}

interface FirefoxParts {
  readonly extensionId: string;
  readonly extensionHost: string;
  readonly extensionDir: string;
  readonly userDataDir: string;
  readonly icon: string;
}

async function firefoxSession(
  browser: Browser,
  { extensionId, userDataDir, icon, ...parts }: FirefoxParts,
  log: ConsoleLog,
): Promise<BrowserSession> {
  let { extensionDir, extensionHost } = parts;
  const origin = (): string => `moz-extension://${extensionHost}`;
  const openExtensionPage = async (path: string): Promise<Page> => {
    const page = await browser.newPage();
    const url = `${origin()}/${path.replace(/^\//u, "")}`;
    // Firefox reports no load event for extension pages.
    await page.goto(url, { waitUntil: [] });
    await pollUntil(`${path} to load`, () =>
      page.evaluate((wanted) => document.readyState === "complete" && location.href.startsWith(wanted), url),
    );
    return page;
  };

  // An icon, shown as a picture, has the extension's API and none of its code.
  const openDriverPage = async (): Promise<Page> => {
    const page = await openExtensionPage(icon);
    // A page becomes known to the browser's process with its first call.
    await page.evaluate(() => chrome.runtime.getPlatformInfo());
    await evaluateInChromeScope(browser, PIN_BUTTON, extensionId);
    return page;
  };
  let driverPage = await openDriverPage();
  await gatherExtensionConsole(browser, extensionId);

  // Here and below: puppeteer's types unwrap handles among the arguments, and ours never are any.
  const evaluateInExtension: BrowserSession["evaluateInExtension"] = (fn, ...args) =>
    driverPage.evaluate(fn as never, ...args);

  const hasPopup = (): Promise<boolean> =>
    evaluateInExtension(() => chrome.extension.getViews({ type: "popup" })[0]?.document.readyState === "complete");

  return {
    puppeteer: browser,
    extensionId,
    get extensionOrigin() {
      return origin();
    },
    openExtensionPage,
    evaluateInExtension,
    async findPopupPage() {
      throw new Error("Firefox hides its popup from the driver: use openPopup and evaluateInPopup");
    },
    async openPopup() {
      await evaluateInExtension(() => chrome.action.openPopup());
      await pollUntil("the popup", hasPopup);
    },
    isPopupOpen: hasPopup,
    async evaluateInPopup(fn, ...args) {
      if (!(await hasPopup())) throw new Error("No popup is open");
      const view = await driverPage.evaluateHandle(() => ({ window: chrome.extension.getViews({ type: "popup" })[0] }));
      return driverPage.evaluate(fn as never, view, ...args);
    },
    async clickInPopup(selector) {
      if (!(await hasPopup())) throw new Error("No popup is open");
      await evaluateInChromeScope(browser, CLICK_IN_POPUP, extensionId, selector);
    },
    async stopBackground() {
      const hasEnded = await evaluateInChromeScope<boolean>(browser, STOP_BACKGROUND, extensionId);
      if (!hasEnded) throw new Error("The event page does not end");
    },
    isBackgroundRunning: () => isBackgroundRunning(browser, extensionId),
    async answerPrompt(answer) {
      const isPressed = (): Promise<boolean> =>
        evaluateInChromeScope(
          browser,
          `const prompt = document.getElementById("addon-webext-permissions-notification");
           if (PopupNotifications.panel.state !== "open" || !prompt?.button) return false;
           prompt[args[0] === "allow" ? "button" : "secondaryButton"].click();
           return true;`,
          answer,
        );
      await pollUntil("the permission prompt", isPressed);
    },
    async update() {
      await browser.installExtension(extensionDir);
      driverPage = await openDriverPage();
    },
    async clearWindows() {
      await pollUntil("one window without panels", () => evaluateInChromeScope<boolean>(browser, CLEAR_WINDOWS));
    },
    async exchange(dir) {
      extensionDir = dir;
      await browser.uninstallExtension(extensionId);
      // What the one before has stored lies under another name then.
      extensionHost = randomUUID();
      hostOfProfile.set(userDataDir, extensionHost);
      const hosts = JSON.stringify({ [extensionId]: extensionHost });
      await evaluateInChromeScope(browser, SET_TEXT_PREFERENCE, EXTENSION_HOSTS, hosts);
      await browser.installExtension(extensionDir);
      driverPage = await openDriverPage();
      await gatherExtensionConsole(browser, extensionId);
    },
    setSiteAccess: (pattern, isAllowed) =>
      evaluateInChromeScope(browser, SET_SITE_ACCESS, extensionId, pattern, isAllowed),
    async flushConsole() {
      for (const entry of await takeExtensionConsole(browser, origin())) log.add(entry);
    },
    async close() {
      await browser.close();
      await keepStartCache(userDataDir);
    },
  };
}

async function isBackgroundRunning(browser: Browser, extensionId: string): Promise<boolean> {
  return evaluateInChromeScope(
    browser,
    "return WebExtensionPolicy.getByID(args[0]).extension.backgroundState === 'running';",
    extensionId,
  );
}

async function watchConsole(browser: Browser, log: ConsoleLog): Promise<void> {
  const watch = async (target: Target): Promise<void> => {
    const page = await target.page().catch(() => null);
    if (page) log.watchPage(page);
  };
  browser.on("targetcreated", (target) => void watch(target));
  await Promise.all(browser.targets().map(watch));
}
