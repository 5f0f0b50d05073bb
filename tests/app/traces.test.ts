import { beforeEach, describe, expect, it } from "vitest";
import { CLIENT_CREDENTIALS, TestWorker } from "./test-worker.ts";

let test: TestWorker;
beforeEach(async () => {
  test = await TestWorker.start();
  test.browser.grantAll("https://auth.example.com/*");
});

describe("an error on the screen", () => {
  it("names the trace of the exchange that it comes from", async () => {
    const profileId = await test.saveProfile(CLIENT_CREDENTIALS);
    for (const error of ["invalid_client", "invalid_scope"]) {
      await test.do("authorize", { profileId });
      (await test.browser.nextCall()).respond(Response.json({ error }, { status: 400 }));
      await expect
        .poll(async () => (await test.snapshot()).profiles[0]?.status)
        .toMatchObject({ kind: "failed", problem: { error: { error } } });
      const status = (await test.snapshot()).profiles[0]?.status;
      const traceId = status?.kind === "failed" ? status.problem.error.traceId : undefined;
      const trace = (await test.do("listTraces", {})).result.find(({ id }) => id === traceId);
      expect(trace).toMatchObject({ kind: "token", profileId, error: { error } });
      expect(trace?.response).toMatchObject({ kind: "reply", status: 400, body: JSON.stringify({ error }) });
    }
  });
});
