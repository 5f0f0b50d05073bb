import { beforeEach, describe, expect, it } from "vitest";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import { API_HOST, AUTHORIZATION_CODE, CLIENT_CREDENTIALS, TestWorker, tokenReply } from "./test-worker.ts";

let test: TestWorker;
beforeEach(async () => {
  test = await TestWorker.start();
  test.browser.grantAll("https://auth.example.com/*", "https://api.example.com/*", "https://docs.example.org/*");
});

async function statusOf(profileId: string) {
  const { profiles } = await test.snapshot();
  return profiles.find(({ id }) => id === profileId)?.status.kind;
}

async function authorized(changes: Partial<OAuthProfile>, reply: Readonly<Record<string, unknown>>): Promise<string> {
  const profileId = await test.saveProfile({ ...CLIENT_CREDENTIALS, ...changes });
  await test.do("authorize", { profileId });
  (await test.browser.nextCall()).respond(tokenReply(reply));
  await expect.poll(() => statusOf(profileId)).toBe("valid");
  return profileId;
}

describe("Copy token", () => {
  it.each([
    ["header", "X-Key: Key T1"],
    ["curl", "curl 'https://api.example.com/' --header 'X-Key: Key T1'"],
    ["httpie", "http GET 'https://api.example.com/' 'X-Key: Key T1'"],
    ["fetch", 'fetch("https://api.example.com/", { headers: { "X-Key": "Key T1" } })'],
    ["env", "ACCESS_TOKEN=T1"],
    ["token", "T1"],
  ] as const)("as %s, for a host, with the profile's own header", async (format, text) => {
    const profileId = await authorized({ headerName: "X-Key", headerPrefix: "Key" }, { access_token: "T1" });
    const hostId = (await test.do("saveHost", { host: { ...API_HOST, profileId } })).result;
    const answer = await test.do("copyToken", { profileId, format, hostId });
    expect(test.browser.copied).toEqual([text]);
    expect(JSON.stringify(answer)).not.toContain("T1");
  });

  it("into a request to the only API host of the profile, and to none where there are several", async () => {
    const profileId = await authorized({}, { access_token: "T1" });
    await test.do("saveHost", { host: { ...API_HOST, profileId } });
    await test.do("saveHost", { host: { ...API_HOST, pattern: "https://other.example.com", profileId: null } });
    await test.do("copyToken", { profileId, format: "httpie" });
    await test.do("saveHost", { host: { ...API_HOST, pattern: "https://second.example.com", profileId } });
    await test.do("copyToken", { profileId, format: "httpie" });
    expect(test.browser.copied).toEqual([
      "http GET 'https://api.example.com/' 'Authorization: Bearer T1'",
      "http GET 'https://your-api.example/' 'Authorization: Bearer T1'",
    ]);
  });

  it("makes no command and no header of a token that could end one before its time", async () => {
    const profileId = await authorized({}, { access_token: "T1\u0015rm -rf ~\r\nX-Evil: 1" });
    for (const format of ["header", "curl", "httpie", "fetch", "env"] as const) {
      const answer = await test.send("copyToken", { profileId, format });
      expect(answer).toMatchObject({ ok: false, error: { code: "token_has_controls" } });
    }
    expect(test.browser.copied).toEqual([]);
    await test.do("copyToken", { profileId });
    expect(test.browser.copied).toHaveLength(1);
  });

  it("acquires a fresh token first, whatever the shape", async () => {
    const profileId = await test.saveProfile(CLIENT_CREDENTIALS);
    const copy = test.do("copyToken", { profileId, format: "header" });
    (await test.browser.nextCall()).respond(tokenReply({ access_token: "T1" }));
    await copy;
    expect(test.browser.copied).toEqual(["Authorization: Bearer T1"]);
  });

  it("copies id and refresh token as they are stored, and answers with neither", async () => {
    const reply = { access_token: "T1", refresh_token: "R1-canary", id_token: "I1-canary" };
    const profileId = await authorized({}, reply);
    const answers = [
      await test.do("copyToken", { profileId, which: "id_token" }),
      await test.do("copyToken", { profileId, which: "refresh_token" }),
    ];
    expect(test.browser.copied).toEqual(["I1-canary", "R1-canary"]);
    expect(JSON.stringify(answers)).not.toContain("canary");
    expect(test.browser.pendingCalls).toBe(0);
  });

  it("says when there is no such token, profile or host", async () => {
    const profileId = await authorized({}, { access_token: "T1" });
    const gone = { ok: false, error: { code: "not_found" } };
    expect(await test.send("copyToken", { profileId, which: "id_token" })).toMatchObject(gone);
    expect(await test.send("copyToken", { profileId, format: "curl", hostId: "gone" })).toMatchObject(gone);
    expect(await test.send("copyToken", { profileId: "gone", which: "refresh_token" })).toMatchObject(gone);
    expect(test.browser.copied).toEqual([]);
  });

  it("copies nothing from a locked vault", async () => {
    const profileId = await authorized({}, { access_token: "T1", refresh_token: "R1" });
    await test.do("setPassphrase", { next: "correct horse" });
    await test.do("lock", {});
    for (const which of ["access_token", "refresh_token"] as const) {
      const answer = await test.send("copyToken", { profileId, which });
      expect(answer).toMatchObject({ ok: false, error: { code: "locked" } });
    }
    expect(test.browser.copied).toEqual([]);
  });
});

describe("the shortcut that copies", () => {
  it.each([
    ["the API's own page", "https://api.example.com/console?a=1"],
    ["a calling page", "https://docs.example.org/reference"],
  ])("copies the token for %s and says so on the badge for a moment", async (_, url) => {
    const profileId = await authorized({}, { access_token: "T1" });
    await test.do("saveHost", { host: { ...API_HOST, profileId } });
    const before = test.browser.badges.length;
    await test.worker.copyForPage(url);
    expect(test.browser.copied).toEqual(["T1"]);
    expect(test.browser.popupsReopened).toBe(0);
    test.browser.advance(2_000);
    await expect.poll(() => test.browser.badges.slice(before)).toEqual(["copied", "done"]);
  });

  it("renews a token that has expired, and copies that", async () => {
    const profileId = await authorized({}, { access_token: "T1" });
    await test.do("saveHost", { host: { ...API_HOST, profileId } });
    test.browser.advance(2 * 3_600_000);
    const copying = test.worker.copyForPage("https://api.example.com/");
    (await test.browser.nextCall()).respond(tokenReply({ access_token: "T2" }));
    await copying;
    expect(test.browser.copied).toEqual(["T2"]);
  });

  it.each([
    ["of no API host", "https://elsewhere.example/"],
    ["without web requests", "chrome://extensions"],
    ["that the browser does not tell", undefined],
  ])("opens the popup on a page %s", async (_, url) => {
    const profileId = await authorized({}, { access_token: "T1" });
    await test.do("saveHost", { host: { ...API_HOST, profileId } });
    await test.worker.copyForPage(url);
    expect(test.browser.copied).toEqual([]);
    expect(test.browser.popupsReopened).toBe(1);
  });

  it("opens the popup where two profiles are in play, and not where one of the hosts is off", async () => {
    const profileId = await authorized({}, { access_token: "T1" });
    const other = await authorized({ name: "Other" }, { access_token: "T2" });
    const popups = test.browser.popupsReopened;
    const second = { ...API_HOST, pattern: "https://api.example.com/v2", profileId: other };
    await test.do("saveHost", { host: { ...API_HOST, profileId } });
    const id = (await test.do("saveHost", { host: second })).result;
    await test.worker.copyForPage("https://docs.example.org/");
    expect(test.browser).toMatchObject({ copied: [], popupsReopened: popups + 1 });
    await test.do("saveHost", { host: { ...second, id, enabled: false } });
    await test.worker.copyForPage("https://docs.example.org/");
    expect(test.browser).toMatchObject({ copied: ["T1"], popupsReopened: popups + 1 });
  });

  it("opens no sign-in window: the popup comes, or the badge where the browser refuses that", async () => {
    const profileId = await test.saveProfile(AUTHORIZATION_CODE);
    await test.do("saveHost", { host: { ...API_HOST, profileId } });
    await test.worker.copyForPage("https://api.example.com/");
    expect(test.browser).toMatchObject({ openWindows: 0, copied: [], popupsReopened: 1 });
    test.browser.refusesPopup = true;
    await test.worker.copyForPage("https://api.example.com/");
    expect(test.browser.badges.at(-1)).toBe("attention");
  });

  it("opens the popup when the vault is locked", async () => {
    const profileId = await authorized({}, { access_token: "T1" });
    await test.do("saveHost", { host: { ...API_HOST, profileId } });
    await test.do("setPassphrase", { next: "correct horse" });
    await test.worker.lockVault();
    await test.worker.copyForPage("https://api.example.com/");
    expect(test.browser).toMatchObject({ copied: [], popupsReopened: 1 });
  });
});
