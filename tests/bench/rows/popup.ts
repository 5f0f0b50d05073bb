import { prepareEmpty } from "../extensions.ts";
import { measurePaint, watchPaint } from "../paint.ts";
import { type Outcome, type Row, growthOf, interleave, ratioFigure } from "../row.ts";
import type { Samples } from "../statistics.ts";
import { type FilledBrowser, keepProcesses, withFilledBrowsers } from "../world.ts";

/** A profile in the list, with its status. */
const USABLE = '[aria-labelledby="profiles"] > li .status';

export const popup: Row = {
  key: "popup",
  title: "Popup",
  async measure({ rounds, sizes }) {
    return withFilledBrowsers({ sizes, others: [await prepareEmpty()] }, async (browsers) => {
      const takers = await Promise.all(browsers.map(takersOf));
      return outcome(await interleave(rounds, Object.assign({}, ...takers)), sizes);
    });
  },
};

/** `ours` with the worker running, `cold` with it asleep, and the empty extension's popup. */
async function takersOf({ size, browser }: FilledBrowser) {
  await keepProcesses(browser);
  const page = await browser.puppeteer.newPage();
  const watched = await watchPaint(page, USABLE);
  const [ours, empty] = browser.extensionIds.map((id) => `chrome-extension://${id}/popup.html`);
  const open = (url = "", isOurs = true) => measurePaint(watched, url, isOurs);
  return {
    [`ours.${size}`]: async () => {
      const { firstMs, usableMs } = await open(ours);
      return { first: firstMs, usable: usableMs };
    },
    [`cold.${size}`]: async () => {
      await browser.stopWorkers();
      const { firstMs, usableMs } = await open(ours);
      return { first: firstMs, usable: usableMs };
    },
    [`empty.${size}`]: async () => ({ first: (await open(empty, false)).firstMs }),
  };
}

function outcome(samples: Samples, sizes: readonly number[]): Outcome {
  const compare = (what: string, baseline: string, of: string, to: string, budget?: number) =>
    ratioFigure({ what, baseline, samples, of, to, ...(budget === undefined ? {} : { budget }) });
  const popupOfEmpty = "an empty extension's popup";
  return {
    samples,
    figures: [
      compare("First content, 10 profiles", popupOfEmpty, "ours.10.first", "empty.10.first", 1.15),
      compare("First content, 1,000 profiles", popupOfEmpty, "ours.1000.first", "empty.1000.first", 1.25),
      compare("Usable list, 1,000 profiles", "the same with 10", "ours.1000.usable", "ours.10.usable", 1.5),
      compare("First content, 1,000, worker asleep", popupOfEmpty, "cold.1000.first", "empty.1000.first"),
      compare("Usable list, 1,000, worker asleep", "the same with 10", "cold.1000.usable", "cold.10.usable"),
    ],
    growth: [
      growthOf("Popup, first content", sizes, samples, (size) => `ours.${size}.first`),
      growthOf("Popup, usable list", sizes, samples, (size) => `ours.${size}.usable`),
      growthOf("Popup, usable list, worker asleep", sizes, samples, (size) => `cold.${size}.usable`),
    ],
  };
}
