import type { Page } from "puppeteer-core";
import { type BenchBrowser, launchBench } from "../chromium.ts";
import { BENCH_HOSTS, type BenchExtension, prepareBare, prepareOurs, preparePermissionOnly } from "../extensions.ts";
import { type Row, interleave, ratioFigure } from "../row.ts";
import { askProbe } from "../seed.ts";
import { startBenchServer } from "../server.ts";
import type { Samples } from "../statistics.ts";
import { fill } from "../world.ts";

/** Requests of each configuration to each target, all rounds together. */
const REQUESTS = 2_000;
/** Each round has an installing of its own, so that rounds do not share what came of one. */
const ROUNDS_FOR_ONE = 2;
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
      noneAgain: { extension: undefined, isSeeded: false },
      permissionOnly: { extension: await preparePermissionOnly(), isSeeded: false },
      bare: { extension: await prepareBare(api), isSeeded: false },
      bareObserving: { extension: await prepareBare(api, { observing: true }), isSeeded: false },
      installed: { extension: await prepareOurs({ hosts: [], probe: false }), isSeeded: false },
      observing: { extension: await prepareOurs({ hosts: BENCH_HOSTS }), isSeeded: true },
      notObserving: { extension: await prepareOurs({ hosts: BENCH_HOSTS, observing: false }), isSeeded: true },
    };
    const browser = await launchBench([]);
    try {
      const page = await browser.puppeteer.newPage();
      const count = Math.ceil(REQUESTS / (rounds * ROUNDS_FOR_ONE));
      const takers = Object.entries(configurations).map(([name, configuration]) => [
        name,
        () => measureOne(browser, page, server.port, { ...configuration, name, count }),
      ]);
      const samples = await interleave(rounds * ROUNDS_FOR_ONE, Object.fromEntries(takers));
      return { samples, figures: figures(samples) };
    } finally {
      await browser.close();
      await server.close();
      await Promise.all(Object.values(configurations).map(async ({ extension }) => extension?.remove()));
    }
  },
};

function figures(samples: Samples) {
  const none = "no extension installed";
  const bare = "permissions and one bare rule";
  const compare = (what: string, baseline: string, of: string, to: string, budget?: number) =>
    ratioFigure({ what, baseline, samples, of, to, ...(budget === undefined ? {} : { budget }) });
  return [
    compare("No extension installed", "the same once more, to know the noise", "noneAgain.other", "none.other"),
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
    compare("With the token, observing", "the same with three listeners", "observing.api", "bareObserving.api"),
    compare("With the token, not observing", bare, "notObserving.api", "bare.api", 1.02),
    compare("With the token, observing", none, "observing.api", "none.api"),
    compare("With the token, not observing", none, "notObserving.api", "none.api"),
  ];
}

/**
 * In one browser, in which the extensions are exchanged: two browsers of the same kind differ by more than what is to be
 * measured, for as long as they run.
 */
async function measureOne(
  browser: BenchBrowser,
  page: Page,
  port: number,
  { name, extension, isSeeded, count }: Configuration & { name: string; count: number },
): Promise<Record<string, number>> {
  await browser.exchange(extension?.dir);
  if (isSeeded) await fill(browser, PROFILES, { port: `:${port}` });
  const hasToken = isSeeded || name.startsWith("bare");
  if (extension !== undefined) await startOnce(browser, hasToken);
  return measurePage(page, port, { targets: TARGETS, hasToken, count });
}

/** An API host, and another host of the same domain. */
const TARGETS = { api: "h0.bench.test", other: "other.bench.test" } as const;

/** A page's request to each of these hosts, milliseconds; `api` is the one that gets the token, if any does. */
export async function measurePage(
  page: Page,
  port: number,
  { targets, hasToken, count }: { targets: Readonly<Record<string, string>>; hasToken: boolean; count: number },
): Promise<Record<string, number>> {
  await page.bringToFront();
  await page.goto(`http://page.bench.test:${port}/page`);
  const taken: Record<string, number> = {};
  for (const [name, host] of Object.entries(targets)) {
    const url = `http://${host}:${port}/data`;
    taken[name] = await fetchBatch(page, url, { hasToken: hasToken && name === "api", count });
  }
  return taken;
}

/** Until the worker has done what it does at its start, and ends it. */
export async function startOnce(browser: BenchBrowser, hasToken: boolean): Promise<void> {
  const page = await browser.openPage("manifest.json");
  await page.evaluate(() => chrome.runtime.sendMessage({ command: "getSnapshot", bench: "ping" }));
  if (hasToken) await askProbe(page, "rules", { afterMs: 0, untilAdded: 1 });
  await page.close();
  await browser.stopWorkers();
}

/**
 * Mean of one batch, milliseconds a request, after one that is not timed: the connection is open then, the worker awake
 * that looks on, and what an exchange of extensions leaves to do is done.
 */
async function fetchBatch(
  page: Page,
  url: string,
  { hasToken, count }: { hasToken: boolean; count: number },
): Promise<number> {
  const { ms, answer } = await page.evaluate(
    async (target, times) => {
      let answer = "";
      const ask = async (): Promise<void> => {
        for (let number = 0; number < times; number += 1) {
          const reply = await fetch(target, { cache: "no-store" });
          answer = await reply.text();
        }
      };
      await ask();
      const startedAt = performance.now();
      await ask();
      return { ms: (performance.now() - startedAt) / times, answer };
    },
    url,
    count,
  );
  if (answer !== (hasToken ? "token" : "none")) throw new Error(`${url} got ${answer}`);
  return ms;
}
