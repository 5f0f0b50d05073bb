import { describe, expect, it } from "vitest";
import { exportReadable, resetStorage } from "../../../lib/store/salvage.ts";
import {
  newBrowser,
  openRaw,
  sampleHost,
  sampleProfile,
  sampleTokenSet,
  saveToken,
  startWorker,
  withRaw,
} from "./fixtures.ts";

describe("what can still be read", () => {
  it("is everything but the secrets", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    await store.profiles.put(sampleProfile(), { clientSecret: "s3cret" });
    await saveToken(store, "p1", sampleTokenSet());
    await store.hosts.put(sampleHost());
    const exported = await store.exportReadable();
    expect(exported).toMatchObject({
      format: "bearer-bar-readable",
      databaseVersion: 2,
      unreadable: 0,
      stores: { profiles: [{ profile: sampleProfile() }], hosts: [sampleHost()] },
    });
    const text = JSON.stringify(exported);
    for (const secret of ["s3cret", "at-1", "rt-1", '"data"', '"iv"']) expect(text).not.toContain(secret);
  });

  it("is exported from a database too new or too damaged to open, which stays as it is", async () => {
    const browser = newBrowser();
    const raw = await openRaw(browser.indexedDB, 3, (db) => {
      db.createObjectStore("hosts", { keyPath: "id" }).put(sampleHost());
      db.createObjectStore("future");
    });
    raw.close();
    await expect(startWorker(browser)).rejects.toMatchObject({ code: "storage_newer" });
    expect(await exportReadable(browser.indexedDB)).toEqual({
      format: "bearer-bar-readable",
      databaseVersion: 3,
      stores: { hosts: [sampleHost()] },
      unreadable: 0,
    });
    await expect(startWorker(browser)).rejects.toMatchObject({ code: "storage_newer" });
  });

  it("is nothing when there is no database, and none is made", async () => {
    const browser = newBrowser();
    expect(await exportReadable(browser.indexedDB)).toMatchObject({ databaseVersion: 0, stores: {} });
    expect(await browser.indexedDB.databases()).toEqual([]);
  });
});

describe("a reset", () => {
  it("of an open store leaves it empty and ready", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    await store.profiles.put(sampleProfile(), { clientSecret: "old" });
    await store.vault.setPassphrase("one");
    await store.vault.lock();
    await store.reset();
    expect([store.profiles.all(), store.vault.state(), browser.session.values.size]).toEqual([[], "off", 0]);
    await store.profiles.put(sampleProfile(), { clientSecret: "new" });
    expect(await (await startWorker(browser)).profiles.secrets("p1")).toEqual({ clientSecret: "new" });
  });

  it("of a database that can't be opened makes the next start a first one", async () => {
    const browser = newBrowser();
    await (await startWorker(browser)).profiles.put(sampleProfile());
    await withRaw(browser.indexedDB, ["meta"], (tx) => tx.objectStore("meta").put({ name: "deviceKey" }));
    browser.session.values.set("vaultKey", "left over");
    await expect(startWorker(browser)).rejects.toMatchObject({ code: "storage_corrupt" });
    await resetStorage(browser.indexedDB, browser.session);
    expect(browser.session.values.size).toBe(0);
    const store = await startWorker(browser);
    expect([store.wasCreated, store.profiles.all()]).toEqual([true, []]);
  });
});
