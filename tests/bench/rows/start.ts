import { BENCH_HOSTS, type BenchExtension, prepareBareStart, prepareOurs } from "../extensions.ts";
import { type BenchBrowser, launchBench } from "../chromium.ts";
import { type Row, growthOf, interleave, ratioFigure } from "../row.ts";
import { askProbe } from "../seed.ts";
import { fill } from "../world.ts";

/** An extension and the profile folder that it is started in again and again. */
interface Started {
  readonly extension: BenchExtension;
  readonly profileDir: string;
  readonly rules: readonly unknown[];
}

export const start: Row = {
  key: "start",
  title: "Browser start to all rules in place",
  async measure({ rounds, sizes }) {
    const started: Started[] = [];
    const takers: Record<string, () => Promise<number>> = {};
    try {
      for (const size of sizes) {
        const ours = await prepare(await prepareOurs({ hosts: BENCH_HOSTS }), size);
        const bare = await prepare(await prepareBareStart(ours.rules), size);
        started.push(ours, bare);
        takers[`ours.${size}`] = () => measureStart(ours, ours.rules.length);
        takers[`bare.${size}`] = () => measureStart(bare, ours.rules.length);
      }
      const samples = await interleave(rounds, takers);
      return {
        samples,
        figures: [
          ratioFigure({
            what: "1,000 profiles, 5,000 API hosts",
            baseline: "reading the same records and setting the same rules",
            samples,
            of: "ours.1000",
            to: "bare.1000",
            budget: 1.3,
          }),
        ],
        growth: [
          growthOf("Browser start to rules", sizes, samples, (size) => `ours.${size}`),
          growthOf("Browser start to rules, bare", sizes, samples, (size) => `bare.${size}`),
        ],
      };
    } finally {
      for (const { extension, profileDir } of started) {
        await (await launchBench([], { profileDir })).close();
        await extension.remove();
      }
    }
  },
};

/** Fills the extension's storage in a profile folder of its own, and notes the rules that come of it. */
async function prepare(extension: BenchExtension, size: number): Promise<Started> {
  const browser = await launchBench([extension.dir]);
  await fill(browser, size);
  const rules = await rulesOf(browser);
  await browser.close({ keepProfile: true });
  return { extension, profileDir: browser.profileDir, rules };
}

async function rulesOf(browser: BenchBrowser): Promise<readonly unknown[]> {
  const page = await browser.openPage("popup.html");
  await askProbe(page, "rules", { afterMs: 0, untilAdded: 1 });
  return page.evaluate(() => chrome.declarativeNetRequest.getSessionRules());
}

/** From the worker's first moment to the last rule, milliseconds; the browser itself takes as long for both. */
async function measureStart({ extension, profileDir }: Started, rules: number): Promise<number> {
  const browser = await launchBench([extension.dir], { profileDir });
  try {
    const page = await browser.openPage("manifest.json");
    const { atMs, startedAtMs, untimedMs } = await askProbe(page, "rules", { afterMs: 0, untilAdded: rules });
    return atMs - startedAtMs - untimedMs;
  } finally {
    await browser.close({ keepProfile: true });
  }
}
