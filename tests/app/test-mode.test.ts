import { beforeEach, describe, expect, it } from "vitest";
import type { TestModeInput } from "../../lib/domain/test-mode.ts";
import { endTestModes } from "../../lib/services/sending.ts";
import { FakeServer } from "./fake-server.ts";
import { quiet } from "./quiet.ts";
import { API_HOST, CLIENT_CREDENTIALS, TestWorker } from "./test-worker.ts";

const ALL = ["https://auth.example.com/*", "https://api.example.com/*", "https://docs.example.org/*"] as const;
/** The server knows it by the body of its requests. */
const MACHINE = { ...CLIENT_CREDENTIALS, clientAuthentication: "none" } as const;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let test: TestWorker;
let server: FakeServer;
let profileId: string;
let otherId: string;
let hostId: string;

// The profile's token is T1, the other's T2; each lives an hour.
beforeEach(async () => {
  test = await TestWorker.start();
  server = new FakeServer(test.browser, { lifetime: 3600, rotates: true });
  test.browser.grantAll(...ALL);
  profileId = await test.saveProfile(MACHINE);
  otherId = await test.saveProfile({ ...MACHINE, name: "Other", clientId: "other" });
  hostId = (await test.do("saveHost", { host: { ...API_HOST, profileId } })).result;
  await authorize(profileId);
  await authorize(otherId);
});

async function authorize(id: string): Promise<void> {
  await test.do("authorize", { profileId: id, anew: true });
  await quiet();
}

async function setTestMode(input: TestModeInput | null): Promise<void> {
  await test.do("setTestMode", { hostId, testMode: input });
}

/** What the rules put on requests to the host: one value, or none. */
function sent(): string | undefined {
  const values = test.browser.rules.flatMap(({ action }) =>
    action.type === "modifyHeaders"
      ? action.requestHeaders.map((change) => ("value" in change ? change.value : ""))
      : [],
  );
  expect(new Set(values).size).toBeLessThanOrEqual(1);
  return values[0];
}

async function summary() {
  return (await test.snapshot()).hosts.find(({ host }) => host.id === hostId);
}

/** Lets time pass as a browser does that rings its alarms. */
async function pass(milliseconds: number): Promise<void> {
  const untilMs = test.browser.nowMs + milliseconds;
  for (;;) {
    await quiet();
    const alarmAtMs = test.browser.alarmAtMs ?? Infinity;
    if (alarmAtMs > untilMs) break;
    test.browser.advance(Math.max(0, alarmAtMs - test.browser.nowMs));
    test.browser.alarmAtMs = undefined;
    await test.worker.renewalDue();
  }
  test.browser.advance(untilMs - test.browser.nowMs);
  await quiet();
}

describe("a test mode", () => {
  it("no_token sends nothing, and says so", async () => {
    await setTestMode({ kind: "no_token", minutes: 5 });
    expect(test.browser.rules).toEqual([]);
    expect(await summary()).toMatchObject({
      attaching: "test_mode",
      testMode: {
        kind: "no_token",
        untilMs: test.browser.nowMs + 5 * MINUTE,
        sends: { kind: "nothing", why: "asked" },
      },
    });
  });

  it("broken_signature sends the token with one character changed", async () => {
    await setTestMode({ kind: "broken_signature", minutes: 5 });
    expect(sent()).toMatch(/^Bearer [0-9A-Z]{2}$/u);
    expect(sent()).not.toBe("Bearer T1");
    expect((await summary())?.testMode?.sends).toEqual({ kind: "broken_signature" });
  });

  it("other_profile sends the other profile's token, and has that renewed for as long", async () => {
    await setTestMode({ kind: "other_profile", profileId: otherId, minutes: 120 });
    expect(sent()).toBe("Bearer T2");
    expect((await summary())?.testMode?.sends).toEqual({ kind: "token", profileId: otherId });
    await pass(HOUR);
    expect(sent()).toBe(`Bearer ${server.delivered.get("other")?.accessToken}`);
    expect(sent()).not.toBe("Bearer T2");
  });

  it("other_profile sends nothing while the other profile has no token", async () => {
    await test.do("forgetToken", { profileId: otherId });
    await setTestMode({ kind: "other_profile", profileId: otherId, minutes: 5 });
    expect(sent()).toBeUndefined();
    expect(await summary()).toMatchObject({
      attaching: "test_mode",
      testMode: { sends: { kind: "nothing", why: "not_authorized" } },
    });
  });

  it("expired_token sends nothing until a token has expired, and then the newest that has", async () => {
    await setTestMode({ kind: "expired_token", minutes: 180 });
    expect(sent()).toBeUndefined();
    const fromMs = test.browser.nowMs + HOUR;
    expect((await summary())?.testMode?.sends).toEqual({ kind: "none_expired_yet", fromMs });
    await pass(HOUR - 1);
    expect(server.delivered.get("machine")?.accessToken).not.toBe("T1");
    expect(sent()).toBeUndefined();
    await pass(1);
    expect(sent()).toBe("Bearer T1");
    expect((await summary())?.testMode?.sends).toEqual({ kind: "expired_token", expiredAtMs: fromMs });
    const second = server.delivered.get("machine");
    await pass(HOUR);
    expect(sent()).toBe(`Bearer ${second?.accessToken}`);
    expect(server.honours(second?.accessToken ?? "")).toBe(false);
  });

  it("expired_token sends the profile's own token once that has expired and is not renewed", async () => {
    const form = await test.do("openProfileForm", { target: { kind: "edit", profileId } });
    const profile = { ...form.result.profile, autoRenew: false };
    await test.do("saveProfile", { draftId: form.result.draftId, profile, secrets: {}, authorize: false });
    await setTestMode({ kind: "expired_token", minutes: 120 });
    await pass(HOUR);
    expect(sent()).toBe("Bearer T1");
  });

  it("expired_token sends nothing of an edited profile's former server", async () => {
    const form = await test.do("openProfileForm", { target: { kind: "edit", profileId } });
    const profile = { ...form.result.profile, clientId: "elsewhere" };
    await test.do("saveProfile", { draftId: form.result.draftId, profile, secrets: {}, authorize: false });
    await authorize(profileId);
    await pass(HOUR);
    await setTestMode({ kind: "expired_token", minutes: 5 });
    expect(sent()).not.toBe("Bearer T1");
  });

  it.each(["forgetToken", "revokeToken"] as const)("expired_token sends nothing after %s", async (command) => {
    await pass(HOUR);
    await setTestMode({ kind: "expired_token", minutes: 120 });
    expect(sent()).toBe("Bearer T1");
    await test.do(command, { profileId });
    expect(sent()).toBeUndefined();
    await authorize(profileId);
    expect(sent()).toBeUndefined();
  });

  it("keeps its former tokens sealed through the worker's death", async () => {
    await pass(HOUR);
    await test.restart();
    await setTestMode({ kind: "expired_token", minutes: 5 });
    expect(sent()).toBe("Bearer T1");
  });

  it("leaves hosts of Authentication type None and hosts that are off without a token", async () => {
    await setTestMode({ kind: "other_profile", profileId: otherId, minutes: 5 });
    for (const change of [{ profileId: null }, { enabled: false }]) {
      await test.do("saveHost", { host: { ...API_HOST, id: hostId, profileId, ...change } });
      expect(sent()).toBeUndefined();
    }
    expect((await summary())?.attaching).toBe("off");
  });

  it("that ends or begins just when its host is deleted or switched off changes nothing about that", async () => {
    await setTestMode({ kind: "no_token", minutes: 1 });
    test.browser.nowMs += 2 * MINUTE;
    const [host] = test.store.hosts.all();
    if (host === undefined) throw new Error("no API host");
    const off = test.store.hosts.put({ ...host, enabled: false });
    const begun = setTestMode({ kind: "broken_signature", minutes: 1 });
    await Promise.all([off, begun]);
    expect(test.store.hosts.get(hostId)).toMatchObject({ enabled: false, testMode: { kind: "broken_signature" } });
    test.browser.nowMs += 2 * MINUTE;
    const deleted = test.store.hosts.delete(hostId);
    const ended = endTestModes(test.store, test.browser.nowMs);
    await Promise.all([deleted, ended]);
    expect(test.store.hosts.all()).toEqual([]);
  });

  it("stays when the host is edited", async () => {
    await setTestMode({ kind: "no_token", minutes: 5 });
    await test.do("saveHost", { host: { ...API_HOST, id: hostId, profileId, pageLoads: false } });
    expect((await summary())?.testMode?.kind).toBe("no_token");
  });

  it("is over when the host gets another address, which is sent nothing that was asked for the one before", async () => {
    test.browser.grantAll(...ALL, "https://other.example.com/*");
    await setTestMode({ kind: "other_profile", profileId: otherId, minutes: 5 });
    await test.do("saveHost", { host: { ...API_HOST, id: hostId, profileId, pattern: "https://other.example.com" } });
    expect(await summary()).toMatchObject({ attaching: "attaching", host: { testMode: undefined } });
    expect(sent()).toBe("Bearer T1");
  });
});

describe("back to normal", () => {
  it.each([
    { kind: "no_token", minutes: 5 },
    { kind: "expired_token", minutes: 5 },
    { kind: "broken_signature", minutes: 5 },
    { kind: "other_profile", minutes: 5 },
  ] as const)("by itself after the time of $kind", async (input) => {
    await setTestMode(input.kind === "other_profile" ? { ...input, profileId: otherId } : input);
    await pass(5 * MINUTE - 1);
    expect(sent()).not.toBe("Bearer T1");
    await pass(1);
    expect(sent()).toBe("Bearer T1");
    expect(await summary()).toMatchObject({ attaching: "attaching", host: { testMode: undefined } });
    expect((await summary())?.testMode).toBeUndefined();
  });

  it.each(["restart", "restartBrowser"] as const)(
    "after a %s that comes after its end, whoever wakes it",
    async (how) => {
      await setTestMode({ kind: "broken_signature", minutes: 5 });
      test.browser.nowMs += 5 * MINUTE;
      await test[how]();
      expect(sent()).toBe("Bearer T1");
      expect(test.store.hosts.get(hostId)?.testMode).toBeUndefined();
    },
  );

  it.each(["restart", "restartBrowser"] as const)("not before its end by a %s, and then by the alarm", async (how) => {
    await setTestMode({ kind: "no_token", minutes: 5 });
    await test[how]();
    expect(sent()).toBeUndefined();
    expect(test.browser.alarmAtMs).toBe(test.browser.nowMs + 5 * MINUTE);
    await pass(5 * MINUTE);
    expect(sent()).toBe("Bearer T1");
  });

  it("at once when asked", async () => {
    await setTestMode({ kind: "no_token", minutes: 5 });
    await setTestMode(null);
    expect(sent()).toBe("Bearer T1");
  });

  it("when the clock is set back before its beginning, and for good", async () => {
    await setTestMode({ kind: "other_profile", profileId: otherId, minutes: 5 });
    test.browser.nowMs -= 500 * MINUTE;
    await test.worker.renewalDue();
    test.browser.nowMs += 500 * MINUTE;
    await test.worker.renewalDue();
    expect(sent()).not.toBe("Bearer T2");
    expect((await summary())?.testMode).toBeUndefined();
  });

  it("when the other profile is deleted", async () => {
    await setTestMode({ kind: "other_profile", profileId: otherId, minutes: 5 });
    await test.do("deleteProfile", { profileId: otherId });
    expect(sent()).toBe("Bearer T1");
    expect((await summary())?.testMode).toBeUndefined();
  });
});

describe("while a test mode is on", () => {
  it("the toolbar says so until it ends by itself", async () => {
    await setTestMode({ kind: "no_token", minutes: 5 });
    await pass(5 * MINUTE - 1);
    expect(test.browser.badges.at(-1)).toBe("testing");
    await pass(1);
    expect(test.browser.badges.at(-1)).toBe("done");
  });

  it("the toolbar says so until it is ended", async () => {
    await setTestMode({ kind: "no_token", minutes: 5 });
    await quiet();
    expect(test.browser.badges.at(-1)).toBe("testing");
    await setTestMode(null);
    await quiet();
    expect(test.browser.badges.at(-1)).toBe("done");
  });

  it("the toolbar says so after the worker's death, and no more if it ended meanwhile", async () => {
    await setTestMode({ kind: "no_token", minutes: 5 });
    test.browser.badges.length = 0;
    await test.restart();
    await quiet();
    expect(test.browser.badges).toEqual(["testing"]);
    test.browser.nowMs += 5 * MINUTE;
    await test.restart();
    await quiet();
    expect(test.browser.badges.at(-1)).toBe("done");
  });

  it("locking takes everything away, and unlocking brings the mode back, not the token", async () => {
    await pass(HOUR);
    await setTestMode({ kind: "expired_token", minutes: 5 });
    await test.do("setPassphrase", { next: "correct horse battery" });
    await test.do("lock", {});
    expect(test.browser.rules).toEqual([]);
    expect(await summary()).toMatchObject({ attaching: "locked", testMode: { sends: { why: "locked" } } });
    await test.do("unlock", { passphrase: "correct horse battery" });
    expect(sent()).toBe("Bearer T1");
  });

  it.each(["broken_signature", "other_profile"] as const)(
    "a 401 to %s renews nothing and is no refusal",
    async (kind) => {
      await setTestMode({ kind, profileId: otherId, minutes: 5 });
      const issued = server.delivered.get("machine");
      for (const header of [sent(), "Bearer T1", "Bearer T2"]) {
        test.browser.refuse("https://api.example.com/me", header);
        await quiet();
      }
      expect(server.delivered.get("machine")).toBe(issued);
      expect((await test.snapshot()).profiles.map(({ apiRefusal }) => apiRefusal)).toEqual([undefined, undefined]);
      // An answer that comes after the mode's end is still about what the mode has sent.
      const header = sent();
      await setTestMode(null);
      test.browser.refuse("https://api.example.com/me", header);
      await quiet();
      expect((await test.snapshot()).profiles.map(({ apiRefusal }) => apiRefusal)).toEqual([undefined, undefined]);
    },
  );

  it("a renewal goes on as ever, so that normal is fresh", async () => {
    await setTestMode({ kind: "no_token", minutes: 90 });
    await pass(90 * MINUTE);
    expect(sent()).toBe(`Bearer ${server.delivered.get("machine")?.accessToken}`);
    expect(sent()).not.toBe("Bearer T1");
  });
});

describe("setTestMode refuses", () => {
  it.each([
    ["a kind that there is not", { kind: "any_token", minutes: 5 }, { code: "bad_message" }],
    ["no time", { kind: "no_token" }, { code: "invalid_field", field: "Minutes", problem: "not_a_number" }],
    ["a profile that is gone", { kind: "other_profile", profileId: "gone", minutes: 5 }, { code: "not_found" }],
  ])("%s", async (_, testMode, error) => {
    const answer = await test.send("setTestMode", { hostId, testMode: testMode as TestModeInput });
    expect(answer).toMatchObject({ ok: false, error });
    expect(sent()).toBe("Bearer T1");
  });

  it("a host that is gone", async () => {
    const answer = await test.send("setTestMode", { hostId: "gone", testMode: null });
    expect(answer).toMatchObject({ ok: false, error: { code: "not_found" } });
  });
});
