import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type CDPSession, type Page, launch } from "puppeteer-core";
import { chromiumOptions } from "../support/browser-chromium.ts";
import { keepExtension, prepareProfile, waitForExtension } from "../support/chromium-profile.ts";
import { pollUntil } from "../support/wait.ts";

/** A browser to measure in. No debugger holds its workers: a held one starts slower, and never ends. */
export interface BenchBrowser {
  readonly puppeteer: Browser;
  /** Ids of the extensions, in the order in which they were given. */
  readonly extensionIds: readonly string[];
  readonly profileDir: string;
  /** A page of an extension; the first of them is there unless another index is given. */
  openPage(path: string, index?: number): Promise<Page>;
  /** Removes the extensions that are there, with what they have stored, and installs this one, or none. */
  exchange(dir: string | undefined): Promise<void>;
  /** Ends every worker of every extension, and waits until they have. */
  stopWorkers(): Promise<void>;
  close(options?: { keepProfile?: boolean }): Promise<void>;
}

/** Frames as soon as they are ready: 16 ms are more than what is measured. */
const ARGUMENTS = ["--disable-frame-rate-limit", "--disable-gpu-vsync", "--disable-renderer-backgrounding"];

/** So many looks in a row at which no worker runs. */
const QUIET_LOOKS = 2;

/** Starts Chromium with these unpacked extensions, or with none. */
export async function launchBench(
  extensionDirs: readonly string[],
  { profileDir }: { profileDir?: string } = {},
): Promise<BenchBrowser> {
  const userDataDir = profileDir ?? (await mkdtemp(join(tmpdir(), "bearer-bar-bench-profile-")));
  await prepareProfile(userDataDir);
  const kept = await Promise.all(extensionDirs.map((dir) => keepExtension(userDataDir, dir)));
  const options = await chromiumOptions(["*.bench.test", "*.elsewhere.test"], userDataDir);
  const puppeteer = await launch({
    ...options,
    args: [...options.args, ...ARGUMENTS],
    protocolTimeout: 60_000,
  });
  const extensionIds: string[] = [];
  for (const [index, dir] of extensionDirs.entries()) {
    extensionIds.push(
      kept[index] === true ? await waitForExtension(puppeteer, dir) : await puppeteer.installExtension(dir),
    );
  }
  const [first] = await puppeteer.pages();
  const control = await (first ?? (await puppeteer.newPage())).createCDPSession();
  const stopWorkers = await watchWorkers(control);
  return {
    puppeteer,
    extensionIds,
    profileDir: userDataDir,
    stopWorkers,
    async exchange(dir) {
      for (const id of extensionIds.splice(0)) await puppeteer.uninstallExtension(id);
      if (dir !== undefined) extensionIds.push(await puppeteer.installExtension(dir));
    },
    openPage: (path, index = 0) => openPage(puppeteer, `chrome-extension://${extensionIds[index]}/${path}`),
    async close({ keepProfile = false } = {}) {
      await puppeteer.close();
      if (!keepProfile) await rm(userDataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Right after the launch the browser may still exchange a new tab's process, which takes the frame from under `goto`. */
function openPage(puppeteer: Browser, url: string): Promise<Page> {
  return pollUntil(`${url} to open`, async () => {
    const page = await puppeteer.newPage();
    try {
      await page.goto(url);
      return page;
    } catch (error) {
      await page.close().catch(() => undefined);
      throw error;
    }
  });
}

async function watchWorkers(session: CDPSession): Promise<() => Promise<void>> {
  const running = new Set<string>();
  session.on("ServiceWorker.workerVersionUpdated", ({ versions }) => {
    for (const { versionId, runningStatus } of versions) {
      if (runningStatus === "stopped") running.delete(versionId);
      else running.add(versionId);
    }
  });
  await session.send("ServiceWorker.enable");
  return async () => {
    let quiet = 0;
    // An event that was still to be delivered starts a worker again right after it was ended.
    await pollUntil(
      "the workers to end",
      async () => {
        quiet = running.size === 0 ? quiet + 1 : 0;
        if (running.size > 0) await session.send("ServiceWorker.stopAllWorkers");
        return quiet === QUIET_LOOKS;
      },
      { intervalMs: 40 },
    );
  };
}
