import { AppError } from "../domain/errors.ts";
import type { Connection } from "./open-database.ts";
import type { Database, StorageSchema, StoreName } from "./schema.ts";

/** One step of a transaction. */
export type Change = { [Name in StoreName]: StoreChange<Name> }[StoreName];

type StoreChange<Name extends StoreName> =
  | { readonly store: Name; readonly put: StorageSchema[Name]["value"] }
  | { readonly store: Name; readonly delete: StorageSchema[Name]["key"] }
  | { readonly store: Name; readonly clear: true };

/** Everything that is written goes through here: one task at a time, one transaction each. */
export class Writer {
  readonly #connection: Connection;
  #tail: Promise<unknown> = Promise.resolve();
  #owed: readonly Change[] = [];
  #failure: AppError | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Runs a task after those before it have settled. What it reads of the store can't change under it. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(task);
    this.#tail = result.catch(() => undefined);
    return result;
  }

  /** Why the last transaction did not reach the disk; undefined when it did. */
  get failure(): AppError | undefined {
    return this.#failure;
  }

  /** A change that the next transaction must bring along, because what it writes may depend on it. */
  owe(change: Change): void {
    this.#owed = [change];
  }

  /**
   * Writes all of the changes or none, and resolves once the browser has flushed them to the disk.
   *
   * @throws AppError `storage_failed`, or why the database could not be opened again after the browser cut it
   */
  async commit(changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return;
    const owed = this.#owed;
    try {
      await this.#write([...owed, ...changes]);
      this.#failure = undefined;
    } catch (error) {
      this.#failure = asStorageError(error);
      throw this.#failure;
    }
    if (this.#owed === owed) this.#owed = [];
  }

  async #write(changes: readonly Change[]): Promise<void> {
    try {
      await write(await this.#connection.get(), changes);
    } catch (cause) {
      if (!isConnectionLost(cause)) throw asStorageError(cause);
      // The browser closed the connection before the transaction began: nothing was written, so try on a new one.
      await this.#connection.close();
      await write(await this.#connection.get(), changes).catch((again: unknown) => {
        throw asStorageError(again);
      });
    }
  }
}

/** The one trap: nothing is awaited in here but the transaction's own requests. */
async function write(database: Database, changes: readonly Change[]): Promise<void> {
  const names = [...new Set(changes.map((change) => change.store))];
  const transaction = database.transaction(names, "readwrite", { durability: "strict" });
  const done = transaction.done;
  const requests: Promise<unknown>[] = [];
  try {
    for (const change of changes) {
      const store = transaction.objectStore(change.store);
      // `put` and `delete` take what belongs to their store, which Change has paired already.
      if ("put" in change) requests.push(store.put(change.put));
      else if ("delete" in change) requests.push(store.delete(change.delete));
      else requests.push(store.clear());
    }
  } catch (error) {
    // A value that can't be stored: what was asked for before it must not be written either.
    transaction.abort();
    await Promise.allSettled([...requests, done]);
    throw error;
  }
  await Promise.all([...requests, done]);
}

function isConnectionLost(error: unknown): boolean {
  return error instanceof DOMException && error.name === "InvalidStateError";
}

function asStorageError(cause: unknown): AppError {
  return cause instanceof AppError ? cause : new AppError("storage_failed", {}, { cause });
}
