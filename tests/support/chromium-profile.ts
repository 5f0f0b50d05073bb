import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "puppeteer-core";
import { pollUntil } from "./wait.ts";

interface Preferences {
  readonly extensions?: {
    readonly settings?: Readonly<Record<string, { readonly path?: string; creation_flags?: number }>>;
  };
}

/** Set on an extension that came through the debugging protocol; the next start of the browser removes it. */
const FLAG_REMOVED_AT_START = 1 << 15;

/**
 * Makes a new profile one in developer mode, without which Chromium disables an unpacked extension that calls `runtime.reload()`.
 * Leaves a profile that was used before as it is.
 */
export async function prepareProfile(userDataDir: string): Promise<void> {
  const folder = join(userDataDir, "Default");
  await mkdir(folder, { recursive: true });
  const preferences = JSON.stringify({ extensions: { ui: { developer_mode: true } } });
  await writeFile(join(folder, "Preferences"), preferences, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
}

/**
 * Makes an extension of an earlier run stay in the profile, with the permissions it was given, so that the browser starts it
 * as it does for a person. False where the profile has it not, or keeps it in a signed file (macOS and Windows).
 */
export async function keepExtension(userDataDir: string, dir: string): Promise<boolean> {
  const file = join(userDataDir, "Default", "Preferences");
  const preferences = JSON.parse(await readFile(file, "utf8")) as Preferences;
  const settings = Object.values(preferences.extensions?.settings ?? {}).find(({ path }) => path === dir);
  if (!settings) return false;
  settings.creation_flags = (settings.creation_flags ?? 0) & ~FLAG_REMOVED_AT_START;
  await writeFile(file, JSON.stringify(preferences));
  return true;
}

/** The id of an extension that the browser loads by itself. Rejects where that does not happen within 10 seconds. */
export async function waitForExtension(browser: Browser, dir: string): Promise<string> {
  return pollUntil("the extension of the profile", async () => {
    const extensions = [...(await browser.extensions()).values()];
    return extensions.find(({ path, enabled }) => enabled && path === dir)?.id;
  });
}
