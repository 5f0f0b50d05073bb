import type { Page } from "puppeteer-core";
import { type BenchBrowser, launchBench } from "../chromium.ts";
import { prepareEmpty, prepareOurs } from "../extensions.ts";
import { type Outcome, type Row, growthOf, interleave, ratioFigure } from "../row.ts";
import type { Samples } from "../statistics.ts";
import { withFilledBrowsers } from "../world.ts";

export const coldStart: Row = {
  key: "cold-start",
  title: "Worker cold start to first answer",
  async measure({ rounds, sizes }) {
    const outcome = await compareWithEmpty(rounds);
    const samples = { ...outcome.samples, ...(await measureSizes(Math.ceil(rounds / 3), sizes)) };
    const growth = growthOf("Worker cold start to first answer", sizes, samples, (size) => `filled.${size}`);
    return { ...outcome, samples, growth: [growth] };
  },
};

/** With nothing stored. */
async function compareWithEmpty(rounds: number): Promise<Outcome> {
  const extensions = await Promise.all([prepareOurs({ hosts: [], probe: false }), prepareEmpty()]);
  const browser = await launchBench(extensions.map(({ dir }) => dir));
  try {
    const [ours, empty] = await Promise.all([browser.openPage("popup.html", 0), browser.openPage("popup.html", 1)]);
    const askOurs = { command: "getSnapshot" };
    const askEmpty = { bench: "ping" };
    // One that is ended during its very first start is never asked anything again.
    await Promise.all([measureAnswer(ours, askOurs), measureAnswer(empty, askEmpty)]);
    const samples = await interleave(rounds, {
      ours: () => measureStart(browser, ours, askOurs),
      empty: () => measureStart(browser, empty, askEmpty),
    });
    return {
      samples,
      figures: [
        ratioFigure({
          what: "Worker asleep, message to answer",
          baseline: "an empty worker that answers",
          samples,
          of: "ours",
          to: "empty",
          budget: 1.5,
        }),
      ],
    };
  } finally {
    await browser.close();
    await Promise.all(extensions.map((extension) => extension.remove()));
  }
}

/** As a page asks first, among so many profiles. */
function measureSizes(rounds: number, sizes: readonly number[]): Promise<Samples> {
  return withFilledBrowsers({ sizes }, async (browsers) => {
    const takers: Record<string, () => Promise<number>> = {};
    for (const { size, browser } of browsers) {
      const page = await browser.openPage("manifest.json");
      takers[`filled.${size}`] = () => measureStart(browser, page, { command: "getSnapshot", view: { first: 30 } });
    }
    return interleave(rounds, takers);
  });
}

async function measureStart(browser: BenchBrowser, page: Page, message: object): Promise<number> {
  await browser.stopWorkers();
  return measureAnswer(page, message);
}

/** From an open page, so that the process is there for both; milliseconds. */
function measureAnswer(page: Page, message: object): Promise<number> {
  return page.evaluate(async (sent) => {
    const startedAt = performance.now();
    const answer: unknown = await chrome.runtime.sendMessage(sent);
    if (answer === undefined) throw new Error("No answer");
    return performance.now() - startedAt;
  }, message);
}
