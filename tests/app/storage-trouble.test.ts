import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../../lib/domain/settings.ts";
import { quiet } from "./quiet.ts";
import { API_HOST, CLIENT_CREDENTIALS, TestWorker, tokenReply } from "./test-worker.ts";

const ALL = ["https://auth.example.com/*", "https://api.example.com/*", "https://docs.example.org/*"] as const;

let test: TestWorker;
beforeEach(async () => {
  test = await TestWorker.start();
  test.browser.grantAll(...ALL);
});

/** A profile of this name whose token is on the rules of an API host of its own. */
async function attachedProfile(name = "Machine", pattern = "https://api.example.com"): Promise<string> {
  const profileId = await test.saveProfile({ ...CLIENT_CREDENTIALS, name });
  await test.do("saveHost", { host: { ...API_HOST, pattern, profileId } });
  await test.do("authorize", { profileId });
  (await test.browser.nextCall()).respond(tokenReply({ access_token: `token-canary-${name}` }));
  await expect.poll(attachedTokens).toContain(`Bearer token-canary-${name}`);
  return profileId;
}

function attachedTokens(): string[] {
  const values = test.browser.rules.flatMap(({ action }) =>
    action.type === "modifyHeaders"
      ? action.requestHeaders.flatMap((change) => ("value" in change ? [change.value] : []))
      : [],
  );
  return [...new Set(values)];
}

function openRaw(version?: number, upgrade?: (database: IDBDatabase) => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = test.indexedDB.open("bearer-bar", version);
    request.addEventListener("upgradeneeded", () => upgrade?.(request.result));
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("open")));
  });
}

/** Changes records behind the worker's back. */
async function tamper(store: string, change: (store: IDBObjectStore) => void): Promise<void> {
  await test.store.close();
  const database = await openRaw();
  const transaction = database.transaction(store, "readwrite");
  change(transaction.objectStore(store));
  await new Promise((resolve) => transaction.addEventListener("complete", resolve));
  database.close();
}

async function deleteDatabase(): Promise<void> {
  await test.store.close();
  const request = test.indexedDB.deleteDatabase("bearer-bar");
  await new Promise((resolve) => request.addEventListener("success", resolve));
}

/** The database as it is after a newer version of the extension has opened it. */
async function bringNewerVersion(): Promise<void> {
  await test.store.close();
  (await openRaw(99)).close();
}

/** One of its stores is gone. */
async function loseAStore(): Promise<void> {
  await deleteDatabase();
  const database = await openRaw(1, (raw) => {
    raw.createObjectStore("hosts", { keyPath: "id" }).put({ ...API_HOST, id: "h1", seq: 1, profileId: null });
  });
  database.close();
}

describe.each([
  ["from a newer version", bringNewerVersion, "storage_newer"],
  ["without one of its stores", loseAStore, "storage_corrupt"],
  [
    "whose device key was overwritten",
    () => tamper("meta", (meta) => void meta.put({ name: "deviceKey" })),
    "storage_corrupt",
  ],
] as const)("a database %s", (_, damage, code) => {
  it("is told of, nothing is attached any more, and nothing is written", async () => {
    await attachedProfile();
    await damage();
    const before = await versionAndStores();
    await test.restart();
    expect(test.browser.rules).toEqual([]);
    expect(test.browser.alarmAtMs).toBeUndefined();
    expect(test.browser.badges.at(-1)).toBe("attention");
    const answer = await test.send("getSnapshot", {}, "popup.html");
    expect(answer).toMatchObject({ ok: true, snapshot: { storageProblem: { code }, profiles: [], storageNotes: [] } });
    const refused = { ok: false, error: { code }, snapshot: { storageProblem: { code } } };
    expect(await test.send("saveSettings", { settings: DEFAULT_SETTINGS })).toMatchObject(refused);
    expect(await test.send("openProfileForm", { target: { kind: "new" } })).toMatchObject(refused);
    expect(await test.send("unlock", { passphrase: "something" })).toMatchObject(refused);
    await test.worker.renewalDue();
    await test.worker.permissionsChanged();
    await test.worker.lockVault();
    expect(await versionAndStores()).toEqual(before);
  });

  it("can be exported without secrets, and reset", async () => {
    await attachedProfile();
    await damage();
    await test.restart();
    const { result } = await test.do("exportReadable", {});
    expect(JSON.parse(result)).toMatchObject({ format: "bearer-bar-readable" });
    for (const secret of ["s3cret-canary", "token-canary"]) expect(result).not.toContain(secret);
    const { snapshot } = await test.do("resetStorage", {});
    expect(snapshot).toMatchObject({ storageProblem: undefined, storageNotes: [], profiles: [], vault: "off" });
    await attachedProfile();
    await test.restart();
    expect((await test.snapshot()).storageNotes).toEqual([]);
  });
});

async function versionAndStores(): Promise<unknown> {
  const database = await openRaw();
  const answer = [database.version, [...database.objectStoreNames]];
  database.close();
  return answer;
}

describe("a database that can't be opened now", () => {
  it("works again without a restart once it can be, and pages are told", async () => {
    const profileId = await attachedProfile();
    await test.store.close();
    const open = test.indexedDB.open.bind(test.indexedDB);
    test.indexedDB.open = () => {
      throw new DOMException("The disk is full.", "QuotaExceededError");
    };
    await test.restart();
    expect((await test.snapshot()).storageProblem).toEqual({ code: "storage_failed" });
    expect(test.browser.rules).toEqual([]);
    expect(await test.send("exportReadable", {})).toMatchObject({ ok: false, error: { code: "storage_failed" } });
    test.indexedDB.open = open;
    const announced = test.browser.announcements;
    const { snapshot } = await test.do("getSnapshot", {});
    expect(snapshot.storageProblem).toBeUndefined();
    expect(snapshot.profiles.map(({ id }) => id)).toEqual([profileId]);
    expect(test.browser.announcements).toBeGreaterThan(announced);
    expect(attachedTokens()).toEqual(["Bearer token-canary-Machine"]);
  });
});

describe("a database that is not opened", () => {
  it("leaves no rule, whatever was noted of them", async () => {
    await attachedProfile();
    const { rules } = test.browser;
    await test.do("resetStorage", {});
    await quiet();
    test.browser.rules = rules;
    await test.store.close();
    test.indexedDB.open = () => {
      throw new DOMException("The disk is full.", "QuotaExceededError");
    };
    await test.restart();
    expect(test.browser.rules).toEqual([]);
  });
});

describe("a database that was deleted between two starts", () => {
  it("is told of until it was read, and never for one that was empty or reset", async () => {
    await test.restart();
    await deleteDatabase();
    await test.restart();
    expect((await test.snapshot()).storageNotes).toEqual([]);
    await attachedProfile();
    await expect.poll(() => test.browser.storageMark).toBe("stored");
    await deleteDatabase();
    await test.restart();
    expect((await test.snapshot()).storageNotes).toEqual([{ kind: "lost" }]);
    expect(test.browser.rules).toEqual([]);
    await test.restart();
    expect((await test.snapshot()).storageNotes).toEqual([{ kind: "lost" }]);
    const { snapshot } = await test.do("dismissStorageLost", {});
    expect(snapshot.storageNotes).toEqual([]);
    await test.restart();
    expect((await test.snapshot()).storageNotes).toEqual([]);
    await attachedProfile();
    await test.do("resetStorage", {});
    await test.restart();
    expect((await test.snapshot()).storageNotes).toEqual([]);
  });
});

describe("a write that fails", () => {
  // oxlint-disable-next-line typescript/unbound-method -- called with their `this` below, and put back
  const { put, delete: remove } = IDBObjectStore.prototype;
  afterEach(emptyDisk);

  /** Every writing transaction is aborted once it was filled, as by a disk that is full. */
  function fillDisk(): void {
    const aborted = new WeakSet<IDBTransaction>();
    const abortSoon = (transaction: IDBTransaction): void => {
      if (aborted.has(transaction)) return;
      aborted.add(transaction);
      queueMicrotask(() => transaction.abort());
    };
    IDBObjectStore.prototype.put = function (...args) {
      abortSoon(this.transaction);
      return put.apply(this, args);
    };
    IDBObjectStore.prototype.delete = function (...args) {
      abortSoon(this.transaction);
      return remove.apply(this, args);
    };
  }

  function emptyDisk(): void {
    Object.assign(IDBObjectStore.prototype, { put, delete: remove });
  }

  it("is told of with the command, and on the screen until one succeeds; nothing is changed", async () => {
    const profileId = await attachedProfile();
    fillDisk();
    const answer = await test.send("deleteProfile", { profileId });
    expect(answer).toMatchObject({
      ok: false,
      error: { code: "storage_failed" },
      snapshot: { storageNotes: [{ kind: "write_failed", error: { code: "storage_failed" } }] },
    });
    expect(attachedTokens()).toEqual(["Bearer token-canary-Machine"]);
    emptyDisk();
    const { snapshot } = await test.do("saveSettings", { settings: DEFAULT_SETTINGS });
    expect(snapshot.storageNotes).toEqual([]);
    expect(snapshot.profiles).toHaveLength(1);
  });

  it("of a passphrase leaves everything as it was", async () => {
    await attachedProfile();
    fillDisk();
    const answer = await test.send("setPassphrase", { next: "a long passphrase" });
    expect(answer).toMatchObject({ ok: false, error: { code: "storage_failed" }, snapshot: { vault: "off" } });
  });

  it("does not keep a worker from starting, though it has things to write down", async () => {
    const profileId = await test.saveProfile(CLIENT_CREDENTIALS);
    await test.do("authorize", { profileId });
    await test.browser.nextCall();
    fillDisk();
    await test.restart();
    expect((await test.snapshot()).profiles).toHaveLength(1);
    expect((await test.snapshot()).storageNotes).toMatchObject([{ kind: "write_failed" }]);
  });
});

/** Turns one bit of what is sealed in a record. */
function flip(member: "secrets" | "tokenSet", key: string) {
  return (store: IDBObjectStore): void => {
    const read = store.get(key);
    read.addEventListener("success", () => {
      const record = read.result as Record<string, { data: Uint8Array }>;
      const data = Uint8Array.from(record[member]?.data ?? []);
      data[0] = (data[0] ?? 0) ^ 1;
      store.put({ ...record, [member]: { ...record[member], data } });
    });
  };
}

describe("one record that can't be used", () => {
  it("a token: its profile is named, the others' are attached, and Authorize gets a new one", async () => {
    test.browser.grantAll(...ALL, "https://sound.example.com/*");
    const broken = await attachedProfile("Broken");
    await attachedProfile("Sound", "https://sound.example.com");
    await tamper("grants", flip("tokenSet", broken));
    await test.restart();
    expect(attachedTokens()).toEqual(["Bearer token-canary-Sound"]);
    const snapshot = await test.snapshot();
    expect(snapshot.storageNotes).toEqual([{ kind: "damaged", what: "token", id: broken, name: "Broken" }]);
    expect(snapshot.profiles.find(({ id }) => id === broken)).toMatchObject({
      token: undefined,
      status: { kind: "failed", problem: { error: { code: "token_unreadable" } } },
    });
    expect(snapshot.hosts.map(({ attaching }) => attaching)).toEqual(["unreadable", "attaching"]);
    await test.do("authorize", { profileId: broken });
    (await test.browser.nextCall()).respond(tokenReply({ access_token: "T2" }));
    await expect.poll(attachedTokens).toContain("Bearer T2");
    expect((await test.snapshot()).storageNotes).toEqual([]);
  });

  it("a profile's secrets: it is named, and entering them again mends it", async () => {
    const profileId = await attachedProfile("Broken");
    await tamper("profiles", flip("secrets", profileId));
    await test.restart();
    await test.do("authorize", { profileId });
    await expect
      .poll(async () => (await test.snapshot()).storageNotes)
      .toEqual([{ kind: "damaged", what: "secrets", id: profileId, name: "Broken" }]);
    const profile = test.store.profiles.expect(profileId);
    const { snapshot } = await test.do("saveProfile", {
      draftId: profileId,
      profile,
      secrets: { clientSecret: "entered again" },
      authorize: false,
    });
    expect(snapshot.storageNotes).toEqual([]);
  });

  it("a profile's secrets: it can be deleted", async () => {
    const profileId = await attachedProfile("Broken");
    await tamper("profiles", flip("secrets", profileId));
    await test.restart();
    await test.do("authorize", { profileId });
    await expect.poll(async () => (await test.snapshot()).storageNotes).toHaveLength(1);
    const { snapshot } = await test.do("deleteDamaged", { what: "secrets", id: profileId });
    expect(snapshot).toMatchObject({ profiles: [], storageNotes: [], hosts: [{ host: { profileId: null } }] });
    expect(test.browser.rules).toEqual([]);
    await test.restart();
    expect((await test.snapshot()).profiles).toEqual([]);
  });

  it("a whole profile or an API host that can't be parsed: the others' tokens are attached, and it can be deleted", async () => {
    await attachedProfile("Sound");
    await tamper("profiles", (store) => void store.put({ id: "p-broken", profile: 7 }));
    await tamper("hosts", (store) => {
      store.put({ ...API_HOST, id: "h-broken", seq: 70, profileId: null, pattern: "not an address" });
    });
    await test.restart();
    expect(attachedTokens()).toEqual(["Bearer token-canary-Sound"]);
    expect((await test.snapshot()).storageNotes).toEqual([
      { kind: "damaged", what: "profile", id: "p-broken", name: undefined },
      { kind: "damaged", what: "host", id: "h-broken", name: undefined },
    ]);
    await test.do("deleteDamaged", { what: "profile", id: "p-broken" });
    await test.do("deleteDamaged", { what: "host", id: "h-broken" });
    await test.restart();
    expect((await test.snapshot()).storageNotes).toEqual([]);
    expect((await test.snapshot()).profiles).toHaveLength(1);
  });

  it("the settings: the defaults count, and the next choice is kept", async () => {
    await tamper("meta", (store) => void store.put({ name: "settings", settings: "dark" }));
    await test.restart();
    const notes = [{ kind: "damaged", what: "settings", id: "settings", name: undefined }];
    expect(await test.snapshot()).toMatchObject({ settings: DEFAULT_SETTINGS, storageNotes: notes });
    const { snapshot } = await test.do("deleteDamaged", { what: "settings", id: "settings" });
    expect(snapshot.storageNotes).toEqual([]);
  });

  it("is deleted as damaged only when it is: one that is well is refused", async () => {
    const profileId = await attachedProfile();
    const answer = await test.send("deleteDamaged", { what: "profile", id: profileId });
    expect(answer).toMatchObject({ ok: false, error: { code: "bad_message" } });
    expect((await test.snapshot()).profiles).toHaveLength(1);
  });
});
