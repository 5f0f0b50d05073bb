import { beforeEach, describe, expect, it } from "vitest";
import { addedSecretKey } from "../../lib/domain/parameters.ts";
import { newProfile } from "../../lib/domain/profile.ts";
import { API_HOST, AUTHORIZATION_CODE, CLIENT_CREDENTIALS, TestWorker, tokenReply } from "./test-worker.ts";
import { quiet } from "./quiet.ts";

const ALL = ["https://auth.example.com/*", "https://api.example.com/*", "https://docs.example.org/*"] as const;

let test: TestWorker;
beforeEach(async () => {
  test = await TestWorker.start();
  test.browser.grantAll(...ALL);
});

async function statusOf(profileId: string) {
  const { profiles } = await test.snapshot();
  return profiles.find(({ id }) => id === profileId)?.status;
}

function authorizationHeaders(): string[] {
  return test.browser.rules.flatMap(({ action }) =>
    action.type === "modifyHeaders"
      ? action.requestHeaders.map((change) => ("value" in change ? change.value : ""))
      : [],
  );
}

describe("client credentials", () => {
  it("ends with the token on the API host's rules", async () => {
    const profileId = await test.saveProfile(CLIENT_CREDENTIALS);
    await test.do("saveHost", { host: { ...API_HOST, profileId } });
    await test.do("authorize", { profileId });
    const call = await test.browser.nextCall();
    expect(Object.fromEntries(call.body)).toEqual({ grant_type: "client_credentials" });
    expect(call.headers.get("authorization")).toBe(`Basic ${btoa("machine:s3cret-canary")}`);
    call.respond(tokenReply({ access_token: "T1" }));
    await expect.poll(() => statusOf(profileId)).toMatchObject({ kind: "valid" });
    await expect.poll(authorizationHeaders).toEqual(["Bearer T1", "Bearer T1"]);
  });

  it("makes one request though Authorize, Copy and Authorize again come at once", async () => {
    const profileId = await test.saveProfile(CLIENT_CREDENTIALS);
    const copies = [test.do("copyToken", { profileId }), test.do("copyToken", { profileId })];
    await test.do("authorize", { profileId });
    (await test.browser.nextCall()).respond(tokenReply({ access_token: "T1" }));
    await Promise.all(copies);
    expect(test.browser.copied).toEqual(["T1", "T1"]);
    expect(test.browser.pendingCalls).toBe(0);
  });

  it("keeps the server's words when it refuses, and no secret in them", async () => {
    const profileId = await test.saveProfile(CLIENT_CREDENTIALS);
    await test.do("authorize", { profileId });
    const reply = { error: "invalid_client", error_description: "no such client, s3cret-canary" };
    (await test.browser.nextCall()).respond(Response.json(reply, { status: 401 }));
    await expect
      .poll(() => statusOf(profileId))
      .toMatchObject({
        kind: "failed",
        problem: { error: { code: "token_refused", error: "invalid_client", status: 401 }, retryAtMs: undefined },
      });
    const told = JSON.stringify([await test.snapshot(), await test.do("listTraces", {})]);
    expect(told).toContain("no such client");
    expect(told).not.toContain("s3cret-canary");
  });
});

describe("authorization code", () => {
  async function openWindow(profileId: string) {
    await test.do("authorize", { profileId });
    const window = await test.browser.nextWindow();
    return { ...window, sent: new URL(window.url).searchParams };
  }

  it("sends state and S256 challenge, and exchanges the code once", async () => {
    const profileId = await test.saveProfile(AUTHORIZATION_CODE);
    const { sent, redirect } = await openWindow(profileId);
    expect(sent.get("code_challenge_method")).toBe("S256");
    redirect(`code=C1&state=${sent.get("state")}`);
    const call = await test.browser.nextCall();
    expect(call.body.get("code")).toBe("C1");
    call.respond(tokenReply({ access_token: "T1", refresh_token: "R1" }));
    await expect.poll(() => statusOf(profileId)).toMatchObject({ kind: "valid" });
    expect(test.browser.pendingCalls).toBe(0);
  });

  it.each([
    ["a wrong state", "code=C1&state=other", "state_mismatch"],
    ["no state", "code=C1", "state_missing"],
  ])("refuses a response with %s and asks for no token", async (_, query, code) => {
    const profileId = await test.saveProfile(AUTHORIZATION_CODE);
    (await openWindow(profileId)).redirect(query);
    await expect.poll(() => statusOf(profileId)).toMatchObject({ kind: "failed", problem: { error: { code } } });
    expect(test.browser.pendingCalls).toBe(0);
  });

  it("goes back to where it was when the person cancels, and closes the window", async () => {
    const profileId = await test.saveProfile(AUTHORIZATION_CODE);
    await openWindow(profileId);
    await test.do("cancelAuthorize", { profileId });
    expect(await statusOf(profileId)).toEqual({ kind: "not_authorized" });
  });

  it("says so when the person closes the window", async () => {
    const profileId = await test.saveProfile(AUTHORIZATION_CODE);
    (await openWindow(profileId)).close();
    await expect
      .poll(() => statusOf(profileId))
      .toMatchObject({ kind: "failed", problem: { error: { code: "authorization_window_closed" } } });
  });

  it("sends the code to the token URL of the start, though the profile is edited meanwhile", async () => {
    const profileId = await test.saveProfile(AUTHORIZATION_CODE);
    const { sent, redirect } = await openWindow(profileId);
    const profile = { ...test.store.profiles.expect(profileId), tokenUrl: "https://evil.example/token" };
    await test.do("saveProfile", { draftId: profileId, profile, secrets: {}, authorize: false });
    redirect(`code=C1&state=${sent.get("state")}`);
    expect((await test.browser.nextCall()).url).toBe("https://auth.example.com/token");
  });

  it("stores nothing for a profile that was deleted meanwhile", async () => {
    const profileId = await test.saveProfile(AUTHORIZATION_CODE);
    await openWindow(profileId);
    await test.do("deleteProfile", { profileId });
    expect((await test.snapshot()).profiles).toEqual([]);
    expect(test.store.grants.all()).toEqual([]);
  });
});

describe("a worker that dies", () => {
  it.each([
    ["while the window is open", "authorization_interrupted", async () => void (await test.browser.nextWindow())],
    [
      "while the code is exchanged",
      "authorization_interrupted",
      async () => {
        const window = await test.browser.nextWindow();
        window.redirect(`code=C1&state=${new URL(window.url).searchParams.get("state")}`);
        await test.browser.nextCall();
      },
    ],
  ])("%s leaves words for the next start", async (_, code, reach) => {
    const profileId = await test.saveProfile(AUTHORIZATION_CODE);
    await test.do("authorize", { profileId });
    await reach();
    await test.restart();
    expect(await statusOf(profileId)).toMatchObject({ kind: "failed", problem: { error: { code } } });
    expect(test.browser.badges.at(-1)).toBe("attention");
  });
});

describe("a permission prompt", () => {
  it("finishes the job when the popup that asked is gone", async () => {
    test.browser.granted = { origins: [], permissions: [] };
    const profileId = await test.saveProfile(CLIENT_CREDENTIALS);
    await test.send("authorize", { profileId }, "popup.html");
    expect(await statusOf(profileId)).toMatchObject({ kind: "authorizing", step: "permission" });
    await test.restart();
    test.browser.grantAll(...ALL);
    await test.worker.permissionsChanged();
    (await test.browser.nextCall()).respond(tokenReply({ access_token: "T1" }));
    await expect.poll(() => statusOf(profileId)).toMatchObject({ kind: "valid" });
    await expect.poll(() => test.browser.popupsReopened).toBe(1);
  });

  describe("under Copy token in the popup", () => {
    let profileId: string;
    let copied: string[];

    beforeEach(async () => {
      test.browser.granted = { origins: [], permissions: [] };
      test.browser.server = () => tokenReply({ access_token: "T1" });
      profileId = await test.saveProfile(CLIENT_CREDENTIALS);
      copied = test.browser.copied;
      await test.send("authorize", { profileId, copy: { format: "header" } }, "popup.html");
    });

    async function allow(): Promise<void> {
      test.browser.grantAll(...ALL);
      await test.worker.permissionsChanged();
    }

    it("copies once it is allowed, though the popup is gone, and says so", async () => {
      // The browser and a page that is still there tell the same.
      await Promise.all([allow(), test.worker.permissionsChanged()]);
      await expect.poll(() => test.browser.popupsReopened).toBe(1);
      expect(copied).toEqual(["Authorization: Bearer T1"]);
      expect(test.browser.badges.filter((badge) => badge === "copied")).toHaveLength(1);
    });

    it.each<[what: string, end: () => Promise<unknown>]>([
      ["another profile was authorized", async () => test.do("authorize", { profileId: await other() })],
      ["Authorize was pressed in its place", () => test.send("authorize", { profileId }, "popup.html")],
      ["it was denied", () => test.do("permissionsAnswered", { granted: false })],
      ["the vault was locked", () => lockAndUnlock()],
      ["half a minute has passed", async () => test.browser.advance(30_000)],
      ["the worker has died", () => test.restart()],
    ])("copies nothing where %s meanwhile", async (_, end) => {
      await end();
      await allow();
      // What it was denied for goes on with another click only.
      await test.send("authorize", { profileId }, "popup.html");
      await expect.poll(() => statusOf(profileId)).toMatchObject({ kind: "valid" });
      await expect.poll(() => test.browser.popupsReopened).toBeGreaterThan(0);
      expect(copied).toEqual([]);
    });

    function other(): Promise<string> {
      return test.saveProfile({ ...CLIENT_CREDENTIALS, name: "Another" });
    }

    async function lockAndUnlock(): Promise<void> {
      await test.do("setPassphrase", { next: "correct horse" });
      await test.do("lock", {});
      await test.do("unlock", { passphrase: "correct horse" });
    }
  });

  it("leaves the copying to a page that is still there, and copies nothing after a failure", async () => {
    const profileId = await test.saveProfile(CLIENT_CREDENTIALS);
    await test.send("authorize", { profileId, copy: {} }, "options.html");
    (await test.browser.nextCall()).respond(tokenReply({ access_token: "T1" }));
    await expect.poll(() => statusOf(profileId)).toMatchObject({ kind: "valid" });
    await test.send("authorize", { profileId, anew: true, copy: {} }, "popup.html");
    (await test.browser.nextCall()).respond(Response.json({ error: "invalid_client" }, { status: 401 }));
    await expect.poll(() => test.browser.popupsReopened).toBe(1);
    expect(test.browser.copied).toEqual([]);
  });

  it("opens no popup over the page that asked", async () => {
    test.browser.grantAll(...ALL);
    test.browser.server = () => tokenReply({ access_token: "T1" });
    const profileId = await test.saveProfile(CLIENT_CREDENTIALS);
    await test.do("authorize", { profileId });
    await expect.poll(() => statusOf(profileId)).toMatchObject({ kind: "valid" });
    await expect.poll(() => test.browser.badges.at(-1)).toBe("done");
    expect(test.browser.popupsReopened).toBe(0);
  });

  it("that was denied is forgotten once one was allowed, though the sign-in is canceled then", async () => {
    test.browser.granted = { origins: [], permissions: [] };
    const profileId = await test.saveProfile(AUTHORIZATION_CODE);
    await test.do("authorize", { profileId });
    await test.do("permissionsAnswered", { granted: false });
    test.browser.grantAll(...ALL);
    await test.do("authorize", { profileId });
    await test.browser.nextWindow();
    await test.do("cancelAuthorize", { profileId });
    expect(await statusOf(profileId)).toEqual({ kind: "not_authorized" });
  });

  it("says what is missing when it was denied, and Authorize asks again", async () => {
    test.browser.granted = { origins: [], permissions: [] };
    const profileId = await test.saveProfile(CLIENT_CREDENTIALS);
    await test.do("authorize", { profileId });
    await test.do("permissionsAnswered", { granted: false });
    expect(await statusOf(profileId)).toMatchObject({
      kind: "failed",
      problem: { error: { code: "permission_missing" } },
    });
    await test.do("authorize", { profileId });
    expect(await statusOf(profileId)).toMatchObject({ kind: "authorizing", step: "permission" });
    expect(test.browser.pendingCalls).toBe(0);
  });
});

describe("a refresh token", () => {
  it.each([
    ["the issuer in its token URL", { issuer: "https://evil.example" }],
    ["a variable of its token URL", { variables: { tenant: "evil" } }],
    ["the refresh URL", { refreshUrl: "https://evil.example/token" }],
    ["the token URL", { tokenUrl: "https://evil.example/token" }],
    ["the client", { clientId: "other" }],
  ])("never goes out once the tester has changed %s: Renew signs in anew", async (_, changes) => {
    test.browser.grantAll(...ALL, "https://evil.example/*", "https://evil.example.com/*");
    const before = {
      ...AUTHORIZATION_CODE,
      issuer: "https://auth.example.com",
      variables: { tenant: "auth" },
      tokenUrl: "issuer" in changes ? "{{issuer}}/token" : "https://{{tenant}}.example.com/token",
    };
    const profileId = await test.saveProfile(before);
    await test.do("authorize", { profileId });
    const window = await test.browser.nextWindow();
    window.redirect(`code=C1&state=${new URL(window.url).searchParams.get("state")}`);
    (await test.browser.nextCall()).respond(tokenReply({ access_token: "T1", refresh_token: "R1" }));
    await expect.poll(() => statusOf(profileId)).toMatchObject({ kind: "valid" });

    const profile = { ...test.store.profiles.expect(profileId), ...changes };
    await test.do("saveProfile", { draftId: profileId, profile, secrets: {}, authorize: false });
    await test.do("authorize", { profileId });
    await test.browser.nextWindow();
    expect(test.browser.pendingCalls).toBe(0);
  });
});

it("a permission prompt that was denied is given up in time: granting the host days later opens no window", async () => {
  test.browser.granted = { origins: [], permissions: [] };
  const profileId = await test.saveProfile(AUTHORIZATION_CODE);
  await test.do("authorize", { profileId });
  test.browser.advance(3 * 24 * 3_600_000);
  test.browser.grantAll(...ALL);
  await test.worker.permissionsChanged();
  expect(test.browser.openWindows).toBe(0);
  expect(await statusOf(profileId)).toMatchObject({
    kind: "failed",
    problem: { error: { code: "permission_missing" } },
  });
});

it("Forget is the last word, though a renewal is due at that very moment", async () => {
  const profileId = await test.saveProfile(CLIENT_CREDENTIALS);
  await test.do("saveHost", { host: { ...API_HOST, profileId } });
  await test.do("authorize", { profileId });
  (await test.browser.nextCall()).respond(tokenReply({ access_token: "T1", expires_in: 60 }));
  await quiet();
  expect(await statusOf(profileId)).toMatchObject({ kind: "valid" });
  test.browser.advance(58_000);
  const forgotten = test.do("forgetToken", { profileId });
  test.browser.advance(1);
  await forgotten;
  test.browser.advance(60_000);
  expect(await statusOf(profileId)).toEqual({ kind: "not_authorized" });
  expect(test.browser.rules.filter(({ action }) => action.type === "modifyHeaders")).toEqual([]);
});

describe("mix-up (RFC 9207 §4)", () => {
  it("an answer of another profile's server is refused, and the code goes nowhere", async () => {
    test.browser.grantAll(...ALL, "https://evil.example/*");
    await test.saveProfile({ ...AUTHORIZATION_CODE, name: "Honest", issuer: "https://auth.example.com" });
    const profileId = await test.saveProfile({ ...AUTHORIZATION_CODE, tokenUrl: "https://evil.example/token" });
    await test.do("authorize", { profileId });
    const window = await test.browser.nextWindow();
    const state = new URL(window.url).searchParams.get("state");
    window.redirect(`code=CODE-OF-HONEST&state=${state}&iss=${encodeURIComponent("https://auth.example.com")}`);
    await expect
      .poll(() => statusOf(profileId))
      .toMatchObject({ kind: "failed", problem: { error: { code: "issuer_mismatch" } } });
    expect(test.browser.pendingCalls).toBe(0);
  });

  it("a host that the answer itself names gets the code only where the person has granted it", async () => {
    const profileId = await test.saveProfile({ ...AUTHORIZATION_CODE, tokenUrl: "{{callback.server}}/token" });
    await test.do("authorize", { profileId });
    const window = await test.browser.nextWindow();
    const state = new URL(window.url).searchParams.get("state");
    window.redirect(`code=C1&state=${state}&server=${encodeURIComponent("https://evil.example")}`);
    await expect
      .poll(() => statusOf(profileId))
      .toMatchObject({
        kind: "failed",
        problem: { error: { code: "permission_missing", host: "https://evil.example/*" } },
      });
    expect(test.browser.pendingCalls).toBe(0);
  });
});

it("says nothing of a secret parameter in which a placeholder stands for nothing", async () => {
  const { parameters } = newProfile("", 0);
  const added = { id: "x1", name: "api_key", value: "", sendIn: "body", secret: true, enabled: true } as const;
  const { draftId, profile } = (await test.do("openProfileForm", { target: { kind: "new" } })).result;
  const withKey = { ...parameters, token: { ...parameters.token, added: [added] } };
  const content = { draftId, profile: { ...profile, ...CLIENT_CREDENTIALS, parameters: withKey } };
  const secrets = { clientSecret: "s", [addedSecretKey("x1")]: "k9{{canary-77aa}}z" };
  const profileId = (await test.do("saveProfile", { ...content, secrets, authorize: true })).result;
  await expect
    .poll(() => statusOf(profileId))
    .toMatchObject({
      kind: "failed",
      problem: { error: { field: "Token parameters: api_key", problem: "unknown_placeholder" } },
    });
  const traces = await test.do("listTraces", {});
  expect(JSON.stringify([await test.snapshot(), test.store.grants.all(), traces])).not.toContain("canary");
});
