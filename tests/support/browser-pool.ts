import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestBrowser, launchBrowser } from "./browser.ts";
import type { LaunchOptions } from "./browser-session.ts";

/** Names the folder for the profiles of browsers that are used again, for as long as one run of the tests lasts. */
const VARIABLE = "BROWSER_POOL";

/**
 * A browser takes longer to start than many tests take, so that a worker's specs use one in turn: each gets it with another
 * extension, and nothing of what was before.
 */
export async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "bearer-bar-pool-"));
  process.env[VARIABLE] = folder;
  return () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

export interface TakenBrowser {
  readonly browser: TestBrowser;
  /** Hands it on, or closes it where nobody could use it. */
  giveBack(): Promise<void>;
}

interface Idle {
  readonly kind: string;
  readonly browser: TestBrowser;
}

/** Of this worker; specs run one after the other in it. */
let idle: Idle | undefined;

/** A browser with the extension, like a new one; outside of a run of the tests, a new one. */
export async function takeBrowser(options: LaunchOptions): Promise<TakenBrowser> {
  const folder = process.env[VARIABLE];
  if (folder === undefined || options.userDataDir !== undefined || options.program !== undefined) {
    const browser = await launchBrowser(options);
    return { browser, giveBack: () => browser.close() };
  }
  const { extensionDir, ...rest } = options;
  const kind = JSON.stringify(rest);
  const browser =
    (await reuse(kind, extensionDir)) ??
    (await launchBrowser({ ...options, userDataDir: await mkdtemp(join(folder, "profile-")) }));
  return {
    browser,
    async giveBack() {
      if (browser.isOpen) idle = { kind, browser };
    },
  };
}

/** The idle browser with this extension, if it is of this kind and in order; otherwise ends it. */
async function reuse(kind: string, extensionDir: string): Promise<TestBrowser | undefined> {
  const last = idle;
  idle = undefined;
  if (last === undefined) return undefined;
  const { browser } = last;
  const isReady =
    last.kind === kind &&
    (await browser.exchange(extensionDir).then(
      () => true,
      () => false,
    ));
  if (isReady) return browser;
  // One that is dead already has nothing to close.
  await browser.close().catch(() => undefined);
  return undefined;
}
