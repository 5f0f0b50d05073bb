import { beforeEach, describe, expect, it } from "vitest";
import type { ApiHost } from "../../lib/domain/api-host.ts";
import type { CarriedToken } from "../../lib/domain/observed-request.ts";
import { DEFAULT_SETTINGS } from "../../lib/domain/settings.ts";
import type { FakeRequest } from "./fake-browser.ts";
import { quiet } from "./quiet.ts";
import { API_HOST, CLIENT_CREDENTIALS, TestWorker, tokenReply } from "./test-worker.ts";

const ME = "https://api.example.com/me";
const OURS = "Bearer T1-canary";
const HOUR_MS = 3_600_000;

let test: TestWorker;
let profileId: string;
beforeEach(async () => {
  test = await TestWorker.start();
  test.browser.grantAll("https://auth.example.com/*", "https://api.example.com/*", "https://docs.example.org/*");
  test.browser.server = () => tokenReply({ access_token: "T1-canary" });
  profileId = await test.saveProfile(CLIENT_CREDENTIALS);
});

async function saveHost(changes: Partial<Omit<ApiHost, "id">> = {}): Promise<void> {
  await test.do("saveHost", { host: { ...API_HOST, profileId, ...changes } });
}

async function authorize(): Promise<void> {
  await test.do("authorize", { profileId });
  await quiet();
}

async function listed(tabId?: number) {
  return (await test.do("listRequests", tabId === undefined ? {} : { tabId })).result;
}

async function carriedBy(request: Partial<FakeRequest>): Promise<CarriedToken | undefined> {
  test.browser.request({ url: ME, ...request });
  return (await listed())[0]?.carried;
}

describe("an observed request", () => {
  it("tells who made it, whose token it carried and what came of it", async () => {
    await saveHost();
    await authorize();
    test.browser.request({ url: `${ME}?code=secret#part`, authorization: OURS, method: "POST", tabId: 3 });
    const [host] = (await test.snapshot()).hosts;
    expect(await listed(3)).toEqual([
      {
        id: expect.any(String),
        startedAtMs: test.browser.nowMs,
        durationMs: 20,
        tabId: 3,
        initiator: "https://docs.example.org",
        method: "POST",
        url: ME,
        type: "xmlhttprequest",
        hostId: host?.host.id,
        carried: { kind: "profile", profileId },
        status: 200,
      },
    ]);
    expect(await listed(4)).toEqual([]);
  });

  it("has no token, no query and no fragment in it, nor has session storage", async () => {
    await saveHost();
    await authorize();
    test.browser.request({ url: `${ME}?code=secret-canary#frag-canary`, authorization: OURS });
    test.browser.request({ url: ME, authorization: "Bearer foreign-canary" });
    test.browser.advance(500);
    await quiet();
    const kept = JSON.stringify([await listed(), ...test.browser.sessionValues]);
    expect(kept).toContain(ME);
    expect(kept).not.toMatch(/canary/u);
  });

  it.each<[string, Partial<ApiHost>, Partial<FakeRequest>, CarriedToken]>([
    ["a preflight", {}, { method: "OPTIONS" }, { kind: "none", reason: "preflight" }],
    ["a page that is not listed", {}, { initiator: "https://evil.test" }, { kind: "none", reason: "page_not_listed" }],
    ["nobody's page", {}, { initiator: undefined }, { kind: "none", reason: "page_not_listed" }],
    ["a handshake", {}, { type: "websocket" }, { kind: "none", reason: "web_socket" }],
    ["a page load by POST", {}, { type: "main_frame", method: "POST" }, { kind: "none", reason: "page_load" }],
    ["a page load", { pageLoads: false }, { type: "main_frame" }, { kind: "none", reason: "page_load" }],
    ["None", { profileId: null }, {}, { kind: "none", reason: "no_profile" }],
    ["another Authorization", {}, { authorization: "Basic eA==" }, { kind: "other", reason: "unknown" }],
    ["no reason that shows", {}, {}, { kind: "none", reason: "unknown" }],
    ["a start that nobody saw", {}, { asleep: true }, { kind: "unseen" }],
  ])("without the token because of %s says so", async (_, host, request, carried) => {
    await saveHost(host);
    await authorize();
    expect(await carriedBy(request)).toEqual(carried);
  });

  it("says what its API host lacks", async () => {
    await saveHost();
    expect(await carriedBy({})).toEqual({ kind: "none", reason: "not_authorized" });
    await authorize();
    test.browser.nowMs += 2 * HOUR_MS;
    expect(await carriedBy({})).toEqual({ kind: "none", reason: "expired" });
    test.browser.grantAll("https://api.example.com/*");
    await test.worker.permissionsChanged();
    expect(await carriedBy({})).toEqual({ kind: "none", reason: "no_permission" });
  });

  it("to a host that is off, below one that is on, says that it is off", async () => {
    await saveHost({ pattern: "https://*.example.com" });
    await saveHost({ enabled: false });
    await authorize();
    expect(await carriedBy({ authorization: undefined })).toEqual({ kind: "none", reason: "off" });
  });

  it("with what a test mode sends is told from one with another Authorization", async () => {
    await saveHost();
    await authorize();
    const hostId = (await test.snapshot()).hosts[0]?.host.id ?? "";
    await test.do("setTestMode", { hostId, testMode: { kind: "broken_signature", minutes: 5 } });
    const [rule] = test.browser.rules;
    const [change] = rule?.action.type === "modifyHeaders" ? rule.action.requestHeaders : [];
    const broken = change !== undefined && "value" in change ? change.value : "";
    expect(broken).not.toBe(OURS);
    expect(await carriedBy({ authorization: broken })).toEqual({ kind: "test" });
    expect(await carriedBy({ authorization: OURS })).toMatchObject({ kind: "other" });
    await test.do("setTestMode", { hostId, testMode: null });
    expect(await carriedBy({ authorization: OURS })).toMatchObject({ kind: "profile" });
    expect(await carriedBy({ authorization: broken })).toMatchObject({ kind: "other" });
  });

  it("keeps what the API says of the token", async () => {
    await saveHost();
    await authorize();
    const challenges = ['Bearer error="insufficient_scope", scope="write"'];
    test.browser.request({ url: ME, authorization: OURS, status: 403, challenges });
    expect((await listed())[0]).toMatchObject({
      status: 403,
      challenge: { error: "insufficient_scope", scope: "write" },
    });
  });

  it("has its own token masked in path and challenge, and every JWT, whoever's", async () => {
    await saveHost();
    await authorize();
    const jwt = `eyJhbGciOiJIUzI1NiJ9.${"canary".repeat(80)}.c2ln`;
    for (const token of ["T1-canary", "foreign-canary", jwt]) {
      const challenges = [`Bearer error="invalid_token", error_description="${token}: no", scope="${token}"`];
      const url = `${ME}/${token}/${jwt}`;
      test.browser.request({ url, authorization: `Bearer ${token}`, status: 401, challenges });
      test.browser.request({ url: `${ME}/${jwt}`, asleep: true, status: 401, challenges });
    }
    await quiet();
    const kept = JSON.stringify(await listed());
    expect(kept).toContain("invalid_token");
    expect(kept).not.toMatch(/canary/u);
  });

  it("that is under way while the vault is locked keeps nothing of its token", async () => {
    await saveHost();
    await authorize();
    await test.do("setPassphrase", { next: "correct horse" });
    const challenges = ['Bearer error="invalid_token", error_description="T1-canary is no good"'];
    const meanwhile = () => void test.worker.lockVault();
    test.browser.request({ url: ME, authorization: OURS, status: 401, challenges, meanwhile });
    await quiet();
    expect((await listed())[0]).toMatchObject({ status: 401, carried: { kind: "profile", profileId } });
    expect(JSON.stringify(await listed())).not.toMatch(/canary/u);
  });

  it("is short, however long what the page made of it is", async () => {
    await saveHost();
    const long = "x".repeat(100_000);
    test.browser.request({ url: `${ME}/${long}`, method: long });
    expect(JSON.stringify(await listed()).length).toBeLessThan(1_000);
  });

  it("that failed says how, before or after its answer", async () => {
    await saveHost();
    test.browser.request({ url: ME, error: "net::ERR_CONNECTION_REFUSED" });
    expect((await listed())[0]).toMatchObject({ error: "net::ERR_CONNECTION_REFUSED" });
    test.browser.request({ url: ME, failsAfter: "net::ERR_FAILED" });
    expect((await listed())[0]).toMatchObject({ status: 200, error: "net::ERR_FAILED" });
    test.browser.request({ url: ME, failsAfter: "net::ERR_ABORTED" });
    expect((await listed())[0]).toMatchObject({ status: 200, error: undefined });
  });

  it("is none of the extension's own", async () => {
    await saveHost();
    test.browser.request({ url: ME, initiator: "chrome-extension://extension" });
    expect(await listed()).toEqual([]);
  });
});

describe("the observed requests", () => {
  it("are the newest five hundred of the last hour", async () => {
    await saveHost();
    for (let count = 0; count < 600; count += 1) test.browser.request({ url: `${ME}/${count}` });
    const urls = (await listed()).map(({ url }) => url);
    expect([urls.length, urls[0], urls.at(-1)]).toEqual([500, `${ME}/599`, `${ME}/100`]);
    test.browser.nowMs += HOUR_MS;
    expect(await listed()).toEqual([]);
  });

  it("are told of at most twice a second, and without a new snapshot", async () => {
    await saveHost();
    await quiet();
    const before = test.browser.announcements;
    for (let count = 0; count < 50; count += 1) {
      test.browser.request({ url: ME });
      test.browser.advance(20);
      await quiet();
    }
    expect(test.browser.requestAnnouncements).toBe(2);
    expect(test.browser.announcements).toBe(before);
  });

  it("outlive the worker, not the browser", async () => {
    await saveHost();
    test.browser.request({ url: ME });
    test.browser.advance(500);
    await quiet();
    await test.restart();
    test.browser.request({ url: `${ME}/2` });
    expect((await listed()).map(({ url }) => url)).toEqual([`${ME}/2`, ME]);
    await test.restartBrowser();
    expect(await listed()).toEqual([]);
  });

  it("are forgotten with the activity", async () => {
    await saveHost();
    test.browser.request({ url: ME });
    await test.do("clearTraces", {});
    expect(await listed()).toEqual([]);
    await test.restart();
    expect(await listed()).toEqual([]);
  });

  it("are of every API host that is on, with a token or without, and of no other", async () => {
    await saveHost({ profileId: null });
    await saveHost({ pattern: "https://off.example.com", enabled: false });
    expect(test.browser.watchedPatterns).toEqual(["https://api.example.com/*"]);
  });

  it("are of no neighbour, though of many API hosts the browser is asked for their domain", async () => {
    await saveHost({ pattern: "https://off.example.com", enabled: false });
    for (let number = 0; number < 101; number += 1) await saveHost({ pattern: `https://api-${number}.example.com` });
    expect(test.browser.watchedPatterns).toEqual(["https://*.example.com/*"]);
    for (const host of ["www", "off", "api-7"]) test.browser.request({ url: `https://${host}.example.com/me` });
    expect((await listed()).map(({ url }) => url)).toEqual(["https://api-7.example.com/me"]);
  });

  it("that were answered are not failed by the neighbour that they were redirected to", async () => {
    for (let number = 0; number < 101; number += 1) await saveHost({ pattern: `https://api-${number}.example.com` });
    test.browser.request({
      url: "https://api-7.example.com/me",
      status: 302,
      failsAfter: "net::ERR_CONNECTION_REFUSED",
      failsAt: "https://www.example.com/",
    });
    expect(await listed()).toMatchObject([{ status: 302, error: undefined }]);
  });

  it("are watched from the moment when the browser allows it", async () => {
    test.browser.granted = { ...test.browser.granted, permissions: [] };
    await saveHost();
    expect(test.browser.watchedPatterns).toEqual([]);
    test.browser.granted = { ...test.browser.granted, permissions: ["webRequest"] };
    await test.worker.permissionsChanged();
    expect(test.browser.watchedPatterns).toEqual(["https://api.example.com/*"]);
  });

  it("end with Observe requests: nothing is watched, and what was seen is forgotten", async () => {
    await saveHost();
    test.browser.request({ url: ME });
    await test.do("saveSettings", { settings: { ...DEFAULT_SETTINGS, observeRequests: false } });
    expect(test.browser.watchedPatterns).toEqual([]);
    expect(await listed()).toEqual([]);
    await test.do("saveSettings", { settings: DEFAULT_SETTINGS });
    expect(test.browser.watchedPatterns).toEqual(["https://api.example.com/*"]);
  });
});
