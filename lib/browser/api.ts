/**
 * The extension API, the same in both browsers; the only import of the polyfill in the project, in whose place the
 * build for Chromium puts chromium-api.ts.
 *
 * The polyfill hands on what it does not know (`declarativeNetRequest`, `offscreen`) as the browser has it. What is an
 * optional permission appears only once granted, so it is looked up at each use and never kept.
 */
import browser from "webextension-polyfill";

export { browser };

/** Chromium's own parts of the API. */
export const chromium: typeof chrome = globalThis.chrome;

/** What Firefox for Android has not, by MDN's compatibility data of September 2026. */
type Absent = "commands" | "identity" | "windows";

/** A part of the API that is not in every browser. */
export function getPart<Name extends Absent>(name: Name): (typeof browser)[Name] | undefined {
  return (browser as Partial<typeof browser>)[name];
}

/** The build's target, known when it is built, so that the other browser's code is left out. */
export const IS_FIREFOX = import.meta.env["BROWSER"] === "firefox";
