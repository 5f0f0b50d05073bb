import { describe, expect, it, vi } from "vitest";
import { openStore } from "../../../lib/store/store.ts";
import {
  abortNextWrite,
  FakeSession,
  newBrowser,
  openRaw,
  readRaw,
  sampleHost,
  sampleProfile,
  startWorker,
} from "./fixtures.ts";

describe("opening the database", () => {
  it("creates every store from nothing, and says that it did", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    expect(store.wasCreated).toBe(true);
    const raw = await openRaw(browser.indexedDB);
    expect(raw.version).toBe(2);
    expect([...raw.objectStoreNames]).toEqual(["deleted", "drafts", "grants", "hosts", "meta", "profiles", "traces"]);
    raw.close();
    expect((await startWorker(browser)).wasCreated).toBe(false);
  });

  it("reads a database of version 1 as it was laid out on the first day", async () => {
    const browser = newBrowser();
    const raw = await openRaw(browser.indexedDB, 1, (db) => {
      db.createObjectStore("meta", { keyPath: "name" }).put({ name: "sequence", last: 9 });
      const record = { id: "p1", profile: sampleProfile(), secrets: undefined, secretKeys: [] };
      db.createObjectStore("profiles", { keyPath: "id" }).put(record);
      const state = { profileId: "p1", pending: undefined, failure: undefined, token: undefined };
      db.createObjectStore("grants", { keyPath: "profileId" }).put({ profileId: "p1", state, tokenSet: undefined });
      db.createObjectStore("hosts", { keyPath: "id" }).put(sampleHost());
      db.createObjectStore("drafts", { keyPath: "id" });
      db.createObjectStore("traces", { keyPath: "key" });
    });
    raw.close();
    const store = await startWorker(browser);
    expect(store.problems()).toEqual([]);
    expect(store.profiles.all()).toEqual([sampleProfile()]);
    expect(store.hosts.all()).toEqual([sampleHost()]);
    expect(store.grants.all()).toHaveLength(1);
    expect(await store.nextSeq()).toBe(10);
  });

  it("leaves a newer version's database alone", async () => {
    const browser = newBrowser();
    const raw = await openRaw(browser.indexedDB, 3, (db) => db.createObjectStore("future"));
    raw.close();
    await expect(startWorker(browser)).rejects.toMatchObject({ code: "storage_newer" });
    const after = await openRaw(browser.indexedDB);
    expect([after.version, [...after.objectStoreNames]]).toEqual([3, ["future"]]);
    after.close();
  });

  it.each([1, 2])(
    "calls a database of version %i without all of its stores corrupt, and adds none",
    async (version) => {
      const browser = newBrowser();
      const raw = await openRaw(browser.indexedDB, version, (db) => db.createObjectStore("meta", { keyPath: "name" }));
      raw.close();
      await expect(startWorker(browser)).rejects.toMatchObject({ code: "storage_corrupt" });
      const after = await openRaw(browser.indexedDB);
      expect([after.version, [...after.objectStoreNames]]).toEqual([version, ["meta"]]);
      after.close();
    },
  );

  it("says storage_failed when the browser can't open it", async () => {
    const browser = newBrowser();
    const cause = new DOMException("Internal error opening backing store", "UnknownError");
    vi.spyOn(browser.indexedDB, "open").mockImplementation(() => {
      throw cause;
    });
    const error = await startWorker(browser).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "storage_failed", cause });
  });

  it("creates nothing when the very first upgrade dies, and does so at the next start", async () => {
    const browser = newBrowser();
    const create = vi.spyOn(IDBDatabase.prototype, "createObjectStore").mockImplementationOnce(() => {
      throw new DOMException("no", "ConstraintError");
    });
    await expect(startWorker(browser)).rejects.toMatchObject({ code: "storage_failed" });
    create.mockRestore();
    expect((await startWorker(browser)).wasCreated).toBe(true);
  });

  it("opens again after the browser has cut the connection", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    await store.hosts.put(sampleHost());
    await store.close();
    await store.hosts.put(sampleHost({ id: "h2", seq: 3 }));
    expect(Object.keys((await readRaw(browser.indexedDB)).hosts)).toEqual(["h1", "h2"]);
  });

  it("tries once more on a new connection when the old one turns out to be closing", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementationOnce(() => {
      throw new DOMException("The database connection is closing.", "InvalidStateError");
    });
    await store.hosts.put(sampleHost());
    expect(Object.keys((await readRaw(browser.indexedDB)).hosts)).toEqual(["h1"]);
  });

  it("does not write half of what it knows into a new database when the old one was deleted in use", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    await store.profiles.put(sampleProfile());
    await new Promise((resolve) => {
      browser.indexedDB.deleteDatabase("bearer-bar").addEventListener("success", resolve);
    });
    await expect(store.hosts.put(sampleHost())).rejects.toMatchObject({ code: "storage_corrupt" });
    expect(store.hosts.all()).toEqual([]);
    expect((await browser.indexedDB.databases()).map(({ name }) => name)).toEqual([]);
  });

  it("stands aside for a newer version, and says so at the next write", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    const newer = await openRaw(browser.indexedDB, 3);
    await expect(store.hosts.put(sampleHost())).rejects.toMatchObject({ code: "storage_newer" });
    newer.close();
  });

  it("reads each store once and decrypts nothing", async () => {
    const browser = newBrowser();
    const first = await startWorker(browser);
    await first.profiles.put(sampleProfile(), { clientSecret: "s3cret" });
    await first.close();
    const getAll = vi.spyOn(IDBObjectStore.prototype, "getAll");
    const decrypt = vi.spyOn(crypto.subtle, "decrypt");
    const store = await startWorker(browser);
    store.profiles.all();
    store.profiles.secretKeys("p1");
    expect(getAll).toHaveBeenCalledTimes(6);
    expect(decrypt).not.toHaveBeenCalled();
    getAll.mockRestore();
    decrypt.mockRestore();
  });

  it("starts although nothing can be written; the first write tells", async () => {
    const browser = newBrowser();
    abortNextWrite();
    const store = await openStore({ indexedDB: browser.indexedDB, session: new FakeSession() });
    await expect(store.profiles.put(sampleProfile(), { clientSecret: "s3cret" })).rejects.toMatchObject({
      code: "storage_failed",
    });
    await store.profiles.put(sampleProfile(), { clientSecret: "s3cret" });
    expect(await (await startWorker(browser)).profiles.secrets("p1")).toEqual({ clientSecret: "s3cret" });
  });
});
