import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { TestBrowser } from "./browser.ts";
import type { Display } from "./display.ts";
import { findTool } from "./find-browser.ts";
import { evaluateInChromeScope } from "./firefox-chrome-scope.ts";

const run = promisify(execFile);

/** The driver's own key presses go to the page alone; these go to the browser's window, where its shortcuts are heard. */
const PRESS_IN_FIREFOX = `
  const processor = Cc["@mozilla.org/text-input-processor;1"].createInstance(Ci.nsITextInputProcessor);
  if (!processor.beginInputTransactionForTests(window)) throw new Error("Firefox takes no keys");
  const [letter] = args;
  const events = [["Alt", "AltLeft"], ["Shift", "ShiftLeft"], [letter, "Key" + letter]].map(
    ([key, code]) => new KeyboardEvent("", { key, code, keyCode: KeyboardEvent["DOM_VK_" + key.toUpperCase()] }));
  for (const event of events) processor.keydown(event);
  for (const event of events.toReversed()) processor.keyup(event);`;

/** Presses Alt+Shift and a capital letter in the browser's window. Chromium: needs a headful browser on the given display. */
export async function pressAltShift(letter: string, browser: TestBrowser, display?: Display): Promise<void> {
  if (browser.name === "firefox") return evaluateInChromeScope(browser.puppeteer, PRESS_IN_FIREFOX, letter);
  if (display === undefined) throw new Error("Chromium hears its shortcuts only on a display");
  await run(await findTool("xdotool"), ["key", `alt+shift+${letter.toLowerCase()}`], { env: { ...display.env } });
}
