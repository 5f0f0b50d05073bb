import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import type { ApiHost } from "../../../lib/domain/api-host.ts";
import { emptyParameterGroups } from "../../../lib/domain/parameter-groups.ts";
import { newProfile, type OAuthProfile } from "../../../lib/domain/profile.ts";
import { summarizeTokenSet, type TokenSet } from "../../../lib/domain/token-set.ts";
import type { Trace } from "../../../lib/domain/trace.ts";
import type { Bytes } from "../../../lib/store/bytes.ts";
import type { SessionKeyName, SessionKeyStore } from "../../../lib/store/keyring.ts";
import { KEY_PATHS, STORE_NAMES, type StoreName } from "../../../lib/store/schema.ts";
import { openStore, type Store } from "../../../lib/store/store.ts";

/** A browser: its disk, and what it remembers until it is closed. */
export interface FakeBrowser {
  readonly indexedDB: IDBFactory;
  session: FakeSession;
}

export class FakeSession implements SessionKeyStore {
  readonly values = new Map<SessionKeyName, string>();
  failing = false;

  get(name: SessionKeyName): Promise<string | undefined> {
    return this.#answer(() => this.values.get(name));
  }

  set(name: SessionKeyName, value: string): Promise<void> {
    return this.#answer(() => void this.values.set(name, value));
  }

  remove(name: SessionKeyName): Promise<void> {
    return this.#answer(() => void this.values.delete(name));
  }

  #answer<T>(act: () => T): Promise<T> {
    return this.failing ? Promise.reject(new Error("session storage is gone")) : Promise.resolve(act());
  }
}

export function newBrowser(): FakeBrowser {
  return { indexedDB: new IDBFactory(), session: new FakeSession() };
}

/** A worker starts: the one before has died, whatever it was doing. */
export function startWorker(browser: FakeBrowser): Promise<Store> {
  return openStore(browser);
}

/** The browser is closed and opened again: session storage is empty. */
export function restart(browser: FakeBrowser): Promise<Store> {
  browser.session = new FakeSession();
  return openStore(browser);
}

export function sampleProfile(changes: Partial<OAuthProfile> = {}): OAuthProfile {
  return { ...newProfile("p1", 1), name: "Acme", clientId: "acme-client", ...changes };
}

/** A profile with the added secret parameter `added.api-key` in its token request. */
export function profileWithAddedSecret(changes: Partial<OAuthProfile> = {}): OAuthProfile {
  const added = [{ id: "api-key", name: "api_key", value: "", sendIn: "body", secret: true, enabled: true }] as const;
  const parameters = { ...emptyParameterGroups(), token: { overrides: {}, added } };
  return sampleProfile({ parameters, ...changes });
}

export function sampleHost(changes: Partial<ApiHost> = {}): ApiHost {
  return {
    id: "h1",
    seq: 2,
    pattern: "https://api.example.com",
    profileId: "p1",
    callingPages: ["https://app.example.com"],
    pageLoads: true,
    webSockets: false,
    enabled: true,
    ...changes,
  };
}

export function sampleTokenSet(changes: Partial<TokenSet> = {}): TokenSet {
  return {
    accessToken: "at-1",
    tokenType: "Bearer",
    refreshToken: "rt-1",
    idToken: undefined,
    scope: undefined,
    obtainedAtMs: 1_000,
    expiresAtMs: 3_601_000,
    expirySource: "reply",
    reply: { access_token: "at-1", refresh_token: "rt-1", expires_in: 3600 },
    issuedBy: "acme-client at https://as.example.com/token",
    callback: {},
    ...changes,
  };
}

export async function saveToken(store: Store, profileId: string, tokenSet: TokenSet): Promise<void> {
  await store.grants.succeed(profileId, tokenSet, summarizeTokenSet(tokenSet));
}

export function sampleTrace(id: string): Trace {
  return {
    id,
    profileId: "p1",
    kind: "token",
    startedAtMs: 1,
    durationMs: 2,
    request: { method: "POST", url: "https://as.example.com/token", headers: [], body: undefined },
    response: undefined,
    error: undefined,
  };
}

/** Bytes that count up from a start: known, and different at each call. */
export function countingBytes(start: number): (length: number) => Bytes {
  let next = start;
  return (length) => Uint8Array.from({ length }, () => next++ % 256);
}

/** The next writing transaction is aborted after it was filled, as the browser does when the disk is full. */
export function abortNextWrite(): void {
  // oxlint-disable-next-line typescript/unbound-method -- called with its `this` below
  const original = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args: Parameters<typeof original>) {
    const transaction = original.apply(this, args);
    if (args[1] === "readwrite") {
      IDBDatabase.prototype.transaction = original;
      queueMicrotask(() => transaction.abort());
    }
    return transaction;
  };
}

/** Opens the database as it lies there, without the store's code. */
export function openRaw(
  indexedDB: IDBFactory,
  version?: number,
  upgrade?: (db: IDBDatabase) => void,
): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("bearer-bar", version);
    request.addEventListener("upgradeneeded", () => upgrade?.(request.result));
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("open")));
  });
}

export async function withRaw(
  indexedDB: IDBFactory,
  stores: StoreName[],
  act: (tx: IDBTransaction) => void,
): Promise<void> {
  const db = await openRaw(indexedDB);
  const transaction = db.transaction(stores, "readwrite");
  act(transaction);
  await new Promise((resolve) => transaction.addEventListener("complete", resolve));
  db.close();
}

/** All that is on the disk, store by store and by key. */
export async function readRaw(indexedDB: IDBFactory): Promise<Record<StoreName, Record<string, unknown>>> {
  const db = await openRaw(indexedDB);
  const all = STORE_NAMES.map(async (name) => {
    const request = db.transaction(name).objectStore(name).getAll();
    await new Promise((resolve) => request.addEventListener("success", resolve));
    const records: Record<string, unknown>[] = request.result;
    return [name, Object.fromEntries(records.map((record) => [String(record[KEY_PATHS[name]]), record]))] as const;
  });
  const entries = await Promise.all(all);
  db.close();
  return Object.fromEntries(entries) as Record<StoreName, Record<string, unknown>>;
}

/** Every string and every byte array in a value, the bytes read as UTF-8 and as UTF-16. */
export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (ArrayBuffer.isView(value)) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return [bytes.toString("utf8"), bytes.toString("utf16le"), bytes.subarray(1).toString("utf16le")];
  }
  if (typeof value !== "object" || value === null) return [];
  return [...Object.keys(value), ...Object.values(value).flatMap((member) => textsIn(member))];
}
