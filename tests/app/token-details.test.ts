import { beforeEach, describe, expect, it } from "vitest";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import { CLIENT_CREDENTIALS, TestWorker, tokenReply } from "./test-worker.ts";

let test: TestWorker;
beforeEach(async () => {
  test = await TestWorker.start();
  test.browser.grantAll("https://auth.example.com/*");
});

async function authorized(changes: Partial<OAuthProfile>, reply: Readonly<Record<string, unknown>>): Promise<string> {
  const profileId = await test.saveProfile({ ...CLIENT_CREDENTIALS, ...changes });
  await test.do("authorize", { profileId });
  (await test.browser.nextCall()).respond(tokenReply(reply));
  await expect
    .poll(async () => (await test.snapshot()).profiles.find(({ id }) => id === profileId)?.status.kind)
    .toBe("valid");
  return profileId;
}

describe("the token view", () => {
  it("shows scope, expiry and the reply, and neither token nor secret", async () => {
    const profileId = await authorized(
      { scope: "read write" },
      { access_token: "access-canary-1", refresh_token: "refresh-canary-1", scope: "read", note: "s3cret-canary" },
    );
    const answer = await test.do("viewToken", { profileId });
    expect(answer.result).toMatchObject({
      accessToken: { kind: "opaque", length: 15 },
      expiresAtMs: test.browser.nowMs + 3_600_000,
      expirySource: "reply",
      scope: { granted: ["read"], missing: ["write"], extra: [] },
    });
    expect(JSON.parse(answer.result.reply.text)).toMatchObject({ scope: "read", token_type: "Bearer" });
    expect(JSON.stringify(answer)).not.toMatch(/access-canary|refresh-canary|s3cret-canary/u);
  });

  it("is refused while the vault is locked, and where there is no token", async () => {
    const profileId = await authorized({}, { access_token: "T1" });
    const empty = await test.saveProfile({ ...CLIENT_CREDENTIALS, name: "Empty" });
    expect(await test.send("viewToken", { profileId: empty })).toMatchObject({ error: { code: "not_found" } });
    await test.do("setPassphrase", { next: "correct horse" });
    await test.do("lock", {});
    expect(await test.send("viewToken", { profileId })).toMatchObject({ ok: false, error: { code: "locked" } });
  });
});
