import type { Page } from "puppeteer-core";
import { prepareEmpty } from "../extensions.ts";
import { measurePaint, watchPaint } from "../paint.ts";
import { type Outcome, type Row, growthOf, interleave, ratioFigure } from "../row.ts";
import { type Samples, median } from "../statistics.ts";
import { type FilledBrowser, keepProcesses, withFilledBrowsers } from "../world.ts";

/** A profile or an API host in the list, or what is shown where there is none. */
const LIST = ".options-main .cards > li, .options-main .empty";
const SCROLL_FRAMES = 120;
const LONGEST_FRAME_MS = 50;
/** Pixels: as high as a list has become when the scrolling ends. */
const PLAIN_HEIGHT = 24_000;

export const options: Row = {
  key: "options",
  title: "Manage OAuth",
  async measure({ rounds, sizes }) {
    return withFilledBrowsers({ sizes: [0, ...sizes], others: [await prepareEmpty()] }, async (browsers) => {
      const takers = await Promise.all(browsers.map(takersOf));
      return outcome(await interleave(rounds, Object.assign({}, ...takers)), sizes);
    });
  },
};

async function takersOf({ size, browser }: FilledBrowser) {
  await keepProcesses(browser);
  const page = await browser.puppeteer.newPage();
  const watched = await watchPaint(page, LIST);
  const [ours, empty] = browser.extensionIds.map((id) => `chrome-extension://${id}/`);
  const take = async (hash: string) => {
    const { usableMs } = await measurePaint(watched, `${ours}options.html${hash}`, true);
    const scrolled = await scroll(page);
    return { list: usableMs, longFrames: scrolled.longFrames, longest: scrolled.longestMs };
  };
  return {
    [`profiles.${size}`]: async () => {
      const shown = await take("#/oauths");
      return size < 10 ? shown : { ...shown, search: await search(page) };
    },
    [`hosts.${size}`]: () => take("#/hosts"),
    [`empty.${size}`]: async () => {
      const { firstMs } = await measurePaint(watched, `${empty}popup.html`, false);
      await page.evaluate((height) => (document.body.style.height = `${height}px`), PLAIN_HEIGHT);
      return { list: firstMs, longFrames: (await scroll(page)).longFrames };
    },
  };
}

/** Scrolls through the page, a piece each frame, and watches how long the frames are. */
function scroll(page: Page): Promise<{ longFrames: number; longestMs: number }> {
  return page.evaluate(
    async (frames, limitMs) => {
      const lengths: number[] = [];
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) lengths.push(entry.duration);
      });
      observer.observe({ type: "long-animation-frame" });
      const step = Math.max(200, document.documentElement.scrollHeight / frames);
      for (let frame = 0; frame < frames; frame += 1) {
        scrollBy({ top: step, behavior: "instant" });
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      // The last frame is told of once the next has begun.
      for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
      for (const entry of observer.takeRecords()) lengths.push(entry.duration);
      observer.disconnect();
      return { longFrames: lengths.filter((ms) => ms > limitMs).length, longestMs: Math.max(0, ...lengths) };
    },
    SCROLL_FRAMES,
    LONGEST_FRAME_MS,
  );
}

/** From a key in the search box to the frame with what was found. */
function search(page: Page): Promise<number> {
  return page.evaluate(async () => {
    scrollTo({ top: 0, behavior: "instant" });
    const box = document.querySelector<HTMLInputElement>('input[type="search"]');
    if (box === null) throw new Error("No search box");
    const painted = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    await painted();
    const startedAt = performance.now();
    box.value = "profile 7";
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await painted();
    return performance.now() - startedAt;
  });
}

function outcome(samples: Samples, sizes: readonly number[]): Outcome {
  const nothing = "the same page with nothing stored";
  const compare = (what: string, baseline: string, of: string, to: string, budget?: number) =>
    ratioFigure({ what, baseline, samples, of, to, ...(budget === undefined ? {} : { budget }) });
  const frames = (what: string, of: string, budget?: number) => {
    const value = median(samples[of] ?? []);
    const figure = { what, baseline: "frames over 50 ms", unit: "frames", value } as const;
    return budget === undefined ? figure : { ...figure, budget };
  };
  return {
    samples,
    figures: [
      compare("First list, 1,000 profiles", nothing, "profiles.1000.list", "profiles.0.list", 2),
      compare("First list, 5,000 API hosts", nothing, "hosts.1000.list", "hosts.0.list", 2),
      compare("First list, 1,000 profiles", "an empty extension's page", "profiles.1000.list", "empty.1000.list"),
      frames("Scrolling, 1,000 profiles", "profiles.1000.longFrames", 0),
      frames("Scrolling, 5,000 API hosts", "hosts.1000.longFrames", 0),
      frames("Scrolling, nothing but height", "empty.1000.longFrames"),
    ],
    growth: [
      growthOf("Manage OAuth, list of profiles", sizes, samples, (size) => `profiles.${size}.list`),
      growthOf("Manage OAuth, list of API hosts", sizes, samples, (size) => `hosts.${size}.list`),
      growthOf("Manage OAuth, search", sizes, samples, (size) => `profiles.${size}.search`),
    ],
  };
}
