import { beforeEach, describe, expect, it } from "vitest";
import { type Settings, DEFAULT_SETTINGS } from "../../lib/domain/settings.ts";
import { quiet } from "./quiet.ts";
import { CLIENT_CREDENTIALS, TestWorker, tokenReply } from "./test-worker.ts";

const TOKEN = "access-canary-5b0c";

let test: TestWorker;
let profileId: string;

/** A worker with a profile whose token is valid, and that may read the clipboard. */
beforeEach(async () => {
  test = await TestWorker.start();
  test.browser.granted = { origins: ["https://auth.example.com/*"], permissions: ["clipboardRead"] };
  profileId = await test.saveProfile(CLIENT_CREDENTIALS);
  const copying = test.do("copyToken", { profileId });
  (await test.browser.nextCall()).respond(tokenReply({ access_token: TOKEN }));
  await copying;
});

async function setSeconds(clearClipboardSeconds: number | null): Promise<Settings> {
  const answer = await test.do("saveSettings", { settings: { ...DEFAULT_SETTINGS, clearClipboardSeconds } });
  return answer.snapshot.settings;
}

/** Time passes, and the alarm rings if it is due. */
async function pass(seconds: number): Promise<void> {
  test.browser.advance(seconds * 1_000);
  if ((test.browser.clipboardAlarmAtMs ?? Infinity) > test.browser.nowMs) return;
  test.browser.clipboardAlarmAtMs = undefined;
  await test.worker.clipboardDue();
}

describe("a copied token", () => {
  it("stays on the clipboard unless the person has chosen a time", async () => {
    expect((await test.snapshot()).settings.clearClipboardSeconds).toBeNull();
    await test.do("copyToken", { profileId });
    expect(test.browser.clipboardAlarmAtMs).toBeUndefined();
    await test.worker.clipboardDue();
    expect(test.browser.clipboard).toBe(TOKEN);
  });

  it.each(["token", "header", "curl"] as const)("is cleared after that time, as %s, and not before", async (format) => {
    await setSeconds(30);
    await test.do("copyToken", { profileId, format });
    await pass(29);
    expect(test.browser.clipboard).toContain(TOKEN);
    await pass(1);
    expect(test.browser.clipboard).toBe("");
  });

  it("is cleared by another worker where the first has died, at its start or at its alarm", async () => {
    await setSeconds(60);
    await test.do("copyToken", { profileId });
    test.browser.clipboardAlarmAtMs = undefined;
    await test.restart();
    await quiet();
    expect(test.browser.clipboard).toBe(TOKEN);
    await pass(60);
    expect(test.browser.clipboard).toBe("");

    await test.do("copyToken", { profileId });
    test.browser.advance(60_000);
    await test.restart();
    await quiet();
    expect(test.browser.clipboard).toBe("");
  });

  it("is kept nowhere for it: its digest and its time are, until then", async () => {
    await setSeconds(30);
    await test.do("copyToken", { profileId, which: "access_token", format: "header" });
    const kept = test.browser.sessionValues.get("clipboard.copied") ?? "";
    expect(JSON.parse(kept)).toEqual({
      digest: expect.stringMatching(/^[0-9a-f]{64}$/u),
      untilMs: test.browser.nowMs + 30_000,
    });
    expect(JSON.stringify([...test.browser.sessionValues])).not.toContain(TOKEN);
    await pass(30);
    expect(test.browser.sessionValues.has("clipboard.copied")).toBe(false);
  });

  it("copied again has its whole time again", async () => {
    await setSeconds(60);
    await test.do("copyToken", { profileId });
    await pass(50);
    await test.do("copyToken", { profileId });
    await pass(50);
    expect(test.browser.clipboard).toBe(TOKEN);
    await pass(10);
    expect(test.browser.clipboard).toBe("");
  });

  it("is left where the person has turned it off meanwhile", async () => {
    await setSeconds(30);
    await test.do("copyToken", { profileId });
    await setSeconds(null);
    await pass(30);
    expect(test.browser.clipboard).toBe(TOKEN);
  });
});

it("leaves alone what came to the clipboard from elsewhere", async () => {
  await setSeconds(30);
  await test.do("copyToken", { profileId });
  test.browser.clipboard = "a shopping list";
  await pass(30);
  expect(test.browser.clipboard).toBe("a shopping list");
});

describe("without permission to read the clipboard", () => {
  it("clearing is not turned on", async () => {
    test.browser.granted = { origins: [], permissions: [] };
    expect((await setSeconds(30)).clearClipboardSeconds).toBeNull();
  });

  it("clearing is turned off, and what is there is left", async () => {
    await setSeconds(30);
    await test.do("copyToken", { profileId });
    test.browser.granted = { origins: [], permissions: [] };
    await test.worker.permissionsChanged();
    expect((await test.snapshot()).settings.clearClipboardSeconds).toBeNull();
    await pass(30);
    expect(test.browser.clipboard).toBe(TOKEN);
  });

  it("a clearing that fails is not tried again, and the next copy is cleared", async () => {
    await setSeconds(30);
    await test.do("copyToken", { profileId });
    test.browser.granted = { origins: [], permissions: [] };
    await pass(30);
    test.browser.granted = { origins: [], permissions: ["clipboardRead"] };
    await test.do("copyToken", { profileId });
    await pass(30);
    expect(test.browser.clipboard).toBe("");
  });
});
