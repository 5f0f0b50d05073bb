import type { Page } from "puppeteer-core";
import { CLIENT_SECRET } from "../records.ts";
import { type Row, growthOf, interleave, ratioFigure } from "../row.ts";
import { askProbe } from "../seed.ts";
import { startOAuthServer } from "../../support/oauth-server.ts";
import { withFilledBrowsers } from "../world.ts";
import { measureRenewal } from "./renewal.ts";

/** The figure is that of so many. */
const PROFILES = 10;

export const authorize: Row = {
  key: "authorize",
  title: "Authorize with client credentials",
  async measure({ rounds, sizes }) {
    const server = await startOAuthServer({
      host: "auth.bench.test",
      clients: [{ id: "machine", secret: CLIENT_SECRET, grantTypes: ["client_credentials"] }],
    });
    const { token } = server.endpoints;
    try {
      const all = [...new Set([PROFILES, ...sizes])];
      return await withFilledBrowsers({ sizes: all, probe: true, tokenUrl: token }, async (browsers) => {
        const takers: Record<string, () => Promise<number>> = {};
        for (const { size, browser } of browsers) {
          const page = await browser.openPage("manifest.json");
          await askProbe(page, "rules", { afterMs: 0, untilAdded: 1 });
          takers[`ours.${size}`] = async () => (await measureRenewal(page)).ms;
          if (size === PROFILES) takers["fetch"] = () => measureFetch(page, token);
        }
        const samples = await interleave(rounds, takers);
        return {
          samples,
          figures: [
            ratioFigure({
              what: "Click to rule in place",
              baseline: "a bare fetch of the same endpoint from the same worker",
              samples,
              of: `ours.${PROFILES}`,
              to: "fetch",
              budget: 2,
            }),
          ],
          growth: [growthOf("Authorize, click to rule in place", sizes, samples, (size) => `ours.${size}`)],
        };
      });
    } finally {
      await server.close();
    }
  },
};

/** Milliseconds. */
async function measureFetch(page: Page, url: string): Promise<number> {
  const body = "grant_type=client_credentials&scope=api%3Aread+api%3Awrite";
  const authorization = `Basic ${btoa(`machine:${CLIENT_SECRET}`)}`;
  const { ok, ms } = await askProbe(page, "fetch", { url, body, authorization });
  if (!ok) throw new Error("The server refused");
  return ms;
}
