import { beforeEach, describe, expect, it } from "vitest";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import { DEFAULT_SETTINGS } from "../../lib/domain/settings.ts";
import { FakeServer } from "./fake-server.ts";
import { quiet } from "./quiet.ts";
import { API_HOST, AUTHORIZATION_CODE, CLIENT_CREDENTIALS, TestWorker } from "./test-worker.ts";

const ALL = ["https://auth.example.com/*", "https://api.example.com/*", "https://docs.example.org/*"] as const;
const HOUR = 3_600_000;

let test: TestWorker;
beforeEach(async () => {
  test = await TestWorker.start();
  test.browser.grantAll(...ALL);
  await test.do("saveSettings", { settings: { ...DEFAULT_SETTINGS, notifications: true } });
});

function serve(options: Partial<FakeServer["options"]> = {}): FakeServer {
  return new FakeServer(test.browser, { lifetime: 3600, rotates: true, ...options });
}

async function statusOf(profileId: string) {
  return (await test.snapshot()).profiles.find(({ id }) => id === profileId)?.status;
}

/** The tokens that the rules carry. */
function attached(): string[] {
  const values = test.browser.rules.flatMap(({ action }) =>
    action.type === "modifyHeaders"
      ? action.requestHeaders.map((change) => ("value" in change ? change.value : ""))
      : [],
  );
  return [...new Set(values.map((value) => value.replace("Bearer ", "")))].filter((value) => value !== "");
}

/** A profile that was authorized and is attached to an API host. */
async function authorized(changes: Partial<OAuthProfile> = {}, host = API_HOST.pattern as string): Promise<string> {
  const profileId = await test.saveProfile({ ...AUTHORIZATION_CODE, ...changes });
  await test.do("saveHost", { host: { ...API_HOST, pattern: host, profileId } });
  await authorize(profileId);
  return profileId;
}

async function authorize(profileId: string): Promise<void> {
  await test.do("authorize", { profileId, anew: true });
  if (test.store.profiles.expect(profileId).grantType === "authorization_code") {
    const window = await test.browser.nextWindow();
    window.redirect(`code=C&state=${new URL(window.url).searchParams.get("state")}`);
  }
  await quiet();
}

async function pass(milliseconds: number): Promise<void> {
  test.browser.advance(milliseconds);
  await quiet();
}

async function ringAlarm(): Promise<void> {
  await test.worker.renewalDue();
  await quiet();
}

async function authorizedWithout(changes: Partial<OAuthProfile>): Promise<string> {
  const profileId = await test.saveProfile({ ...AUTHORIZATION_CODE, ...changes });
  await test.do("saveHost", { host: { ...API_HOST, profileId } });
  await test.do("authorize", { profileId });
  const window = await test.browser.nextWindow();
  window.redirect(`code=C&state=${new URL(window.url).searchParams.get("state")}`);
  (await test.browser.nextCall()).respond(Response.json({ access_token: "T1", expires_in: 3600 }));
  await quiet();
  test.browser.nowMs += HOUR;
  return profileId;
}

async function loseReply(rotates: boolean, kind: "lost before" | "lost after") {
  const server = serve({ rotates });
  const profileId = await authorized();
  // Learns whether it rotates.
  test.browser.nowMs += HOUR - 60_000;
  await ringAlarm();
  test.browser.nowMs += HOUR - 60_000;
  server.next = [kind];
  await ringAlarm();
  return { server, profileId };
}

async function renewalsAfter(refuse: () => void): Promise<number> {
  const server = serve();
  const profileId = await authorized();
  expect(test.browser.watchedPatterns).toEqual(["https://api.example.com/*"]);
  refuse();
  await quiet();
  expect((await statusOf(profileId))?.kind).toBe("valid");
  return server.refreshes;
}

describe("renewal before expiry", () => {
  it("renews a token of five seconds by timer, again and again, and each time once", async () => {
    const server = serve({ lifetime: 5 });
    await authorized();
    for (let renewal = 1; renewal <= 10; renewal += 1) {
      await pass(2_500);
      expect(server.refreshes).toBe(renewal);
      expect(attached()).toEqual([`T${renewal + 1}`]);
    }
    expect(server.reuses).toBe(0);
  });

  it("sets one alarm at the renewal of a token of an hour, and renews when it rings", async () => {
    const server = serve();
    await authorized();
    const inMs = (test.browser.alarmAtMs ?? 0) - test.browser.nowMs;
    expect(inMs).toBeGreaterThan(HOUR - 100_000);
    expect(inMs).toBeLessThanOrEqual(HOUR - 70_000);
    test.browser.nowMs += inMs;
    await ringAlarm();
    expect(server.refreshes).toBe(1);
    expect(attached()).toEqual(["T2"]);
  });

  it("renews at browser start what came due while it was closed", async () => {
    const server = serve();
    const profileId = await authorized();
    test.browser.nowMs += 8 * HOUR;
    await test.restartBrowser();
    expect(attached()).toEqual([]);
    await pass(0);
    expect(server.refreshes).toBe(1);
    expect(await statusOf(profileId)).toMatchObject({ kind: "valid" });
    expect(attached()).toEqual(["T2"]);
  });

  it("renews client credentials without a refresh token", async () => {
    serve({ lifetime: 5 });
    await authorized({ ...CLIENT_CREDENTIALS });
    await pass(2_500);
    expect(attached()).toEqual(["T2"]);
  });

  it("uses the refresh URL and the refresh parameters of the profile", async () => {
    const profileId = await authorizedByHand({ refreshUrl: "https://auth.example.com/refresh" });
    test.browser.nowMs += HOUR;
    const renewing = test.worker.renewalDue();
    const call = await test.browser.nextCall();
    expect(call.url).toBe("https://auth.example.com/refresh");
    expect(Object.fromEntries(call.body)).toEqual({ grant_type: "refresh_token", refresh_token: "R1" });
    expect(call.headers.get("authorization")).toBe(`Basic ${btoa("person:s3cret-canary")}`);
    call.respond(Response.json({ access_token: "T2", expires_in: 3600 }));
    await renewing;
    expect((await test.store.grants.tokenSet(profileId))?.refreshToken).toBe("R1");
  });

  it("never renews by itself what is switched off, and takes the rule away before the token expires", async () => {
    const server = serve();
    const profileId = await authorized({ autoRenew: false });
    test.browser.nowMs += HOUR - 10_000;
    await ringAlarm();
    expect(server.refreshes).toBe(0);
    expect(attached()).toEqual([]);
    test.browser.nowMs += 10_000;
    expect(await statusOf(profileId)).toMatchObject({ kind: "expired", problem: undefined });
  });

  it("is off for all while the settings say so, a 401 included, and goes on when they no longer do", async () => {
    const server = serve();
    const profileId = await authorized();
    await test.do("saveSettings", { settings: { ...DEFAULT_SETTINGS, autoRenew: false } });
    test.browser.refuse("https://api.example.com/me", "Bearer T1");
    await quiet();
    test.browser.nowMs += HOUR - 10_000;
    await ringAlarm();
    expect(server.refreshes).toBe(0);
    expect(attached()).toEqual([]);
    await test.do("saveSettings", { settings: DEFAULT_SETTINGS });
    await ringAlarm();
    expect(server.refreshes).toBe(1);
    expect(await statusOf(profileId)).toMatchObject({ kind: "valid" });
  });

  it("leaves a profile alone that no host uses until Copy asks for it", async () => {
    const server = serve();
    const profileId = await test.saveProfile(AUTHORIZATION_CODE);
    await authorize(profileId);
    test.browser.nowMs += 2 * HOUR;
    await ringAlarm();
    expect(server.refreshes).toBe(0);
    await test.do("copyToken", { profileId });
    expect(test.browser.copied).toEqual(["T2"]);
  });

  it("renews a hundred profiles that expire together six at a time", async () => {
    serve();
    for (let number = 0; number < 100; number += 1) {
      await authorized({ ...CLIENT_CREDENTIALS, name: `P${number}` }, `https://api${number}.example.com`);
    }
    test.browser.grantAll("https://*/*");
    test.browser.server = undefined;
    test.browser.nowMs += HOUR;
    const renewing = test.worker.renewalDue();
    let most = 0;
    for (let number = 0; number < 100; number += 1) {
      await quiet();
      most = Math.max(most, test.browser.pendingCalls);
      (await test.browser.nextCall()).respond(Response.json({ access_token: `N${number}`, expires_in: 3600 }));
    }
    await renewing;
    expect(most).toBe(6);
  });

  it("asks nobody once the permission for the token endpoint is withdrawn, and catches up when it is given again", async () => {
    const server = serve();
    const profileId = await authorized();
    test.browser.grantAll(...ALL.slice(1));
    await test.worker.permissionsChanged();
    expect(attached()).toEqual(["T1"]);
    test.browser.nowMs += 2 * HOUR;
    await ringAlarm();
    expect([server.refreshes, attached()]).toEqual([0, []]);
    expect(await statusOf(profileId)).toMatchObject({ problem: { error: { code: "permission_missing" } } });
    test.browser.grantAll(...ALL);
    await test.worker.permissionsChanged();
    await ringAlarm();
    expect([server.refreshes, attached()]).toEqual([1, ["T2"]]);
  });

  it("does nothing while the vault is locked, and catches up when it is unlocked", async () => {
    const server = serve();
    const profileId = await authorized();
    await test.do("setPassphrase", { next: "correct horse battery" });
    await test.do("lock", {});
    expect(attached()).toEqual([]);
    test.browser.nowMs += 2 * HOUR;
    await ringAlarm();
    expect([server.refreshes, test.browser.alarmAtMs, test.browser.notified]).toEqual([0, undefined, []]);
    await test.do("unlock", { passphrase: "correct horse battery" });
    await quiet();
    expect(await statusOf(profileId)).toMatchObject({ kind: "valid" });
    expect(attached()).toEqual(["T2"]);
  });
});

/** Authorized with T1 and R1, every call the test's to answer. */
async function authorizedByHand(changes: Partial<OAuthProfile> = {}): Promise<string> {
  serve();
  const profileId = await authorized(changes);
  test.browser.server = undefined;
  return profileId;
}

describe("without a refresh token", () => {
  it("says once that the person is needed", async () => {
    const profileId = await authorizedWithout({});
    await ringAlarm();
    await ringAlarm();
    expect(await statusOf(profileId)).toMatchObject({
      kind: "expired",
      problem: { error: { code: "needs_authorization" } },
    });
    expect(test.browser.notified).toEqual(["Person"]);
    expect(test.browser.badges.at(-1)).toBe("attention");
  });

  it("asks silently with prompt=none where the profile allows it", async () => {
    await authorizedWithout({ silentRenew: true });
    const renewing = test.worker.renewalDue();
    const window = await test.browser.nextWindow();
    const sent = new URL(window.url).searchParams;
    expect([window.interactive, sent.get("prompt")]).toEqual([false, "none"]);
    window.redirect(`code=C2&state=${sent.get("state")}`);
    (await test.browser.nextCall()).respond(Response.json({ access_token: "T2", expires_in: 3600 }));
    await renewing;
    expect(attached()).toEqual(["T2"]);
  });

  it("needs the person when the silent answer is login_required", async () => {
    const profileId = await authorizedWithout({ silentRenew: true });
    const renewing = test.worker.renewalDue();
    const window = await test.browser.nextWindow();
    window.redirect(`error=login_required&state=${new URL(window.url).searchParams.get("state")}`);
    await renewing;
    expect(await statusOf(profileId)).toMatchObject({
      problem: { error: { code: "needs_authorization", error: "login_required" }, retryAtMs: undefined },
    });
  });
});

describe("failure by kind", () => {
  const REPLIES: readonly (readonly [string, () => Response, object])[] = [
    [
      "429",
      () => new Response("", { status: 429, headers: { "retry-after": "120" } }),
      { error: { code: "retry_later" }, retryAtMs: 120_000 },
    ],
    ["503", () => new Response("", { status: 503 }), { error: { code: "retry_later" }, retryAtMs: 5_000 }],
    ["500", () => new Response("", { status: 500 }), { error: { code: "http_status", status: 500 }, retryAtMs: 5_000 }],
    [
      "invalid_client",
      () => Response.json({ error: "invalid_client" }, { status: 401 }),
      { error: { code: "token_refused" } },
    ],
    ["400 without a reason", () => new Response("", { status: 400 }), { error: { code: "http_status", status: 400 } }],
  ];

  it.each(REPLIES)("%s keeps the grant and what is still fresh of it", async (_, reply, problem) => {
    const server = serve();
    const profileId = await authorized();
    test.browser.nowMs += HOUR - 60_000;
    server.next = [reply()];
    await ringAlarm();
    const status = await statusOf(profileId);
    expect(status).toMatchObject({ kind: "valid" });
    const failure = test.store.grants.get(profileId)?.failure;
    const inMs = failure?.retryAtMs === undefined ? undefined : failure.retryAtMs - test.browser.nowMs;
    const { retryAtMs: least, ...rest } = problem as { retryAtMs?: number };
    expect(failure).toMatchObject(rest);
    if (least === undefined) expect(inMs).toBeUndefined();
    else expect(inMs).toBeGreaterThanOrEqual(least);
    expect(attached()).toEqual(["T1"]);
    expect((await test.store.grants.tokenSet(profileId))?.refreshToken).toBe("R1");
    test.browser.nowMs += 60_000;
    await ringAlarm();
    expect(attached()).not.toContain("T1");
  });

  it("tries again at the time it named, and is well again", async () => {
    const server = serve();
    const profileId = await authorized();
    test.browser.nowMs += HOUR - 60_000;
    server.next = [new Response("", { status: 503 })];
    await ringAlarm();
    await pass(7_000);
    expect(await statusOf(profileId)).toMatchObject({ kind: "valid", problem: undefined });
    expect(attached()).toEqual(["T2"]);
  });

  it("drops the refresh token on invalid_grant only, keeps the access token to its end, and tells the person once", async () => {
    const server = serve();
    const profileId = await authorized();
    test.browser.nowMs += HOUR - 60_000;
    server.next = [Response.json({ error: "invalid_grant", error_description: "revoked by admin" }, { status: 400 })];
    await ringAlarm();
    expect(await statusOf(profileId)).toMatchObject({
      kind: "valid",
      problem: { error: { code: "needs_authorization", error: "invalid_grant", errorDescription: "revoked by admin" } },
    });
    expect(await test.store.grants.tokenSet(profileId)).toMatchObject({ accessToken: "T1", refreshToken: undefined });
    expect(attached()).toEqual(["T1"]);
    await pass(50_000);
    await ringAlarm();
    expect([attached(), server.refreshes, test.browser.notified]).toEqual([[], 0, ["Person"]]);
  });

  it("sends nothing while the browser is offline, and goes on when it is back", async () => {
    const server = serve();
    const profileId = await authorized();
    test.browser.nowMs += HOUR - 60_000;
    test.browser.isOnline = false;
    await ringAlarm();
    expect(test.store.grants.get(profileId)?.failure).toMatchObject({ error: { code: "offline" } });
    expect(server.refreshes).toBe(0);
    test.browser.isOnline = true;
    await pass(7_000);
    expect(attached()).toEqual(["T2"]);
  });
});

describe("a reply that was never read", () => {
  it.each(["lost before", "lost after"] as const)(
    "%s the server: a rotating token is never sent again by itself",
    async (kind) => {
      const { server, profileId } = await loseReply(true, kind);
      expect(await statusOf(profileId)).toMatchObject({
        kind: "valid",
        problem: { error: { code: "renewal_unknown" } },
      });
      const before = server.refreshes;
      await pass(20_000);
      test.browser.nowMs += 8 * HOUR;
      await ringAlarm();
      expect(await test.send("copyToken", { profileId })).toMatchObject({
        ok: false,
        error: { code: "renewal_unknown" },
      });
      expect([server.refreshes - before, server.reuses, attached()]).toEqual([0, 0, []]);
      expect(test.browser.notified).toEqual(["Person"]);
    },
  );

  it("leaves a rotating token alone also when an API answers 401 to what is attached", async () => {
    const { server, profileId } = await loseReply(true, "lost after");
    const before = server.refreshes;
    test.browser.refuse("https://api.example.com/me", `Bearer ${attached()[0]}`);
    await quiet();
    expect([server.refreshes - before, server.reuses]).toEqual([0, 0]);
    expect((await test.snapshot()).profiles[0]?.apiRefusal).toMatchObject({ renewed: false });
    expect(await statusOf(profileId)).toMatchObject({ problem: { error: { code: "renewal_unknown" } } });
  });

  it("is tried once more when the person presses Renew, and is well if the server had not seen it", async () => {
    const { server, profileId } = await loseReply(true, "lost before");
    await test.do("authorize", { profileId });
    await quiet();
    expect(await statusOf(profileId)).toMatchObject({ kind: "valid", problem: undefined });
    expect(server.reuses).toBe(0);
  });

  it("backs off and tries again where the server is known not to rotate", async () => {
    const { server, profileId } = await loseReply(false, "lost after");
    expect(test.store.grants.get(profileId)?.failure).toMatchObject({ error: { code: "network" } });
    await pass(7_000);
    expect(await statusOf(profileId)).toMatchObject({ kind: "valid", problem: undefined });
    expect(server.refreshes).toBe(3);
  });

  it("is retried for a rotating token when the browser knows that no connection was made", async () => {
    test.browser.isUnsent = true;
    const { profileId } = await loseReply(true, "lost before");
    expect(test.store.grants.get(profileId)?.failure).toMatchObject({ error: { code: "network", unsent: true } });
    await pass(7_000);
    expect(await statusOf(profileId)).toMatchObject({ kind: "valid", problem: undefined });
  });
});

describe("from several places at once", () => {
  it("makes one refresh of alarm, timer, Copy, Renew and a 401", async () => {
    const server = serve({ lifetime: 5 });
    const profileId = await authorized();
    test.browser.nowMs += 2_500;
    const copies = [test.do("copyToken", { profileId }), test.do("copyToken", { profileId })];
    test.browser.refuse("https://api.example.com/me", "Bearer T1");
    const alarm = test.worker.renewalDue();
    await test.do("authorize", { profileId });
    test.browser.advance(0);
    await Promise.all([...copies, alarm]);
    await quiet();
    expect([server.refreshes, server.reuses]).toEqual([1, 0]);
    expect(test.browser.copied).toEqual(["T2", "T2"]);
  });

  it("keeps two profiles on one server apart", async () => {
    const server = serve({ lifetime: 5 });
    const first = await authorized();
    const second = await authorized({ name: "Other" }, "https://other.example.com");
    test.browser.grantAll(...ALL, "https://other.example.com/*");
    await pass(2_500);
    await pass(2_500);
    expect(server.reuses).toBe(0);
    const tokens = await Promise.all(
      [first, second].map(async (id) => (await test.store.grants.tokenSet(id))?.accessToken),
    );
    expect(new Set(attached())).toEqual(new Set(tokens));
    expect(new Set(tokens).size).toBe(2);
  });
});

describe("a 401 from an API host", () => {
  it("to our token renews once and is shown", async () => {
    expect(await renewalsAfter(() => test.browser.refuse("https://api.example.com/me", "Bearer T1"))).toBe(1);
    expect((await test.snapshot()).profiles[0]?.apiRefusal).toMatchObject({ host: "api.example.com", renewed: true });
    expect(attached()).toEqual(["T2"]);
  });

  it.each([
    ["to another token", "https://api.example.com/me", "Bearer other"],
    ["to no token", "https://api.example.com/me", undefined],
    ["of another site", "https://evil.example.com/me", "Bearer T1"],
    ["of another port", "https://api.example.com:8443/me", "Bearer T1"],
  ])("%s does nothing", async (_, url, authorization) => {
    expect(await renewalsAfter(() => test.browser.refuse(url, authorization))).toBe(0);
  });

  it("never loops with an API that refuses every token, also across the worker's death", async () => {
    const server = serve();
    await authorized();
    for (let second = 0; second < 55; second += 1) {
      test.browser.refuse("https://api.example.com/me", `Bearer ${attached()[0]}`);
      await pass(1_000);
      if (second % 10 === 9) await test.restart();
    }
    expect(server.refreshes).toBe(1);
    expect((await test.snapshot()).profiles[0]?.apiRefusal).toMatchObject({ renewed: false });
  });

  it("is only shown for a profile that must not renew by itself", async () => {
    const server = serve();
    await authorized({ autoRenew: false });
    test.browser.refuse("https://api.example.com/me", "Bearer T1");
    await quiet();
    expect(server.refreshes).toBe(0);
    expect((await test.snapshot()).profiles[0]?.apiRefusal).toMatchObject({ renewed: false });
  });
});

describe("clocks", () => {
  it("that jump forward have the token renewed, not sent", async () => {
    serve();
    await authorized();
    test.browser.nowMs += 2 * HOUR;
    await ringAlarm();
    expect(attached()).toEqual(["T2"]);
  });

  it("that jump back before the token's beginning have it renewed, not trusted", async () => {
    serve();
    await authorized();
    test.browser.nowMs -= 24 * HOUR;
    await ringAlarm();
    expect(attached()).toEqual(["T2"]);
    expect((test.browser.alarmAtMs ?? 0) - test.browser.nowMs).toBeLessThan(HOUR);
  });

  it("asleep for eight hours: the stale token is gone from the rules before the server has answered", async () => {
    await authorizedByHand();
    test.browser.nowMs += 8 * HOUR;
    void test.worker.renewalDue();
    const call = await test.browser.nextCall();
    await quiet();
    expect(attached()).toEqual([]);
    call.respond(Response.json({ access_token: "T2", refresh_token: "R2", expires_in: 3600 }));
    await expect.poll(attached).toEqual(["T2"]);
  });
});

describe("revocation", () => {
  const revocationUrl = "https://auth.example.com/revoke";

  it("revokes refresh and access token, then forgets", async () => {
    const profileId = await authorizedByHand({ revocationUrl });
    const revoking = test.do("revokeToken", { profileId });
    for (const [hint, token] of [
      ["refresh_token", "R1"],
      ["access_token", "T1"],
    ] as const) {
      const call = await test.browser.nextCall();
      expect([call.url, call.body.get("token_type_hint"), call.body.get("token")]).toEqual([
        revocationUrl,
        hint,
        token,
      ]);
      call.respond(new Response("", { status: 200 }));
    }
    await revoking;
    expect([await statusOf(profileId), attached()]).toEqual([{ kind: "not_authorized" }, []]);
  });

  it.each([
    ["revokeToken", {}],
    ["deleteProfile", { revoke: true }],
  ] as const)("%s keeps everything when the server says 503", async (command, more) => {
    const profileId = await authorizedByHand({ revocationUrl });
    const answer = test.send(command, { profileId, ...more });
    (await test.browser.nextCall()).respond(new Response("", { status: 503, headers: { "retry-after": "60" } }));
    expect(await answer).toMatchObject({ ok: false, error: { code: "retry_later" } });
    expect(attached()).toEqual(["T1"]);
    expect((await test.store.grants.tokenSet(profileId))?.refreshToken).toBe("R1");
  });

  it("only forgets where there is no revocation URL", async () => {
    const profileId = await authorizedByHand();
    await test.do("revokeToken", { profileId });
    expect([await statusOf(profileId), test.browser.pendingCalls]).toEqual([{ kind: "not_authorized" }, 0]);
  });

  it("deletes after revoking", async () => {
    const server = serve();
    const profileId = await authorized({ revocationUrl });
    await test.do("deleteProfile", { profileId, revoke: true });
    expect([server.honours("T1"), (await test.snapshot()).profiles, attached()]).toEqual([false, [], []]);
  });
});

describe("Cancel while a refresh is on its way", () => {
  it("lets it finish, because its reply would be lost", async () => {
    const profileId = await authorizedByHand();
    await test.do("authorize", { profileId });
    const call = await test.browser.nextCall();
    await test.do("cancelAuthorize", { profileId });
    call.respond(Response.json({ access_token: "T2", refresh_token: "R2", expires_in: 3600 }));
    await expect.poll(attached).toEqual(["T2"]);
    expect((await test.store.grants.tokenSet(profileId))?.refreshToken).toBe("R2");
  });
});
