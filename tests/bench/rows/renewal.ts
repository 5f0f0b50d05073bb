import type { Page } from "puppeteer-core";
import { type Figure, type Row, growthOf, interleave, ratioFigure } from "../row.ts";
import { askProbe } from "../seed.ts";
import { startBenchServer } from "../server.ts";
import { median } from "../statistics.ts";
import { withFilledBrowsers } from "../world.ts";

export const renewal: Row = {
  key: "renewal",
  title: "One profile renewed among many",
  async measure({ rounds, sizes }) {
    const server = await startBenchServer();
    try {
      return await withFilledBrowsers(
        { sizes, probe: true, tokenUrl: `http://auth.bench.test:${server.port}/token` },
        async (browsers) => {
          const takers: Record<string, () => Promise<Record<string, number>>> = {};
          for (const { size, browser } of browsers) {
            const page = await browser.openPage("manifest.json");
            await askProbe(page, "rules", { afterMs: 0, untilAdded: 1 });
            takers[`ours.${size}`] = () => measureRenewal(page);
          }
          const samples = await interleave(rounds, takers);
          const touched: Figure = {
            what: "Rules touched, 1,000 profiles",
            baseline: "the same with 10",
            unit: "×",
            value: median(samples["ours.1000.touched"] ?? []) / median(samples["ours.10.touched"] ?? []),
            budget: 1,
          };
          return {
            samples,
            figures: [
              ratioFigure({
                what: "Renew to rule in place, 1,000 profiles, 5,000 API hosts",
                baseline: "the same with 10 and 50",
                samples,
                of: "ours.1000.ms",
                to: "ours.10.ms",
                budget: 1.5,
              }),
              touched,
            ],
            growth: [growthOf("Renewal of one profile", sizes, samples, (size) => `ours.${size}.ms`)],
          };
        },
      );
    } finally {
      await server.close();
    }
  },
};

/** As the popup sends it. From the command to the rule with the new token, milliseconds, and how many rules were taken and set for it. */
export async function measureRenewal(page: Page, profileId = "profile-3"): Promise<{ ms: number; touched: number }> {
  const startedAtMs = await page.evaluate(async (id) => {
    const nowMs = performance.timeOrigin + performance.now();
    const answer = await chrome.runtime.sendMessage({
      command: "authorize",
      profileId: id,
      anew: true,
      view: { page: null, hosts: [] },
    });
    if (answer?.ok !== true) throw new Error(JSON.stringify(answer));
    return nowMs;
  }, profileId);
  const { atMs, added, removed } = await askProbe(page, "rules", { afterMs: startedAtMs, untilAdded: 1 });
  return { ms: atMs - startedAtMs, touched: added + removed };
}
