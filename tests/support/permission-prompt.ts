import { execFile } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import type { TestBrowser } from "./browser.ts";
import type { Display } from "./display.ts";
import { findTool } from "./find-browser.ts";
import { pollUntil } from "./wait.ts";

const run = promisify(execFile);

/**
 * For half a second, the time of a double click, Chromium ignores presses in a prompt that has just appeared, and says nothing.
 * There is no event to wait for.
 */
const PROTECTED_MS = 700;

/** Keys from the state in which the prompt opens: Deny has the focus. */
const KEYS = { allow: ["Tab", "Return"], deny: ["Escape"] } as const;

/**
 * Answers the permission prompt a person would see, as soon as it is there, and resolves when it is gone.
 * Chromium: needs a headful browser on the given display. Firefox: needs `promptForPermissions`, headless or not.
 * Rejects where no prompt appears or goes away within 10 seconds.
 */
export async function answerPermissionPrompt(
  browser: TestBrowser,
  answer: "allow" | "deny",
  display?: Display,
): Promise<void> {
  if (browser.name === "firefox") return browser.answerPrompt(answer);
  if (!display) throw new Error("Chromium's prompt needs a display");
  const xdotool = await findTool("xdotool");

  await pollUntil("the permission prompt", () => isPromptOpen(browser));
  await pause(PROTECTED_MS);
  for (const key of KEYS[answer]) await run(xdotool, ["key", key], { env: { ...display.env } });
  await pollUntil("the permission prompt to go", async () => !(await isPromptOpen(browser)));
}

/**
 * Chromium draws the prompt inside its own window, where neither X nor the driver see it. But it is the only thing that takes
 * the focus away from both the browser window and the popup.
 */
async function isPromptOpen(browser: TestBrowser): Promise<boolean> {
  const isWindowFocused = await browser.evaluateInBackground(async () =>
    (await chrome.windows.getAll()).some(({ focused }) => focused),
  );
  return !isWindowFocused && !(await browser.isPopupOpen());
}
