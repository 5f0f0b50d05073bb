import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRecords } from "../bench/records.ts";
import { renewAtMs, spreadOf } from "../../lib/domain/lifetime.ts";
import { DEFAULT_SETTINGS } from "../../lib/domain/settings.ts";
import { importRawKey } from "../../lib/store/keys.ts";
import { DATABASE_NAME, DATABASE_VERSION, KEY_PATHS } from "../../lib/store/schema.ts";
import type { EndpointCall } from "./fake-browser.ts";
import { quiet } from "./quiet.ts";
import { TestWorker, tokenReply } from "./test-worker.ts";

const HOSTS = ["http://*.bench.test/*"];
const HOUR = 3_600_000;

let test: TestWorker;
beforeEach(async () => {
  test = await TestWorker.start();
  // The records are of now.
  test.browser.nowMs = Date.now();
});
afterEach(() => vi.restoreAllMocks());

/** A worker that starts over so many profiles with a token each, and five API hosts each. */
async function startWith(profiles: number): Promise<void> {
  test.browser.grantAll(...HOSTS);
  await test.store.close();
  const records = await createRecords({
    profiles,
    tokenUrl: "http://auth.bench.test/token",
    callingPage: "http://page.bench.test",
    port: "",
  });
  const device = await importRawKey("device:bench", records.deviceKey.bytes);
  const meta = [
    { name: "deviceKey", id: records.deviceKey.id, key: device.key },
    { name: "sequence", last: records.lastSeq },
  ];
  const database = await openedDatabase();
  const transaction = database.transaction(Object.keys(KEY_PATHS), "readwrite");
  const { profiles: profileRecords, grants, hosts } = records;
  for (const [name, values] of Object.entries({ meta, profiles: profileRecords, grants, hosts })) {
    for (const value of values) transaction.objectStore(name).put(value);
  }
  await new Promise((resolve) => transaction.addEventListener("complete", resolve));
  database.close();
  await test.restart();
  await quiet();
}

function openedDatabase(): Promise<IDBDatabase> {
  const request = test.indexedDB.open(DATABASE_NAME, DATABASE_VERSION);
  return new Promise((resolve) => request.addEventListener("success", () => resolve(request.result)));
}

describe("many profiles whose tokens expire together", () => {
  it("have their turns spread: of 1,000, no second has more than its share", () => {
    const token = { obtainedAtMs: 0, expiresAtMs: 6 * HOUR };
    const moments = Array.from({ length: 1_000 }, (_, seq) => renewAtMs(token, spreadOf(seq)) ?? 0);
    const bySecond = Map.groupBy(moments, (moment) => Math.floor(moment / 1_000));
    expect(Math.max(...[...bySecond.values()].map(({ length }) => length))).toBeLessThanOrEqual(40);
    expect(Math.min(...moments)).toBeGreaterThan(6 * HOUR - 200_000);
  });

  it("are renewed six at once where all are overdue, each of them once", async () => {
    await startWith(60);
    test.browser.nowMs += 6 * HOUR;
    const renewing = test.worker.renewalDue();
    const together: number[] = [];
    let calls = 0;
    for (;;) {
      await quiet();
      const waiting: EndpointCall[] = [];
      while (test.browser.pendingCalls > 0) waiting.push(await test.browser.nextCall());
      if (waiting.length === 0) break;
      together.push(waiting.length);
      for (const call of waiting) {
        calls += 1;
        call.respond(tokenReply({ access_token: `T${calls}`, expires_in: 6 * 3_600 }));
      }
    }
    await renewing;
    expect(calls).toBe(60);
    expect(Math.max(...together)).toBe(6);
  });
});

describe("a worker's start", () => {
  it("decrypts one token set for each attached profile, and a snapshot none", async () => {
    const decrypt = vi.spyOn(crypto.subtle, "decrypt");
    await startWith(10);
    expect(test.browser.rules.length).toBeGreaterThan(0);
    expect(decrypt).toHaveBeenCalledTimes(10);
    await test.snapshot();
    await test.worker.permissionsChanged();
    expect(decrypt).toHaveBeenCalledTimes(10);
  });

  it("decrypts nothing where no API host has a profile", async () => {
    await startWith(10);
    for (const host of test.store.hosts.all()) await test.store.hosts.delete(host.id);
    const decrypt = vi.spyOn(crypto.subtle, "decrypt");
    await test.restart();
    await test.snapshot();
    await quiet();
    expect(decrypt).not.toHaveBeenCalled();
  });

  it("reads each store of the database once; commands read memory", async () => {
    const readAll = vi.spyOn(IDBObjectStore.prototype, "getAll");
    const readOne = vi.spyOn(IDBObjectStore.prototype, "get");
    await startWith(10);
    const stores = readAll.mock.contexts.map((store) => (store as IDBObjectStore).name);
    expect(stores.toSorted()).toEqual(["deleted", "drafts", "grants", "hosts", "meta", "profiles"]);
    await test.do("getSnapshot", {});
    await test.do("saveSettings", { settings: { ...DEFAULT_SETTINGS, badge: false } });
    await test.do("copyToken", { profileId: "profile-1" });
    await test.do("getSnapshot", {});
    expect(readAll).toHaveBeenCalledTimes(stores.length);
    expect(readOne).not.toHaveBeenCalled();
  });
});
