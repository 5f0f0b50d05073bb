import type { Page } from "puppeteer-core";
import { type BenchBrowser, launchBench } from "./chromium.ts";
import { BENCH_HOSTS, type BenchExtension, prepareOurs } from "./extensions.ts";
import { createRecords } from "./records.ts";
import { seed } from "./seed.ts";

/** Nothing listens there: rows that only look at stored records need no server. */
const NOWHERE = "http://auth.bench.test:9/token";

export interface FilledBrowser {
  readonly size: number;
  readonly browser: BenchBrowser;
}

/**
 * Starts a browser for each number of profiles, each with ours in it, filled, and with the other extensions beside;
 * closes them all in the end.
 */
export async function withFilledBrowsers<T>(
  options: {
    readonly sizes: readonly number[];
    readonly others?: readonly BenchExtension[];
    readonly probe?: boolean;
    readonly tokenUrl?: string;
    /** Of the API hosts and their calling pages, with its colon. */
    readonly port?: string;
  },
  measure: (browsers: readonly FilledBrowser[]) => Promise<T>,
): Promise<T> {
  const { sizes, others = [], probe = false, ...records } = options;
  const extensions = [await prepareOurs({ hosts: BENCH_HOSTS, probe }), ...others];
  const filled: FilledBrowser[] = [];
  try {
    for (const size of sizes) {
      const browser = await launchBench(extensions.map(({ dir }) => dir));
      filled.push({ size, browser });
      if (size > 0) await fill(browser, size, records);
    }
    return await measure(filled);
  } finally {
    await Promise.all(filled.map(({ browser }) => browser.close()));
    await Promise.all(extensions.map((extension) => extension.remove()));
  }
}

/** Fills the storage of the browser's first extension. */
export async function fill(
  browser: BenchBrowser,
  size: number,
  { tokenUrl = NOWHERE, port = "" }: { tokenUrl?: string; port?: string } = {},
): Promise<void> {
  const callingPage = `http://page.bench.test${port}`;
  await seed(browser, await createRecords({ profiles: size, tokenUrl, callingPage, port }));
}

/** A page of each extension that stays open: its process is there then, as it is while its worker runs. */
export async function keepProcesses(browser: BenchBrowser): Promise<Page[]> {
  return Promise.all(browser.extensionIds.map((_, index) => browser.openPage("manifest.json", index)));
}
