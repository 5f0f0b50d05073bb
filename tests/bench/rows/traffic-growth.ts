import { type Row, growthOf, interleave } from "../row.ts";
import { startBenchServer } from "../server.ts";
import { withFilledBrowsers } from "../world.ts";
import { measurePage, startOnce } from "./traffic.ts";

/** Of a batch. */
const REQUESTS = 100;

/** Hundreds of API hosts of one domain are observed by the domain's name, its other hosts with them. */
const TARGETS = { api: "h0.bench.test", neighbour: "other.bench.test", elsewhere: "other.elsewhere.test" } as const;

/** Observing, in a browser for each number of profiles: these differ by some hundredths by themselves. */
export const trafficGrowth: Row = {
  key: "traffic-growth",
  title: "A page's requests among many API hosts",
  async measure({ rounds, sizes }) {
    const server = await startBenchServer();
    const { port } = server;
    try {
      return await withFilledBrowsers({ sizes, probe: true, port: `:${port}` }, async (browsers) => {
        const takers: Record<string, () => Promise<Record<string, number>>> = {};
        for (const { size, browser } of browsers) {
          await startOnce(browser, true);
          const page = await browser.puppeteer.newPage();
          takers[`filled.${size}`] = () =>
            measurePage(page, port, { targets: TARGETS, hasToken: true, count: REQUESTS });
        }
        const samples = await interleave(Math.ceil(rounds / 3), takers);
        const growth = (what: string, target: keyof typeof TARGETS) =>
          growthOf(`A page's request ${what}`, sizes, samples, (size) => `filled.${size}.${target}`);
        return {
          samples,
          figures: [],
          growth: [
            growth("with the token", "api"),
            growth("to a neighbour of the API hosts", "neighbour"),
            growth("elsewhere", "elsewhere"),
          ],
        };
      });
    } finally {
      await server.close();
    }
  },
};
