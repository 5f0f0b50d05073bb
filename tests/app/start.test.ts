import { beforeEach, describe, expect, it } from "vitest";
import { withHeadStart } from "../../lib/services/head-start.ts";
import { startWorker } from "../../lib/services/worker.ts";
import { FakeBrowser } from "./fake-browser.ts";
import { quiet } from "./quiet.ts";
import { API_HOST, CLIENT_CREDENTIALS, TestWorker, tokenReply } from "./test-worker.ts";

const NEVER = new Promise<never>(() => undefined);

/** A worker that attaches one token to one API host. */
async function startAttaching(): Promise<TestWorker> {
  const test = await TestWorker.start();
  test.browser.grantAll("https://auth.example.com/*", "https://api.example.com/*", "https://docs.example.org/*");
  test.browser.server = () => tokenReply({ access_token: "T1" });
  const profileId = await test.saveProfile(CLIENT_CREDENTIALS);
  await test.do("saveHost", { host: { ...API_HOST, profileId } });
  await test.do("authorize", { profileId });
  await quiet();
  return test;
}

describe("a worker that starts", () => {
  let test: TestWorker;

  beforeEach(async () => {
    test = await startAttaching();
  });

  it("answers though alarms, badge and clipboard are never heard of again", async () => {
    const ports = test.browser.ports();
    const worker = await startWorker(test.store, {
      ...ports,
      alarms: { set: () => NEVER },
      badge: { ...ports.badge, show: () => NEVER },
      clipboardAlarm: { set: () => NEVER },
    });
    expect((await worker.takeSnapshot()).profiles[0]?.status.kind).toBe("valid");
  });

  it("has taken the rule of a token that is over away when it answers", async () => {
    expect(test.browser.rules).not.toEqual([]);
    test.browser.nowMs += 2 * 3_600_000;
    test.browser.server = () => "lost";
    await test.restart();
    expect(test.browser.rules).toEqual([]);
  });

  it("sets the alarm and the badge all the same", async () => {
    test.browser.alarmAtMs = undefined;
    test.browser.badges.length = 0;
    await test.restart();
    await quiet();
    expect(test.browser.alarmAtMs).toBeGreaterThan(test.browser.nowMs);
    expect(test.browser.badges).toEqual(["done"]);
  });

  it("keeps the administrator's limits anew where they have changed, and only there", async () => {
    test.browser.keptLimits = undefined;
    await test.restart();
    await quiet();
    const kept = test.browser.keptLimits;
    expect(kept).toBeDefined();
    await test.restart();
    await quiet();
    expect(test.browser.keptLimits).toBe(kept);
    test.browser.policy = { longestIdleLockMinutes: 5 };
    await test.restart();
    await quiet();
    expect(test.browser.keptLimits).toMatchObject({ longestIdleLockMinutes: 5 });
  });
});

describe("the head start", () => {
  it("asks at once, uses each answer once, and asks again after that", async () => {
    const browser = new FakeBrowser();
    const { permissions } = withHeadStart(browser.ports());
    browser.grantAll("https://api.example.com/*");
    expect(await permissions.granted()).toEqual({ origins: [], permissions: [] });
    expect(await permissions.granted()).toEqual(browser.granted);
  });

  it("tells what the browser could not say to whoever wants it, and asks again after that", async () => {
    const browser = new FakeBrowser();
    const ports = browser.ports();
    let isFailing = true;
    const { storageMarker } = withHeadStart({
      ...ports,
      storageMarker: {
        ...ports.storageMarker,
        async get() {
          if (isFailing) throw new TypeError("storage.local.get failed");
          return ports.storageMarker.get();
        },
      },
    });
    await quiet();
    isFailing = false;
    await expect(storageMarker.get()).rejects.toThrow("storage.local.get failed");
    expect(await storageMarker.get()).toBe(browser.storageMark);
  });
});

describe("the rules of a worker that starts", () => {
  let test: TestWorker;
  let reads: number;

  beforeEach(async () => {
    test = await startAttaching();
    reads = test.browser.ruleReads;
  });

  it("are what the one before noted, and are compared with the browser's a little later", async () => {
    await test.restart();
    await quiet();
    expect(test.browser.ruleReads).toBe(reads);
    test.browser.advance(1_000);
    await quiet();
    expect(test.browser.ruleReads).toBe(reads + 1);
  });

  it("are made right a little later where something else has changed them", async () => {
    const rules = test.browser.rules;
    expect(rules).not.toEqual([]);
    test.browser.rules = [];
    await test.restart();
    await quiet();
    expect(test.browser.rules).toEqual([]);
    test.browser.advance(1_000);
    await quiet();
    expect(test.browser.rules).toEqual(rules);
  });

  it("are asked for at once where they are to be others", async () => {
    test.browser.advance(2 * 3_600_000);
    test.browser.server = () => "lost";
    await test.restart();
    expect(test.browser.ruleReads).toBeGreaterThan(reads);
  });

  it("are asked for at once after the browser's end", async () => {
    await test.restartBrowser();
    expect(test.browser.ruleReads).toBe(reads + 1);
    expect(test.browser.rules).not.toEqual([]);
  });
});
