import { describe, expect, it, vi } from "vitest";
import { summarizeTokenSet } from "../../../lib/domain/token-set.ts";
import type { Store } from "../../../lib/store/store.ts";
import {
  abortNextWrite,
  type FakeBrowser,
  newBrowser,
  readRaw,
  restart,
  sampleHost,
  sampleProfile,
  sampleTokenSet,
  sampleTrace,
  saveToken,
  startWorker,
  textsIn,
  withRaw,
} from "./fixtures.ts";

const FAILURE = { error: { code: "network" }, atMs: 1, retryAtMs: undefined, attempts: 1 } as const;
const DRAFT = {
  kind: "profile",
  id: "d1",
  profileId: null,
  profile: sampleProfile({ id: "new" }),
  updatedAtMs: 1,
} as const;

async function furnished(browser: FakeBrowser): Promise<Store> {
  const store = await startWorker(browser);
  await store.profiles.put(sampleProfile(), { clientSecret: "s3cret" });
  await saveToken(store, "p1", sampleTokenSet());
  await store.hosts.put(sampleHost());
  await store.drafts.put(DRAFT, { clientSecret: "typed" });
  await store.traces.add(sampleTrace("t1"));
  return store;
}

/** Every way to write, each of which changes something in a furnished store. */
const WRITES: Record<string, (store: Store) => Promise<unknown>> = {
  "profiles.put": (store) => store.profiles.put(sampleProfile({ name: "Renamed" }), { clientSecret: "other" }),
  "profiles.put of a draft": (store) => store.profiles.put(sampleProfile({ id: "new", seq: 7 }), {}, { draftId: "d1" }),
  putAll: (store) =>
    store.putAll({
      profiles: [{ profile: sampleProfile({ id: "p5", seq: 5 }), secrets: { clientSecret: "other" } }],
      hosts: [sampleHost({ id: "h3", seq: 4 })],
      settings: { ...store.settings.get(), theme: "dark" },
    }),
  "profiles.delete": (store) => store.profiles.delete("p1"),
  "grants.setPending": (store) => store.grants.setPending("p1", { kind: "refresh", startedAtMs: 1 }),
  "grants.fail": (store) => store.grants.fail("p1", FAILURE),
  "grants.succeed": (store) => saveToken(store, "p1", sampleTokenSet({ accessToken: "at-2" })),
  "grants.forget": (store) => store.grants.forget("p1"),
  "hosts.put": (store) => store.hosts.put(sampleHost({ id: "h2", seq: 3 })),
  "hosts.put of a draft": (store) => store.hosts.put(sampleHost({ id: "h2", seq: 3 }), { draftId: "d1" }),
  "hosts.delete": (store) => store.hosts.delete("h1"),
  "drafts.put": (store) => store.drafts.put({ ...DRAFT, updatedAtMs: 2 }, { clientSecret: "other" }),
  "drafts.delete": (store) => store.drafts.delete("d1"),
  "traces.add": (store) => store.traces.add(sampleTrace("t2")),
  "traces.clear": (store) => store.traces.clear(),
  "settings.put": (store) => store.settings.put({ ...store.settings.get(), theme: "dark" }),
  "settings.put that seals anew": (store) => store.settings.put({ ...store.settings.get(), forgetTokensOnExit: true }),
  nextSeq: (store) => store.nextSeq(),
  "vault.setPassphrase": (store) => store.vault.setPassphrase("one"),
};

/** All that a store says, secrets included. */
async function stateOf(store: Store): Promise<unknown> {
  const profiles = store.profiles.all();
  return {
    profiles,
    secretKeys: profiles.map(({ id }) => store.profiles.secretKeys(id)),
    secrets: await Promise.all(profiles.map(({ id }) => store.profiles.secrets(id))),
    grants: store.grants.all(),
    tokenSets: await Promise.all(profiles.map(({ id }) => store.grants.tokenSet(id))),
    hosts: store.hosts.all(),
    drafts: store.drafts.all(),
    draftSecrets: store.drafts.secretKeys("d1"),
    traces: await store.traces.all(),
    settings: store.settings.get(),
    vault: store.vault.state(),
    problems: store.problems(),
  };
}

describe("a write", () => {
  for (const [name, write] of Object.entries(WRITES)) {
    it(`by ${name} that is aborted changes nothing, rejects with storage_failed, and works the next time`, async () => {
      const browser = newBrowser();
      const store = await furnished(browser);
      const before = [await stateOf(store), await readRaw(browser.indexedDB)];
      abortNextWrite();
      const error: unknown = await write(store).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "storage_failed", cause: { name: "AbortError" } });
      expect([await stateOf(store), await readRaw(browser.indexedDB)]).toEqual(before);
      await write(store);
      expect(await stateOf(await startWorker(browser))).toEqual(await stateOf(store));
      expect(await readRaw(browser.indexedDB)).not.toEqual(before[1]);
    });

    it(`by ${name} is one transaction with strict durability`, async () => {
      const browser = newBrowser();
      const store = await furnished(browser);
      const transaction = vi.spyOn(IDBDatabase.prototype, "transaction");
      await write(store);
      const writing = transaction.mock.results
        .map(({ value }) => value as IDBTransaction)
        .filter(({ mode }) => mode === "readwrite");
      transaction.mockRestore();
      expect(writing.map(({ durability }) => durability)).toEqual(["strict"]);
    });
  }

  it("that the disk has no room for is told, and the rest of its transaction is not written", async () => {
    const browser = newBrowser();
    const store = await furnished(browser);
    const before = await readRaw(browser.indexedDB);
    const quota = new DOMException("full", "QuotaExceededError");
    const put = vi.spyOn(IDBObjectStore.prototype, "delete").mockImplementationOnce(() => {
      throw quota;
    });
    const error: unknown = await store.hosts
      .put(sampleHost({ id: "h2" }), { draftId: "d1" })
      .catch((thrown: unknown) => thrown);
    put.mockRestore();
    expect(error).toMatchObject({ code: "storage_failed", cause: quota });
    expect(await readRaw(browser.indexedDB)).toEqual(before);
  });

  it("brings the device key along the first time only", async () => {
    const store = await startWorker(newBrowser());
    const put = vi.spyOn(IDBObjectStore.prototype, "put");
    await store.nextSeq();
    await store.nextSeq();
    const names = put.mock.calls.map(([value]: { name?: string }[]) => value?.name);
    put.mockRestore();
    expect(names).toEqual(["deviceKey", "sequence", "sequence"]);
  });

  it("of something that can't be stored fails alone", async () => {
    const store = await furnished(newBrowser());
    const unstorable = { ...sampleHost({ id: "h2" }), extra: () => undefined };
    await expect(store.hosts.put(unstorable)).rejects.toMatchObject({ code: "storage_failed" });
    await store.hosts.put(sampleHost({ id: "h3" }));
    expect(store.hosts.all().map(({ id }) => id)).toEqual(["h1", "h3"]);
  });

  it("waits for the one before: the last one wins on the disk as in memory", async () => {
    const browser = newBrowser();
    const store = await furnished(browser);
    const names = Array.from({ length: 20 }, (_, index) => `name ${index}`);
    await Promise.all(names.map((name) => store.profiles.put(sampleProfile({ name }), { clientSecret: name })));
    for (const each of [store, await startWorker(browser)]) {
      expect(each.profiles.get("p1")?.name).toBe("name 19");
      expect(await each.profiles.secrets("p1")).toEqual({ clientSecret: "name 19" });
    }
  });
});

describe("numbers", () => {
  it("are never given twice, not after deletion and not after death", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    expect(await Promise.all([store.nextSeq(), store.nextSeq(), store.nextSeq(5), store.nextSeq()])).toEqual([
      1, 2, 3, 8,
    ]);
    expect(await (await startWorker(browser)).nextSeq()).toBe(9);
  });

  it("go on above the records' when the counter is lost", async () => {
    const browser = newBrowser();
    await (await startWorker(browser)).hosts.put(sampleHost({ seq: 41 }));
    expect(await (await startWorker(browser)).nextSeq()).toBe(42);
  });
});

describe("records of another form", () => {
  it("are left out, reported, and left where they are; the others work", async () => {
    const browser = newBrowser();
    const store = await furnished(browser);
    await store.profiles.put(sampleProfile({ id: "p2", seq: 5 }));
    const bad: Record<"profiles" | "grants" | "hosts" | "drafts", object> = {
      profiles: {
        id: "bad",
        profile: { ...sampleProfile({ id: "bad" }), scope: 7 },
        secrets: undefined,
        secretKeys: [],
      },
      grants: { profileId: "p2", state: { profileId: "other" }, tokenSet: undefined },
      hosts: { ...sampleHost({ id: "bad" }), callingPages: [1] },
      drafts: { id: "bad", draft: { id: "bad", kind: "poem" }, changes: {} },
    };
    const names = ["profiles", "grants", "hosts", "drafts"] as const;
    await withRaw(browser.indexedDB, [...names], (tx) => {
      for (const name of names) tx.objectStore(name).put(bad[name]);
    });
    const next = await startWorker(browser);
    expect(next.problems()).toEqual([
      { store: "profiles", id: "bad", kind: "malformed" },
      { store: "grants", id: "p2", kind: "malformed" },
      { store: "hosts", id: "bad", kind: "malformed" },
      { store: "drafts", id: "bad", kind: "malformed" },
    ]);
    expect(next.profiles.all().map(({ id }) => id)).toEqual(["p1", "p2"]);
    expect(await next.grants.tokenSet("p1")).toEqual(sampleTokenSet());
    expect((await readRaw(browser.indexedDB)).hosts["bad"]).toEqual(bad.hosts);
    await next.hosts.delete("bad");
    await next.drafts.delete("bad");
    await saveToken(next, "p2", sampleTokenSet());
    expect(next.problems()).toEqual([{ store: "profiles", id: "bad", kind: "malformed" }]);
  });

  it("that are older than a member of a profile get its default", async () => {
    const browser = newBrowser();
    await startWorker(browser);
    const { pkce: _pkce, ...older } = sampleProfile();
    await withRaw(browser.indexedDB, ["profiles"], (tx) => {
      tx.objectStore("profiles").put({ id: "p1", profile: older, secrets: undefined, secretKeys: [] });
    });
    const store = await startWorker(browser);
    expect([store.profiles.get("p1"), store.problems()]).toEqual([sampleProfile(), []]);
  });

  it("that the browser itself can't read do not keep the others from loading", async () => {
    const browser = newBrowser();
    await furnished(browser);
    vi.spyOn(IDBObjectStore.prototype, "getAll").mockImplementation(() => {
      throw new DOMException("Failed to read large IndexedDB value", "DataError");
    });
    // oxlint-disable-next-line typescript/unbound-method -- called with its `this` below
    const get = IDBObjectStore.prototype.get;
    vi.spyOn(IDBObjectStore.prototype, "get").mockImplementation(function (this: IDBObjectStore, key) {
      if (key === "h1") throw new DOMException("Failed to read large IndexedDB value", "DataError");
      return get.call(this, key);
    });
    const store = await startWorker(browser);
    vi.restoreAllMocks();
    expect(store.problems()).toEqual([{ store: "hosts", id: "h1", kind: "malformed" }]);
    expect(await store.profiles.secrets("p1")).toEqual({ clientSecret: "s3cret" });
  });

  it("make the whole corrupt when it is the device key, which is not replaced", async () => {
    const browser = newBrowser();
    await furnished(browser);
    const damaged = { name: "deviceKey", id: "device:x", key: "gone" };
    await withRaw(browser.indexedDB, ["meta"], (tx) => tx.objectStore("meta").put(damaged));
    await expect(startWorker(browser)).rejects.toMatchObject({ code: "storage_corrupt" });
    expect((await readRaw(browser.indexedDB)).meta["deviceKey"]).toEqual(damaged);
  });
});

async function writeCanaries(store: Store): Promise<void> {
  await store.profiles.put(sampleProfile(), { clientSecret: "canary-client-secret" });
  const reply = { access_token: "canary-access", refresh_token: "canary-refresh" };
  const tokenSet = sampleTokenSet({ accessToken: "canary-access", refreshToken: "canary-refresh", reply });
  await store.grants.succeed("p1", tokenSet, summarizeTokenSet(tokenSet));
  await store.drafts.put(DRAFT, { clientSecret: "canary-typed" });
}

describe("the disk", () => {
  const CANARIES = ["canary-client-secret", "canary-access", "canary-refresh", "canary-typed", "canary-passphrase"];

  it("never sees a secret: by device key, by session key, by passphrase, or by both", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    const seen: string[] = [];
    // oxlint-disable-next-line typescript/unbound-method -- called with its `this` below
    const put = IDBObjectStore.prototype.put;
    const spy = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (
      this: IDBObjectStore,
      value: unknown,
    ) {
      seen.push(...textsIn(value));
      return put.call(this, value);
    });
    await writeCanaries(store);
    await store.settings.put({ ...store.settings.get(), forgetTokensOnExit: true });
    await writeCanaries(store);
    await store.vault.setPassphrase("canary-passphrase");
    await writeCanaries(store);
    const keys = [...browser.session.values.values()].map((text) => text.split(" ")[1] ?? "");
    spy.mockRestore();
    seen.push(...textsIn(await readRaw(browser.indexedDB)));
    const raw = keys.map((key) => Buffer.from(key, "base64").toString("utf8"));
    expect(keys).toHaveLength(2);
    expect(seen.length).toBeGreaterThan(100);
    // The search itself works: it finds what is not secret.
    expect(seen.some((text) => text.includes("acme-client"))).toBe(true);
    for (const secret of [...CANARIES, ...keys, ...raw]) {
      expect(
        seen.filter((text) => text.includes(secret)),
        secret,
      ).toEqual([]);
    }
  });

  it("holds a device key that no script can read out", async () => {
    const browser = newBrowser();
    await furnished(browser);
    const { key } = (await readRaw(browser.indexedDB)).meta["deviceKey"] as { key: CryptoKey };
    expect(key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow();
  });
});

describe("1,000 profiles and 5,000 hosts", () => {
  it("load without decrypting, and one renewal writes one record", async () => {
    const browser = newBrowser();
    const first = await startWorker(browser);
    const seqs = Array.from({ length: 1_000 }, (_, index) => index + 1);
    await first.putAll({
      profiles: seqs.map((seq) => ({
        profile: sampleProfile({ id: `p${seq}`, seq }),
        secrets: { clientSecret: `s${seq}` },
      })),
      hosts: Array.from({ length: 5_000 }, (_, index) =>
        sampleHost({ id: `h${index}`, seq: 1_001 + index, pattern: `https://h${index}.example.com` }),
      ),
    });
    const decrypt = vi.spyOn(crypto.subtle, "decrypt");
    const store = await restart(browser);
    expect([store.profiles.all().length, store.hosts.all().length, store.problems()]).toEqual([1_000, 5_000, []]);
    const put = vi.spyOn(IDBObjectStore.prototype, "put");
    await saveToken(store, "p500", sampleTokenSet());
    expect(put).toHaveBeenCalledTimes(1);
    expect(decrypt).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });
});
