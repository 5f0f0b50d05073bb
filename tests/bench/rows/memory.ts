import { readFile, readdir } from "node:fs/promises";
import { type BenchBrowser, launchBench } from "../chromium.ts";
import { BENCH_HOSTS, prepareEmpty, prepareOurs } from "../extensions.ts";
import { type Row, growthOf, interleave, ratioFigure } from "../row.ts";
import { askProbe } from "../seed.ts";
import { pollUntil } from "../../support/wait.ts";
import { fill } from "../world.ts";

/** Half a second apart. */
const SETTLED_LOOKS = 3;

export const memory: Row = {
  key: "memory",
  title: "Memory of the idle extension",
  async measure({ rounds, sizes }) {
    const extensions = [await prepareOurs({ hosts: BENCH_HOSTS }), await prepareEmpty()];
    const [ours, empty] = extensions.map(({ dir }) => [dir]);
    try {
      const filled = [...new Set([10, 1_000, ...sizes])].map(
        (size) => [`ours.${size}`, () => measureIdle(ours ?? [], size)] as const,
      );
      const samples = await interleave(Math.ceil(rounds / 6), {
        ...Object.fromEntries(filled),
        empty: () => measureIdle(empty ?? [], 0),
      });
      const baseline = "an empty extension, its worker idle too";
      return {
        samples,
        notes: ["Proportional set size of the extension's process, its worker started and then left alone, MB."],
        figures: [
          ratioFigure({ what: "10 profiles", baseline, samples, of: "ours.10", to: "empty", budget: 1.5 }),
          ratioFigure({ what: "1,000 profiles", baseline, samples, of: "ours.1000", to: "empty" }),
        ],
        growth: [growthOf("Memory when idle", sizes, samples, (size) => `ours.${size}`, "MB")],
      };
    } finally {
      await Promise.all(extensions.map((extension) => extension.remove()));
    }
  },
};

/** Starts a browser, has the worker answer once, closes the page that asked, and weighs the process; MB. */
async function measureIdle(dirs: readonly string[], size: number): Promise<number> {
  const browser = await launchBench(dirs);
  try {
    if (size > 0) await fill(browser, size);
    const page = await browser.openPage("manifest.json");
    await askProbe(page, "ping");
    await page.close();
    return (await settledSize(await extensionProcess(browser))) / 1_024;
  } finally {
    await browser.close();
  }
}

/** The only process of an extension that this browser has. */
async function extensionProcess(browser: BenchBrowser): Promise<string> {
  const parent = String(browser.puppeteer.process()?.pid);
  const found: string[] = [];
  for (const pid of await readdir("/proc")) {
    if (!/^\d+$/u.test(pid)) continue;
    const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (!commandLine.includes("--extension-process") || !commandLine.includes("--type=renderer")) continue;
    if (await isBelow(pid, parent)) found.push(pid);
  }
  const [pid] = found;
  if (pid === undefined || found.length > 1) throw new Error(`${found.length} processes of extensions`);
  return pid;
}

async function isBelow(pid: string, ancestor: string): Promise<boolean> {
  for (let current = pid; current !== "0";) {
    if (current === ancestor) return true;
    const status = await readFile(`/proc/${current}/status`, "utf8").catch(() => "");
    current = /^PPid:\s+(\d+)/mu.exec(status)?.[1] ?? "0";
  }
  return false;
}

/** KB, once what starting left over is gone: three looks in a row within a hundredth. No event tells of it. */
function settledSize(pid: string): Promise<number> {
  const looks: number[] = [];
  const isSettled = async (): Promise<number | false> => {
    looks.push(await proportionalSetSize(pid));
    const last = looks.slice(-SETTLED_LOOKS);
    const size = Math.max(...last);
    return last.length === SETTLED_LOOKS && size - Math.min(...last) < size / 100 && size;
  };
  // Far below the 30 s after which the worker is ended.
  return pollUntil("the process to settle", isSettled, { intervalMs: 500, timeoutMs: 15_000 });
}

async function proportionalSetSize(pid: string): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(/^Pss:\s+(\d+) kB/mu.exec(rollup)?.[1]);
}
