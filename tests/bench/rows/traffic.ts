import type { Page } from "puppeteer-core";
import { type BenchBrowser, launchBench } from "../chromium.ts";
import { BENCH_HOSTS, type BenchExtension, prepareBare, prepareOurs, preparePermissionOnly } from "../extensions.ts";
import { type Row, interleave, ratioFigure } from "../row.ts";
import { askProbe } from "../seed.ts";
import { startBenchServer } from "../server.ts";
import type { Samples } from "../statistics.ts";
import { fill } from "../world.ts";

/** Requests of one sample, one after the other; the sample is their mean, milliseconds. */
const BATCH = 40;
/** Each time with new browsers: two of the same kind differ by some percent, for as long as they run. */
const LAUNCHES = 4;
const PROFILES = 10;

interface Configuration {
  readonly extension: BenchExtension | undefined;
  readonly isSeeded: boolean;
}

export const traffic: Row = {
  key: "traffic",
  title: "A page's requests",
  async measure({ rounds }) {
    const server = await startBenchServer();
    const api = `h0.bench.test:${server.port}`;
    const configurations: Record<string, Configuration> = {
      none: { extension: undefined, isSeeded: false },
      permissionOnly: { extension: await preparePermissionOnly(), isSeeded: false },
      bare: { extension: await prepareBare(api), isSeeded: false },
      installed: { extension: await prepareOurs({ hosts: [], probe: false }), isSeeded: false },
      observing: { extension: await prepareOurs({ hosts: BENCH_HOSTS }), isSeeded: true },
      notObserving: { extension: await prepareOurs({ hosts: BENCH_HOSTS, observing: false }), isSeeded: true },
    };
    const all: Record<string, number[]> = {};
    try {
      for (let launch = 0; launch < LAUNCHES; launch += 1) {
        const samples = await measureLaunch(configurations, server.port, Math.ceil(rounds / LAUNCHES) + 8);
        for (const [name, values] of Object.entries(samples)) (all[name] ??= []).push(...values);
      }
    } finally {
      await server.close();
      await Promise.all(Object.values(configurations).map(async ({ extension }) => extension?.remove()));
    }
    return { samples: all, figures: figures(all) };
  },
};

function figures(samples: Samples) {
  const none = "no extension installed";
  const bare = "permissions and one bare rule";
  const compare = (what: string, baseline: string, of: string, to: string, budget?: number) =>
    ratioFigure({ what, baseline, samples, of, to, ...(budget === undefined ? {} : { budget }) });
  return [
    compare("Other site, no API host configured", none, "installed.other", "none.other", 1.02),
    compare(
      "Other site, no API host configured",
      "the permission alone",
      "installed.other",
      "permissionOnly.other",
      1.02,
    ),
    compare("Other site, the permission alone", none, "permissionOnly.other", "none.other"),
    compare("Other site, API hosts configured", bare, "observing.other", "bare.other", 1.02),
    compare("Other site, API hosts configured", none, "observing.other", "none.other"),
    compare("With the token, observing", bare, "observing.api", "bare.api", 1.15),
    compare("With the token, not observing", bare, "notObserving.api", "bare.api", 1.02),
    compare("With the token, observing", none, "observing.api", "none.api"),
    compare("With the token, not observing", none, "notObserving.api", "none.api"),
  ];
}

async function measureLaunch(
  configurations: Readonly<Record<string, Configuration>>,
  port: number,
  rounds: number,
): Promise<Samples> {
  const browsers: BenchBrowser[] = [];
  const takers: Record<string, () => Promise<number>> = {};
  try {
    for (const [name, { extension, isSeeded }] of Object.entries(configurations)) {
      const browser = await launchBench(extension === undefined ? [] : [extension.dir]);
      browsers.push(browser);
      if (isSeeded) await attachTokens(browser, port);
      const page = await browser.puppeteer.newPage();
      await page.goto(`http://page.bench.test:${port}/page`);
      const hasToken = name !== "none" && (isSeeded || name === "bare");
      if (name !== "installed" && name !== "permissionOnly") {
        takers[`${name}.api`] = () => fetchBatch(page, `http://h0.bench.test:${port}/data`, hasToken);
      }
      takers[`${name}.other`] = () => fetchBatch(page, `http://other.bench.test:${port}/data`, false);
    }
    return await interleave(rounds, takers);
  } finally {
    await Promise.all(browsers.map((browser) => browser.close()));
  }
}

async function attachTokens(browser: BenchBrowser, port: number): Promise<void> {
  await fill(browser, PROFILES, { port: `:${port}` });
  const page = await browser.openPage("popup.html");
  await askProbe(page, "rules", { afterMs: 0, untilAdded: 1 });
  await page.close();
}

/** Mean of one batch, milliseconds a request. */
async function fetchBatch(page: Page, url: string, hasToken: boolean): Promise<number> {
  await page.bringToFront();
  const { ms, answer } = await page.evaluate(
    async (target, count) => {
      let answer = "";
      const startedAt = performance.now();
      for (let number = 0; number < count; number += 1) {
        const reply = await fetch(target, { cache: "no-store" });
        answer = await reply.text();
      }
      return { ms: (performance.now() - startedAt) / count, answer };
    },
    url,
    BATCH,
  );
  if (answer !== (hasToken ? "token" : "none")) throw new Error(`${url} got ${answer}`);
  return ms;
}
