import { CLIENT_SECRET } from "../records.ts";
import { type Row, interleave, ratioFigure } from "../row.ts";
import { askProbe } from "../seed.ts";
import { startOAuthServer } from "../../support/oauth-server.ts";
import { withFilledBrowsers } from "../world.ts";
import { measureRenewal } from "./renewal.ts";

export const authorize: Row = {
  key: "authorize",
  title: "Authorize with client credentials",
  async measure({ rounds }) {
    const server = await startOAuthServer({
      host: "auth.bench.test",
      clients: [{ id: "machine", secret: CLIENT_SECRET, grantTypes: ["client_credentials"] }],
    });
    const { token } = server.endpoints;
    try {
      return await withFilledBrowsers({ sizes: [10], probe: true, tokenUrl: token }, async ([filled]) => {
        if (filled === undefined) throw new Error("No browser");
        const page = await filled.browser.openPage("manifest.json");
        await askProbe(page, "rules", { afterMs: 0, untilAdded: 1 });
        const body = "grant_type=client_credentials&scope=api%3Aread+api%3Awrite";
        const authorization = `Basic ${btoa(`machine:${CLIENT_SECRET}`)}`;
        const samples = await interleave(rounds, {
          ours: async () => (await measureRenewal(page)).ms,
          fetch: async () => {
            const { ok, ms } = await askProbe(page, "fetch", { url: token, body, authorization });
            if (!ok) throw new Error("The server refused");
            return ms;
          },
        });
        return {
          samples,
          figures: [
            ratioFigure({
              what: "Click to rule in place",
              baseline: "a bare fetch of the same endpoint from the same worker",
              samples,
              of: "ours",
              to: "fetch",
              budget: 2,
            }),
          ],
        };
      });
    } finally {
      await server.close();
    }
  },
};
