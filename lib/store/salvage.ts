import { wrap } from "idb";
import { AppError } from "../domain/errors.ts";
import type { SessionKeyStore } from "./keyring.ts";
import { readEach } from "./load.ts";
import { Connection } from "./open-database.ts";
import { DATABASE_NAME, type Database, type StoreName } from "./schema.ts";

/** What could be read of a database, without anything secret; made to be written as JSON. */
export interface ReadableExport {
  readonly format: "bearer-bar-readable";
  /** The database's version, which may be newer than ours; 0 when there is no database. */
  readonly databaseVersion: number;
  readonly stores: Readonly<Partial<Record<StoreName, readonly unknown[]>>>;
  /** How many records are there and can't be read. */
  readonly unreadable: number;
}

const EXPORTED: readonly StoreName[] = ["meta", "profiles", "grants", "hosts", "drafts", "traces"];

/**
 * Reads whatever can be read, also of a damaged database or a newer one, and changes nothing. Sealed values and keys
 * are left out.
 *
 * @throws AppError `storage_failed` when the database can't be opened at all
 */
export async function exportReadable(factory: IDBFactory): Promise<ReadableExport> {
  const database = await openAsItIs(factory);
  if (database === undefined) return { format: "bearer-bar-readable", databaseVersion: 0, stores: {}, unreadable: 0 };
  try {
    const stores: Partial<Record<StoreName, readonly unknown[]>> = {};
    let unreadable = 0;
    for (const name of EXPORTED.filter((store) => database.objectStoreNames.contains(store))) {
      const read = await readEach(database, name).catch(() => undefined);
      unreadable += read?.unreadable.length ?? 1;
      stores[name] = (read?.values ?? []).map(withoutSecrets);
    }
    return { format: "bearer-bar-readable", databaseVersion: database.version, stores, unreadable };
  } finally {
    database.close();
  }
}

/**
 * Deletes the database and the keys of this browser run, whatever state they are in.
 *
 * @throws AppError `storage_failed`
 */
export async function resetStorage(factory: IDBFactory, session: SessionKeyStore): Promise<void> {
  await new Connection(factory).delete();
  await removeKeys(session);
}

/** @throws AppError `storage_failed` */
export async function removeKeys(session: SessionKeyStore): Promise<void> {
  try {
    await Promise.all([session.remove("vaultKey"), session.remove("sessionKey")]);
  } catch (cause) {
    throw new AppError("storage_failed", {}, { cause });
  }
}

/** Opens the version that is there, and creates none. */
function openAsItIs(factory: IDBFactory): Promise<Database | undefined> {
  return new Promise((resolve, reject) => {
    const request = openOrThrow(factory);
    let isNew = false;
    request.addEventListener("upgradeneeded", () => {
      isNew = true;
      request.transaction?.abort();
    });
    // `wrap` knows no schema; what does not follow it is read all the same.
    request.addEventListener("success", () => resolve(wrap(request.result) as unknown as Database));
    request.addEventListener("error", () => {
      if (isNew) resolve(undefined);
      else reject(new AppError("storage_failed", {}, { cause: request.error }));
    });
  });
}

function openOrThrow(factory: IDBFactory): IDBOpenDBRequest {
  try {
    return factory.open(DATABASE_NAME);
  } catch (cause) {
    throw new AppError("storage_failed", {}, { cause });
  }
}

/** A copy for JSON without bytes and keys: that is where everything secret lies. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof CryptoKey) return undefined;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutSecrets(member)]));
}
