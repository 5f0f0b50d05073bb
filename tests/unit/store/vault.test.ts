import { describe, expect, it, vi } from "vitest";
import { summarizeTokenSet } from "../../../lib/domain/token-set.ts";
import type { VaultHeader } from "../../../lib/store/vault-header.ts";
import {
  abortNextWrite,
  type FakeBrowser,
  newBrowser,
  readRaw,
  restart,
  sampleProfile,
  sampleTokenSet,
  saveToken,
  startWorker,
  withRaw,
} from "./fixtures.ts";

interface StoredVault {
  readonly name: "vault";
  readonly header: VaultHeader;
  readonly seal: { readonly iv: Uint8Array };
}

/** A profile with a client secret, a token set and a form with a typed secret, under a passphrase. */
async function lockable(browser: FakeBrowser, passphrase?: string) {
  const store = await startWorker(browser);
  await store.profiles.put(sampleProfile(), { clientSecret: "s3cret" });
  await saveToken(store, "p1", sampleTokenSet());
  const draft = { kind: "profile", id: "d1", profileId: "p1", profile: sampleProfile(), updatedAtMs: 1 } as const;
  await store.drafts.put(draft, { clientSecret: "typed" });
  if (passphrase !== undefined) await store.vault.setPassphrase(passphrase);
  return store;
}

async function expectAllReadable(store: Awaited<ReturnType<typeof startWorker>>): Promise<void> {
  expect(await store.profiles.secrets("p1")).toEqual({ clientSecret: "s3cret" });
  expect(await store.grants.tokenSet("p1")).toEqual(sampleTokenSet());
  expect(store.problems()).toEqual([]);
}

async function editVault(browser: FakeBrowser, edit: (record: StoredVault) => object): Promise<void> {
  const record = (await readRaw(browser.indexedDB)).meta["vault"] as StoredVault;
  await withRaw(browser.indexedDB, ["meta"], (tx) => tx.objectStore("meta").put(edit(record)));
}

describe("the vault", () => {
  it("is off, then unlocked by a first passphrase, and stays so for the next worker of this browser run", async () => {
    const browser = newBrowser();
    const store = await lockable(browser);
    expect(store.vault.state()).toBe("off");
    await store.vault.setPassphrase("one");
    expect(store.vault.state()).toBe("unlocked");
    await expectAllReadable(store);
    const next = await startWorker(browser);
    expect(next.vault.state()).toBe("unlocked");
    await expectAllReadable(next);
  });

  it("is locked when the browser was closed; the right passphrase opens it, another does not", async () => {
    const browser = newBrowser();
    await lockable(browser, "one");
    const store = await restart(browser);
    expect(store.vault.state()).toBe("locked");
    await expect(store.profiles.secrets("p1")).rejects.toMatchObject({ code: "locked" });
    await expect(store.grants.tokenSet("p1")).rejects.toMatchObject({ code: "locked" });
    await expect(store.vault.unlock("two")).rejects.toMatchObject({ code: "wrong_passphrase" });
    expect(store.vault.state()).toBe("locked");
    await store.vault.unlock("one");
    await expectAllReadable(store);
    await expectAllReadable(await startWorker(browser));
  });

  it("refuses when locked what needs its key, and does what does not", async () => {
    const browser = newBrowser();
    const store = await lockable(browser, "one");
    await store.vault.lock();
    expect(browser.session.values.size).toBe(0);
    const locked = { code: "locked" };
    await expect(store.profiles.put(sampleProfile(), { clientSecret: "x" })).rejects.toMatchObject(locked);
    await expect(saveToken(store, "p1", sampleTokenSet())).rejects.toMatchObject(locked);
    await expect(store.grants.setPending("p1", { kind: "refresh", startedAtMs: 1 })).rejects.toMatchObject(locked);
    await expect(store.profiles.put(sampleProfile(), {}, { draftId: "d1" })).rejects.toMatchObject(locked);
    await expect(store.settings.put({ ...store.settings.get(), forgetTokensOnExit: true })).rejects.toMatchObject(
      locked,
    );
    await expect(store.vault.changePassphrase("one", "two")).rejects.toMatchObject(locked);
    await expect(store.vault.removePassphrase("one")).rejects.toMatchObject(locked);
    await store.profiles.put(sampleProfile({ name: "Renamed" }));
    await store.settings.put({ ...store.settings.get(), theme: "dark" });
    expect(store.profiles.secretKeys("p1")).toEqual(["clientSecret"]);
    await store.vault.unlock("one");
    await expectAllReadable(store);
  });

  it("is locked the moment lock() returns, a read under way included", async () => {
    const store = await lockable(newBrowser(), "one");
    const reading = store.grants.tokenSet("p1");
    const locking = store.vault.lock();
    expect(store.vault.state()).toBe("locked");
    await expect(reading).rejects.toMatchObject({ code: "locked" });
    await locking;
    expect(store.problems()).toEqual([]);
  });

  it("stays locked when a key was being made ready as lock() was called", async () => {
    const browser = newBrowser();
    const store = await lockable(browser, "one");
    await store.settings.put({ ...store.settings.get(), forgetTokensOnExit: true });
    browser.session.values.delete("sessionKey");
    const next = await startWorker(browser);
    const deriveKey = crypto.subtle.deriveKey.bind(crypto.subtle);
    let locking: Promise<void> | undefined;
    const spy = vi.spyOn(crypto.subtle, "deriveKey").mockImplementationOnce(async (...args) => {
      const key = await deriveKey(...args);
      locking = next.vault.lock();
      return key;
    });
    await expect(saveToken(next, "p1", sampleTokenSet())).rejects.toMatchObject({ code: "locked" });
    spy.mockRestore();
    await locking;
    expect(next.vault.state()).toBe("locked");
    await next.vault.unlock("one");
    expect(await next.profiles.secrets("p1")).toEqual({ clientSecret: "s3cret" });
  });

  it("locked while a refresh is on its way still takes the reply in, unread", async () => {
    const browser = newBrowser();
    const store = await lockable(browser, "one");
    await store.grants.setPending("p1", { kind: "refresh", startedAtMs: 1 });
    await store.vault.lock();
    const next = sampleTokenSet({ accessToken: "at-2", refreshToken: "rt-2" });
    await store.grants.succeed("p1", next, summarizeTokenSet(next));
    await expect(store.grants.tokenSet("p1")).rejects.toMatchObject({ code: "locked" });
    const later = await restart(browser);
    await later.vault.unlock("one");
    expect(await later.grants.tokenSet("p1")).toEqual(next);
  });

  it("changes passphrase and key: the old one opens nothing any more", async () => {
    const browser = newBrowser();
    const store = await lockable(browser, "one");
    const before = (await readRaw(browser.indexedDB)).meta["vault"] as StoredVault;
    await expect(store.vault.changePassphrase("wrong", "two")).rejects.toMatchObject({ code: "wrong_passphrase" });
    await store.vault.changePassphrase("one", "two");
    const after = (await readRaw(browser.indexedDB)).meta["vault"] as StoredVault;
    expect(after.header.keyId).not.toBe(before.header.keyId);
    await expectAllReadable(store);
    const later = await restart(browser);
    await expect(later.vault.unlock("one")).rejects.toMatchObject({ code: "wrong_passphrase" });
    await later.vault.unlock("two");
    await expectAllReadable(later);
  });

  it("is off again once the passphrase is removed, with nothing lost", async () => {
    const browser = newBrowser();
    const store = await lockable(browser, "one");
    await expect(store.vault.removePassphrase("two")).rejects.toMatchObject({ code: "wrong_passphrase" });
    await store.vault.removePassphrase("one");
    expect(browser.session.values.size).toBe(0);
    const later = await restart(browser);
    expect(later.vault.state()).toBe("off");
    await expectAllReadable(later);
    await later.profiles.put(sampleProfile(), {}, { draftId: "d1" });
    expect(await later.profiles.secrets("p1")).toEqual({ clientSecret: "typed" });
  });

  it("refuses what makes no sense", async () => {
    const store = await startWorker(newBrowser());
    await expect(store.vault.setPassphrase("")).rejects.toMatchObject({
      code: "invalid_field",
      details: { field: "Passphrase", problem: "required" },
    });
    for (const act of [
      () => store.vault.unlock("x"),
      () => store.vault.changePassphrase("x", "y"),
      () => store.vault.removePassphrase("x"),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: "bad_message" });
    }
    await store.vault.lock();
    expect(store.vault.state()).toBe("off");
    await store.vault.setPassphrase("one");
    await expect(store.vault.setPassphrase("two")).rejects.toMatchObject({ code: "bad_message" });
  });

  it("killed by an aborted transaction in a change leaves the old passphrase with all data", async () => {
    const browser = newBrowser();
    const store = await lockable(browser, "one");
    abortNextWrite();
    await expect(store.vault.changePassphrase("one", "two")).rejects.toMatchObject({ code: "storage_failed" });
    await expectAllReadable(store);
    const later = await restart(browser);
    await expect(later.vault.unlock("two")).rejects.toMatchObject({ code: "wrong_passphrase" });
    await later.vault.unlock("one");
    await expectAllReadable(later);
  });

  // A worker that dies makes no further step: its crypto never resolves from the n-th call on. The change takes ten
  // calls before its transaction: two to check the old passphrase, two for the new header, two for each value.
  const kills = [
    { steps: 0, passphrase: "one" },
    { steps: 3, passphrase: "one" },
    { steps: 9, passphrase: "one" },
    { steps: 10, passphrase: "two" },
  ];
  it.each(kills)(
    "killed after $steps steps of a change has all data under passphrase $passphrase",
    async ({ steps, passphrase }) => {
      const browser = newBrowser();
      const store = await lockable(browser, "one");
      const { died, restore } = dieAfter(steps);
      await Promise.race([store.vault.changePassphrase("one", "two"), died]);
      restore();
      const later = await restart(browser);
      await later.vault.unlock(passphrase);
      await expectAllReadable(later);
    },
  );

  it("killed between the transaction and session storage is locked, and the new passphrase opens it", async () => {
    const browser = newBrowser();
    const store = await lockable(browser, "one");
    browser.session.failing = true;
    await store.vault.changePassphrase("one", "two");
    browser.session.failing = false;
    // What session storage has is the old key: of no use, and not taken for the new one.
    const next = await startWorker(browser);
    expect(next.vault.state()).toBe("locked");
    await next.vault.unlock("two");
    await expectAllReadable(next);
  });

  it("says on the disk that it is locked when session storage will not let go of the key", async () => {
    const browser = newBrowser();
    const store = await lockable(browser, "one");
    browser.session.failing = true;
    await store.vault.lock();
    browser.session.failing = false;
    const next = await startWorker(browser);
    expect(next.vault.state()).toBe("locked");
    expect(await browser.session.get("vaultKey")).toBeUndefined();
    await next.vault.unlock("one");
    await expectAllReadable(next);
    expect((await startWorker(browser)).vault.state()).toBe("unlocked");
  });

  it("reports that locking failed when a later worker may still have the key, and is locked here all the same", async () => {
    const browser = newBrowser();
    const store = await lockable(browser, "one");
    browser.session.failing = true;
    abortNextWrite();
    await expect(store.vault.lock()).rejects.toMatchObject({ code: "storage_failed" });
    expect(store.vault.state()).toBe("locked");
  });

  const edits: Record<string, (record: StoredVault) => object> = {
    "fewer iterations": (r) => ({ ...r, header: { ...r.header, kdf: { ...r.header.kdf, iterations: 1 } } }),
    "more iterations": (r) => ({ ...r, header: { ...r.header, kdf: { ...r.header.kdf, iterations: 600_001 } } }),
    "another salt": (r) => ({ ...r, header: { ...r.header, kdf: { ...r.header.kdf, salt: new Uint8Array(16) } } }),
    "another IV": (r) => ({ ...r, header: { ...r.header, iv: new Uint8Array(12) } }),
    "another wrapped key": (r) => ({ ...r, header: { ...r.header, wrapped: new Uint8Array(48) } }),
    "another key id": (r) => ({ ...r, header: { ...r.header, keyId: "vault:other" } }),
    "a changed seal": (r) => ({ ...r, seal: { ...r.seal, iv: new Uint8Array(12) } }),
    "no header": () => ({ name: "vault" }),
  };
  it("says vault_tampered for every edit of the header, the right passphrase given", async () => {
    const browser = newBrowser();
    await lockable(browser, "one");
    const original = (await readRaw(browser.indexedDB)).meta["vault"] as StoredVault;
    const deriveKey = vi.spyOn(crypto.subtle, "deriveKey");
    for (const [name, edit] of Object.entries(edits)) {
      await editVault(browser, () => edit(original));
      const store = await restart(browser);
      expect(store.vault.state(), name).toBe("locked");
      await expect(store.vault.unlock("one"), name).rejects.toMatchObject({ code: "vault_tampered" });
      await expect(store.profiles.put(sampleProfile(), { clientSecret: "x" }), name).rejects.toMatchObject({
        code: "locked",
      });
    }
    expect(deriveKey).not.toHaveBeenCalled();
    deriveKey.mockRestore();
    await editVault(browser, () => original);
    const store = await restart(browser);
    await store.vault.unlock("one");
    await expectAllReadable(store);
  });

  it("whose header was deleted stays locked: nothing new goes to the lower level", async () => {
    const browser = newBrowser();
    await lockable(browser, "one");
    await withRaw(browser.indexedDB, ["meta"], (tx) => tx.objectStore("meta").delete("vault"));
    const store = await startWorker(browser);
    expect(store.vault.state()).toBe("locked");
    await expect(store.vault.unlock("one")).rejects.toMatchObject({ code: "vault_tampered" });
    await expect(saveToken(store, "p1", sampleTokenSet())).rejects.toMatchObject({ code: "locked" });
  });

  it("opens by the passphrase alone when the device key is gone", async () => {
    const browser = newBrowser();
    await lockable(browser, "one");
    await withRaw(browser.indexedDB, ["meta"], (tx) => tx.objectStore("meta").delete("deviceKey"));
    const store = await restart(browser);
    await store.vault.unlock("one");
    await expectAllReadable(store);
  });

  it("goes off although one record can't be opened; that one stays reported and does not lock the rest", async () => {
    const browser = newBrowser();
    await lockable(browser, "one");
    const grant = (await readRaw(browser.indexedDB)).grants["p1"] as { tokenSet: { data: Uint8Array } };
    grant.tokenSet.data[0]! ^= 1;
    await withRaw(browser.indexedDB, ["grants"], (tx) => tx.objectStore("grants").put(grant));
    const store = await startWorker(browser);
    await store.vault.removePassphrase("one");
    expect(store.problems()).toEqual([{ store: "grants", id: "p1", kind: "undecryptable" }]);
    const later = await restart(browser);
    expect(later.vault.state()).toBe("off");
    expect(await later.profiles.secrets("p1")).toEqual({ clientSecret: "s3cret" });
    await expect(later.grants.tokenSet("p1")).rejects.toMatchObject({ code: "storage_corrupt" });
    expect((await readRaw(browser.indexedDB)).grants["p1"]).toMatchObject({
      tokenSet: { data: grant.tokenSet.data, lost: true },
    });
  });
});

/** Lets `steps` encryptions and decryptions happen, and none after. */
function dieAfter(steps: number): { readonly died: Promise<void>; readonly restore: () => void } {
  let left = steps;
  const { promise: died, resolve: die } = Promise.withResolvers<void>();
  const spies = (["encrypt", "decrypt"] as const).map((name) => {
    const original = crypto.subtle[name].bind(crypto.subtle);
    return vi.spyOn(crypto.subtle, name).mockImplementation((...args) => {
      left -= 1;
      if (left >= 0) return original(...args);
      die();
      return new Promise<never>(() => undefined);
    });
  });
  return {
    died,
    restore: () => {
      for (const spy of spies) spy.mockRestore();
    },
  };
}
