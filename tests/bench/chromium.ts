import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type CDPSession, type Page, TargetType, launch } from "puppeteer-core";
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
  /** Ends every worker of every extension, and waits until they have. */
  stopWorkers(): Promise<void>;
  close(options?: { keepProfile?: boolean }): Promise<void>;
}

/** Frames as soon as they are ready: 16 ms are more than what is measured. */
const ARGUMENTS = ["--disable-frame-rate-limit", "--disable-gpu-vsync", "--disable-renderer-backgrounding"];

/** Starts Chromium with these unpacked extensions, or with none. */
export async function launchBench(
  extensionDirs: readonly string[],
  { profileDir }: { profileDir?: string } = {},
): Promise<BenchBrowser> {
  const userDataDir = profileDir ?? (await mkdtemp(join(tmpdir(), "bearer-bar-bench-profile-")));
  await prepareProfile(userDataDir);
  const kept = await Promise.all(extensionDirs.map((dir) => keepExtension(userDataDir, dir)));
  const options = await chromiumOptions(["*.bench.test"], userDataDir);
  const puppeteer = await launch({
    ...options,
    args: [...options.args, ...ARGUMENTS],
    protocolTimeout: 120_000,
    targetFilter: (target) => target.type() !== TargetType.SERVICE_WORKER,
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
    async openPage(path, index = 0) {
      const page = await puppeteer.newPage();
      await page.goto(`chrome-extension://${extensionIds[index]}/${path}`);
      return page;
    },
    async close({ keepProfile = false } = {}) {
      await puppeteer.close();
      if (!keepProfile) await rm(userDataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
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
    await session.send("ServiceWorker.stopAllWorkers");
    await pollUntil("the workers to end", () => running.size === 0, { intervalMs: 5 });
  };
}
