import type { Browser } from "puppeteer-core";
import type { ConsoleEntry } from "./console-log.ts";
import { evaluateInChromeScope } from "./firefox-chrome-scope.ts";
import { pollUntil } from "./wait.ts";

/**
 * Starts to gather the console of the extension's process: background, popup and pages, whether the driver sees them or not.
 * An extension page must be open in a tab, have used its API, and stay open, to carry the listener.
 */
export async function gatherExtensionConsole(browser: Browser, extensionId: string): Promise<void> {
  await pollUntil("an extension page", () => evaluateInChromeScope<boolean>(browser, PARENT_SCRIPT, extensionId));
}

/** What was gathered since the last call, uncaught errors included. */
export async function takeExtensionConsole(browser: Browser, extensionOrigin: string): Promise<ConsoleEntry[]> {
  return evaluateInChromeScope(
    browser,
    `const taken = globalThis.bearerBarConsole.splice(0);
     for (const message of Services.console.getMessageArray()) {
       if (!(message instanceof Ci.nsIScriptError) || !message.sourceName.startsWith(args[0])) continue;
       if (message.microSecondTimeStamp <= (globalThis.bearerBarErrorsUntil ?? 0)) continue;
       globalThis.bearerBarErrorsUntil = message.microSecondTimeStamp;
       taken.push({ source: message.sourceName, type: "uncaught", text: message.errorMessage });
     }
     return taken;`,
    extensionOrigin,
  );
}

/** Runs in the process of the extension. */
const CHILD_SCRIPT = `(() => {
  const storage = Cc["@mozilla.org/consoleAPI-storage;1"].getService(Ci.nsIConsoleAPIStorage);
  const show = (value) => {
    if (typeof value !== "object" || value === null) return String(value);
    try { return String(value) + " " + JSON.stringify(Cu.waiveXrays(value)); } catch { return String(value); }
  };
  const report = (subject) => {
    const event = subject.wrappedJSObject ?? subject;
    if (!event.filename.startsWith("moz-extension:")) return;
    sendAsyncMessage("bearer-bar:console", { source: event.filename, type: event.level, text: event.arguments.map(show).join(" ") });
  };
  storage.getEvents().forEach(report);
  storage.addLogEventListener(report, Cc["@mozilla.org/systemprincipal;1"].createInstance(Ci.nsIPrincipal));
})()`;

const PARENT_SCRIPT = `
  const { views } = WebExtensionPolicy.getByID(args[0]).extension;
  const tab = [...views].find(({ viewType }) => viewType === "tab");
  if (!tab) return false;
  globalThis.bearerBarConsole = [];
  const { messageManager } = tab.xulBrowser;
  messageManager.addMessageListener("bearer-bar:console", ({ data }) => globalThis.bearerBarConsole.push(data));
  messageManager.loadFrameScript("data:application/javascript;charset=utf-8," + encodeURIComponent(${JSON.stringify(CHILD_SCRIPT)}), false);
  return true;
`;
