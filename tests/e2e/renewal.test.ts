import { expect, it } from "vitest";
import { soak } from "../soak/rotation-soak.ts";

it("renews rotating tokens of five seconds from many places at once, none of them twice", async () => {
  const figures = await soak({ renewals: 15, profiles: 4, timeoutMs: 60_000 });
  expect(figures.faults).toEqual({
    reused: 0,
    grantsLost: 0,
    staleRequests: 0,
    needlessRenewals: 0,
    refusedRenewals: 0,
  });
  expect(figures.renewals).toBeGreaterThanOrEqual(15);
  expect(figures.api.withToken).toBeGreaterThan(15);
});
