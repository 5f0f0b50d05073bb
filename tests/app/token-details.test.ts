import { beforeEach, describe, expect, it } from "vitest";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import { profilePermissions } from "../../lib/domain/permissions.ts";
import { newProfile } from "../../lib/domain/profile.ts";
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

describe("asking the server", () => {
  const URLS = {
    introspectionUrl: "https://auth.example.com/introspect",
    userinfoUrl: "https://auth.example.com/userinfo",
  } as const;

  it("introspects the token, and neither answer nor trace holds it", async () => {
    const profileId = await authorized(URLS, { access_token: "access-canary-1" });
    const asking = test.do("introspectToken", { profileId });
    const call = await test.browser.nextCall();
    expect(call.url).toBe(URLS.introspectionUrl);
    expect(Object.fromEntries(call.body)).toEqual({ token: "access-canary-1", token_type_hint: "access_token" });
    expect(call.headers.get("authorization")).toBe(`Basic ${btoa("machine:s3cret-canary")}`);
    call.respond(Response.json({ active: true, echo: "access-canary-1" }));
    const answer = await asking;
    expect(answer.result).toMatchObject({ active: true, signed: false });
    await expect
      .poll(async () => (await test.do("listTraces", {})).result.map(({ kind }) => kind))
      .toContain("introspection");
    const told = JSON.stringify([answer, await test.do("listTraces", {})]);
    expect(told).not.toMatch(/access-canary|s3cret-canary/u);
  });

  it("asks for the claims about the person, and neither answer nor trace holds the token", async () => {
    const profileId = await authorized(URLS, { access_token: "access-canary-1" });
    const asking = test.do("fetchUserinfo", { profileId });
    const call = await test.browser.nextCall();
    expect(call.url).toBe(URLS.userinfoUrl);
    expect(call.headers.get("authorization")).toBe("Bearer access-canary-1");
    call.respond(Response.json({ sub: "alice" }));
    const answer = await asking;
    expect(answer.result).toMatchObject({ subject: "unknown" });
    await expect
      .poll(async () => (await test.do("listTraces", {})).result.map(({ kind }) => kind))
      .toContain("userinfo");
    const told = JSON.stringify([answer, await test.do("listTraces", {})]);
    expect(told).not.toContain("access-canary");
  });

  it("tells what it needs to be granted, and Authorize needs none of it", async () => {
    const profile = { ...CLIENT_CREDENTIALS, userinfoUrl: "https://people.example.net/me" };
    const profileId = await test.saveProfile(profile);
    const summary = (await test.snapshot()).profiles.find(({ id }) => id === profileId);
    expect(summary?.questions).toEqual({
      introspection: undefined,
      userinfo: { origins: ["https://people.example.net/*"], permissions: [] },
    });
    expect(profilePermissions({ ...newProfile(profileId, 1), ...profile }).origins).toEqual([
      "https://auth.example.com/*",
    ]);
  });

  it.each(["introspectToken", "fetchUserinfo", "revokeToken"] as const)(
    "shows a token to no server but its own: no %s once the profile names another",
    async (command) => {
      const profileId = await authorized(URLS, { access_token: "T1", refresh_token: "R1" });
      test.browser.grantAll("https://other.example.net/*");
      const form = (await test.do("openProfileForm", { target: { kind: "edit", profileId } })).result;
      const other = {
        tokenUrl: "https://other.example.net/token",
        introspectionUrl: "https://other.example.net/introspect",
        userinfoUrl: "https://other.example.net/userinfo",
        revocationUrl: "https://other.example.net/revoke",
      };
      const profile = { ...form.profile, ...other };
      await test.do("saveProfile", { draftId: form.draftId, profile, secrets: {}, authorize: false });
      const asked: string[] = [];
      test.browser.server = ({ url }) => {
        asked.push(url);
        return Response.json({ active: true });
      };
      expect(await test.send(command, { profileId })).toMatchObject({ ok: false, error: { code: "other_server" } });
      expect(asked).toEqual([]);
      expect((await test.snapshot()).profiles).toMatchObject([{ token: { hasRefreshToken: true } }]);
    },
  );

  it("keeps its answer to itself when the vault was locked meanwhile", async () => {
    const profileId = await authorized(URLS, { access_token: "T1" });
    await test.do("setPassphrase", { next: "correct horse" });
    const asking = test.send("introspectToken", { profileId });
    const call = await test.browser.nextCall();
    await test.do("lock", {});
    call.respond(Response.json({ active: true }));
    expect(await asking).toMatchObject({ ok: false, error: { code: "locked" } });
  });
});
