import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS, parseSettings } from "../../../lib/domain/settings.ts";
import {
  abortNextWrite,
  newBrowser,
  readRaw,
  restart,
  sampleProfile,
  sampleTokenSet,
  saveToken,
  startWorker,
  withRaw,
} from "./fixtures.ts";

const FORGETTING = { ...DEFAULT_SETTINGS, forgetTokensOnExit: true };

describe("settings", () => {
  it("are the defaults until saved, and come back", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    expect(store.settings.get()).toEqual(DEFAULT_SETTINGS);
    await store.settings.put({ ...DEFAULT_SETTINGS, theme: "dark", idleLockMinutes: null });
    expect((await startWorker(browser)).settings.get()).toEqual({
      ...DEFAULT_SETTINGS,
      theme: "dark",
      idleLockMinutes: null,
    });
  });

  it("get the default for each member that is missing or makes no sense", () => {
    expect(parseSettings({ theme: "pink", idleLockMinutes: -1, badge: "yes", notifications: false, extra: 1 })).toEqual(
      {
        ...DEFAULT_SETTINGS,
        notifications: false,
      },
    );
    expect(parseSettings({ idleLockMinutes: 5, theme: 3 })).toEqual({
      ...DEFAULT_SETTINGS,
      idleLockMinutes: 5,
    });
    for (const value of [undefined, null, "text", []]) expect(parseSettings(value)).toEqual(DEFAULT_SETTINGS);
  });

  it("that are damaged are the defaults, reported, until saved again", async () => {
    const browser = newBrowser();
    await (await startWorker(browser)).settings.put(DEFAULT_SETTINGS);
    await withRaw(browser.indexedDB, ["meta"], (tx) => tx.objectStore("meta").put({ name: "settings", settings: 7 }));
    const store = await startWorker(browser);
    expect(store.settings.get()).toEqual(DEFAULT_SETTINGS);
    expect(store.problems()).toEqual([{ store: "meta", id: "settings", kind: "malformed" }]);
    await store.settings.put(DEFAULT_SETTINGS);
    expect(store.problems()).toEqual([]);
  });
});

describe('"Forget tokens when the browser closes"', () => {
  it("keeps tokens through the worker's death and forgets them with the browser; secrets stay", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    await store.profiles.put(sampleProfile(), { clientSecret: "s" });
    await store.settings.put(FORGETTING);
    await saveToken(store, "p1", sampleTokenSet());
    expect(await (await startWorker(browser)).grants.tokenSet("p1")).toEqual(sampleTokenSet());

    const later = await restart(browser);
    expect(later.grants.get("p1")).toMatchObject({ token: undefined });
    expect(await later.grants.tokenSet("p1")).toBeUndefined();
    expect(await later.profiles.secrets("p1")).toEqual({ clientSecret: "s" });
    expect(later.problems()).toEqual([]);
    await later.close();
    expect((await readRaw(browser.indexedDB)).grants["p1"]).toMatchObject({ tokenSet: undefined });
    await saveToken(later, "p1", sampleTokenSet({ accessToken: "at-2" }));
    expect(await (await startWorker(browser)).grants.tokenSet("p1")).toMatchObject({ accessToken: "at-2" });
  });

  it("turned on takes in the tokens that are there; turned off lets them stay", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    await store.profiles.put(sampleProfile());
    await saveToken(store, "p1", sampleTokenSet());
    await store.settings.put(FORGETTING);
    expect(await store.grants.tokenSet("p1")).toEqual(sampleTokenSet());
    await store.settings.put(DEFAULT_SETTINGS);
    expect(browser.session.values.size).toBe(0);
    expect(await (await restart(browser)).grants.tokenSet("p1")).toEqual(sampleTokenSet());
    const again = await startWorker(browser);
    await again.settings.put(FORGETTING);
    expect(await (await restart(browser)).grants.tokenSet("p1")).toBeUndefined();
  });

  it("is not turned on when the write fails or the key can't be kept", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    await store.profiles.put(sampleProfile());
    await saveToken(store, "p1", sampleTokenSet());
    abortNextWrite();
    await expect(store.settings.put(FORGETTING)).rejects.toMatchObject({ code: "storage_failed" });
    browser.session.failing = true;
    await expect(store.settings.put(FORGETTING)).rejects.toMatchObject({ code: "storage_failed" });
    browser.session.failing = false;
    expect(store.settings.get().forgetTokensOnExit).toBe(false);
    expect(await (await restart(browser)).grants.tokenSet("p1")).toEqual(sampleTokenSet());
  });

  it("forgets nothing because session storage could not be read", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    await store.profiles.put(sampleProfile());
    await store.settings.put(FORGETTING);
    await saveToken(store, "p1", sampleTokenSet());
    browser.session.failing = true;
    await expect(startWorker(browser)).rejects.toMatchObject({ code: "storage_failed" });
    browser.session.failing = false;
    expect(await (await startWorker(browser)).grants.tokenSet("p1")).toEqual(sampleTokenSet());
  });

  it("together with a passphrase needs both keys: locking hides the tokens, closing forgets them", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    await store.profiles.put(sampleProfile());
    await store.settings.put(FORGETTING);
    await saveToken(store, "p1", sampleTokenSet());
    await store.vault.setPassphrase("one");
    await store.vault.lock();
    await expect(store.grants.tokenSet("p1")).rejects.toMatchObject({ code: "locked" });
    const next = await startWorker(browser);
    await next.vault.unlock("one");
    expect(await next.grants.tokenSet("p1")).toEqual(sampleTokenSet());
    const later = await restart(browser);
    expect(later.vault.state()).toBe("locked");
    expect(later.grants.get("p1")).toMatchObject({ token: undefined });
    await later.vault.unlock("one");
    await saveToken(later, "p1", sampleTokenSet());
    await later.vault.removePassphrase("one");
    expect(await (await startWorker(browser)).grants.tokenSet("p1")).toEqual(sampleTokenSet());
    expect(await (await restart(browser)).grants.tokenSet("p1")).toBeUndefined();
  });
});
