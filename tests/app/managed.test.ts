import { beforeEach, describe, expect, it } from "vitest";
import { AUTHORIZATION_CODE, CLIENT_CREDENTIALS, TestWorker, tokenReply } from "./test-worker.ts";

const POLICY = {
  profiles: [{ id: "acme", ...CLIENT_CREDENTIALS, name: "Acme" }],
  apiHosts: [{ pattern: "https://api.example.com", profile: "acme", callingPages: ["https://docs.example.org"] }],
};
const PROFILE = "managed-acme";
const HOST = "managed-https://api.example.com";

let test: TestWorker;

beforeEach(async () => {
  test = await TestWorker.start();
  test.browser.grantAll("https://api.example.com/*", "https://docs.example.org/*", "https://auth.example.com/*");
});

async function setPolicy(policy: unknown): Promise<void> {
  test.browser.policy = policy;
  await test.worker.policyChanged();
}

async function enterSecret(): Promise<void> {
  const { profile, draftId } = (await test.do("openProfileForm", { target: { kind: "edit", profileId: PROFILE } }))
    .result;
  await test.do("saveProfile", { draftId, profile, secrets: { clientSecret: "s3cret" }, authorize: false });
}

async function statusOf(profileId: string): Promise<string | undefined> {
  return (await test.snapshot()).profiles.find(({ id }) => id === profileId)?.status.kind;
}

async function authorize(accessToken: string, profileId = PROFILE): Promise<void> {
  await test.do("authorize", { profileId });
  (await test.browser.nextCall()).respond(tokenReply({ access_token: accessToken }));
  await expect.poll(async () => statusOf(profileId)).toBe("valid");
}

describe("what an administrator hands out", () => {
  beforeEach(() => setPolicy(POLICY));

  it("is there, takes the person's secret, and attaches its token", async () => {
    await enterSecret();
    await authorize("T1");
    const { profiles, hosts } = await test.snapshot();
    expect(profiles).toMatchObject([{ id: PROFILE, name: "Acme", status: { kind: "valid" } }]);
    expect(hosts).toMatchObject([{ host: { id: HOST }, attaching: "attaching" }]);
  });

  it("is the same after a start, with token and secret", async () => {
    await enterSecret();
    await authorize("T1");
    const before = await test.snapshot();
    await test.restartBrowser();
    const after = await test.snapshot();
    expect(after.profiles).toEqual(before.profiles);
    expect(after.hosts).toEqual(before.hosts);
    const form = (await test.do("openProfileForm", { target: { kind: "edit", profileId: PROFILE } })).result;
    expect(form.storedSecrets).toEqual(["clientSecret"]);
  });

  it("can't be changed or deleted", async () => {
    const { profile, draftId } = (await test.do("openProfileForm", { target: { kind: "edit", profileId: PROFILE } }))
      .result;
    const changed = { ...profile, tokenUrl: "https://evil.example/token" };
    const refused = { ok: false, error: { code: "managed" } };
    expect(await test.send("saveProfile", { draftId, profile: changed, secrets: {}, authorize: false })).toMatchObject(
      refused,
    );
    expect(await test.send("deleteProfile", { profileId: PROFILE })).toMatchObject(refused);
    expect(await test.send("deleteHost", { hostId: HOST })).toMatchObject(refused);
    const { host } = (await test.snapshot()).hosts[0]!;
    for (const change of [{ profileId: null }, { pageLoads: false }, { callingPages: [] }, { webSockets: true }]) {
      expect(await test.send("saveHost", { host: { ...host, ...change } })).toMatchObject(refused);
    }
    expect((await test.snapshot()).profiles).toHaveLength(1);
  });

  it("can be switched off and on, which the next start keeps", async () => {
    const { host } = (await test.snapshot()).hosts[0]!;
    await test.do("saveHost", { host: { ...host, enabled: false } });
    await test.restart();
    expect((await test.snapshot()).hosts).toMatchObject([{ host: { enabled: false }, attaching: "off" }]);
  });

  it("can be duplicated into one of the person's own", async () => {
    const copy = (await test.do("openProfileForm", { target: { kind: "duplicate", profileId: PROFILE } })).result;
    const secrets = { clientSecret: "other" };
    const id = (
      await test.do("saveProfile", { draftId: copy.draftId, profile: copy.profile, secrets, authorize: false })
    ).result;
    expect(id).not.toContain("managed-");
    await test.do("deleteProfile", { profileId: id });
  });

  it("follows the administrator: a changed profile changes, one that is gone goes with its token", async () => {
    await enterSecret();
    await authorize("T1");
    await setPolicy({ ...POLICY, profiles: [{ ...POLICY.profiles[0], name: "Acme 2" }] });
    expect((await test.snapshot()).profiles).toMatchObject([{ name: "Acme 2", status: { kind: "valid" } }]);
    await setPolicy({});
    expect(await test.snapshot()).toMatchObject({ profiles: [], hosts: [] });
    expect(test.browser.rules).toEqual([]);
    expect(test.store.grants.get(PROFILE)).toBeUndefined();
  });

  it("stays, with its token, while the browser can't say what the policy is", async () => {
    await enterSecret();
    await authorize("T1");
    test.browser.refusesPolicy = true;
    await test.restart();
    expect((await test.snapshot()).profiles).toMatchObject([{ id: PROFILE, status: { kind: "valid" } }]);
    test.browser.refusesPolicy = false;
    await setPolicy({});
    expect((await test.snapshot()).profiles).toEqual([]);
  });

  it("leaves the person's own alone", async () => {
    const own = await test.saveProfile({ ...AUTHORIZATION_CODE });
    await setPolicy(undefined);
    expect((await test.snapshot()).profiles.map(({ id }) => id)).toEqual([own]);
  });

  it("is there again after everything was deleted", async () => {
    await test.do("resetStorage", {});
    expect((await test.snapshot()).profiles).toMatchObject([{ id: PROFILE }]);
  });
});

describe("a browser that takes its time to say what the policy is, as Chromium does at its start", () => {
  const slow = Promise.withResolvers<void>();
  beforeEach(() => setPolicy({ ...POLICY, allowedHosts: ["*.example.com", "*.example.org"] }));

  it("holds nothing up: profiles, tokens, rules and limits are those of before", async () => {
    await enterSecret();
    await authorize("T1");
    test.browser.policyToCome = slow.promise;
    await test.restartBrowser();
    const { profiles, hosts } = await test.snapshot();
    expect(profiles).toMatchObject([{ id: PROFILE, status: { kind: "valid" } }]);
    expect(hosts).toMatchObject([{ host: { id: HOST }, attaching: "attaching" }]);
    // A command's own look at the policy must not take it for an empty one.
    await test.saveProfile({ ...CLIENT_CREDENTIALS, name: "Mine" });
    expect(test.store.grants.get(PROFILE)).toBeDefined();
    await expect(
      test.saveProfile({ ...CLIENT_CREDENTIALS, name: "Other", tokenUrl: "https://evil.test/token" }),
    ).rejects.toThrow("host_not_allowed");
  });

  it("is followed once it has said", async () => {
    const said = Promise.withResolvers<void>();
    test.browser.policyToCome = said.promise;
    test.browser.policy = {};
    await test.restartBrowser();
    expect((await test.snapshot()).profiles).toHaveLength(1);
    said.resolve();
    await expect.poll(async () => (await test.snapshot()).profiles).toEqual([]);
    await test.saveProfile({ ...CLIENT_CREDENTIALS, tokenUrl: "https://evil.test/token" });
  });

  it("that can't say leaves everything as it was", async () => {
    await enterSecret();
    await authorize("T1");
    test.browser.policyToCome = Promise.reject(new Error("no answer"));
    await test.worker.policyChanged();
    await test.restartBrowser();
    await test.worker.policyChanged();
    expect((await test.snapshot()).profiles).toMatchObject([{ id: PROFILE, status: { kind: "valid" } }]);
    expect(test.store.grants.get(PROFILE)).toBeDefined();
  });
});

it("a policy that can't be read whole is told, and the worker works", async () => {
  await setPolicy({
    profiles: [{ id: "bad", clientId: "team", tokenUrl: "ftp://auth", grantType: "client_credentials" }],
    what: 1,
  });
  const { policy } = await test.snapshot();
  expect(policy?.problems).toEqual(["what", "profiles[0]: Name", "profiles[0]: Access token URL"]);
  await test.saveProfile({ ...CLIENT_CREDENTIALS });
});

describe("allowed hosts", () => {
  it("stop what is saved, and what was saved before: no call and no rule", async () => {
    const id = await test.saveProfile({ ...CLIENT_CREDENTIALS });
    const host = {
      ...POLICY.apiHosts[0],
      id: null,
      profileId: id,
      pageLoads: true,
      webSockets: false,
      enabled: true,
    } as const;
    await test.do("saveHost", { host: { ...host, pattern: "https://api.example.com", callingPages: [] } });
    await authorize("T1", id);
    await setPolicy({ allowedHosts: ["other.example"] });
    expect(test.browser.rules).toEqual([]);
    expect((await test.snapshot()).hosts).toMatchObject([{ attaching: "host_not_allowed" }]);
    await test.do("authorize", { profileId: id, anew: true });
    await expect
      .poll(async () => (await test.snapshot()).profiles[0]?.status)
      .toMatchObject({
        problem: { error: { code: "host_not_allowed", host: "auth.example.com" } },
      });
    expect(test.browser.pendingCalls).toBe(0);
    const refused = { ok: false, error: { code: "host_not_allowed" } };
    expect(
      await test.send("saveHost", { host: { ...host, pattern: "https://b.example", callingPages: [] } }),
    ).toMatchObject(refused);
    await expect(test.saveProfile({ ...CLIENT_CREDENTIALS, name: "Another" })).rejects.toThrow("host_not_allowed");
    await setPolicy({});
    expect(test.browser.rules).not.toEqual([]);
  });

  it("stop a sign-in before its window opens", async () => {
    const id = await test.saveProfile({ ...AUTHORIZATION_CODE });
    await setPolicy({ allowedHosts: ["other.example"] });
    await test.do("authorize", { profileId: id });
    await expect.poll(async () => (await test.snapshot()).profiles[0]?.status.kind).toBe("failed");
    expect(test.browser.openWindows).toBe(0);
  });
});

describe("a passphrase that must be set", { timeout: 30_000 }, () => {
  it("comes before anything is obtained, attached or copied, and can't be removed", async () => {
    await setPolicy(POLICY);
    await enterSecret();
    await authorize("T1");
    await setPolicy({ ...POLICY, requirePassphrase: true });
    expect(test.browser.rules).toEqual([]);
    expect(await test.snapshot()).toMatchObject({
      policy: { requirePassphrase: true },
      hosts: [{ attaching: "passphrase_required" }],
    });
    const refused = { ok: false, error: { code: "passphrase_required" } };
    expect(await test.send("authorize", { profileId: PROFILE })).toMatchObject(refused);
    expect(await test.send("copyToken", { profileId: PROFILE })).toMatchObject(refused);
    await test.do("setPassphrase", { next: "a passphrase" });
    expect(test.browser.rules).not.toEqual([]);
    expect(await test.send("removePassphrase", { current: "a passphrase" })).toMatchObject({
      ok: false,
      error: { code: "managed" },
    });
  });

  it("locks after the administrator's time at the latest", async () => {
    await setPolicy({ longestIdleLockMinutes: 5 });
    const { settings } = await test.snapshot();
    expect(settings.idleLockMinutes).toBe(5);
    await test.do("saveSettings", { settings: { ...settings, idleLockMinutes: null } });
    expect((await test.snapshot()).settings.idleLockMinutes).toBe(5);
  });
});
