import type { Page } from "puppeteer-core";
import { launchBench } from "../chromium.ts";
import { prepareEmpty, prepareOurs } from "../extensions.ts";
import { type Row, interleave, ratioFigure } from "../row.ts";

export const coldStart: Row = {
  key: "cold-start",
  title: "Worker cold start to first answer",
  async measure({ rounds }) {
    const extensions = await Promise.all([prepareOurs({ hosts: [], probe: false }), prepareEmpty()]);
    const browser = await launchBench(extensions.map(({ dir }) => dir));
    try {
      const [ours, empty] = await Promise.all([browser.openPage("popup.html", 0), browser.openPage("popup.html", 1)]);
      const askOurs = { command: "getSnapshot" };
      const askEmpty = { bench: "ping" };
      // One that is ended during its very first start is never asked anything again.
      await Promise.all([measureAnswer(ours, askOurs), measureAnswer(empty, askEmpty)]);
      const measureStart = async (page: Page, message: object): Promise<number> => {
        await browser.stopWorkers();
        return measureAnswer(page, message);
      };
      const samples = await interleave(rounds, {
        ours: () => measureStart(ours, askOurs),
        empty: () => measureStart(empty, askEmpty),
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
  },
};

/** From an open page, so that the process is there for both; milliseconds. */
function measureAnswer(page: Page, message: object): Promise<number> {
  return page.evaluate(async (sent) => {
    const startedAt = performance.now();
    const answer: unknown = await chrome.runtime.sendMessage(sent);
    if (answer === undefined) throw new Error("No answer");
    return performance.now() - startedAt;
  }, message);
}
