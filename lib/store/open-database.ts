import { wrap } from "idb";
import { AppError } from "../domain/errors.ts";
import { DATABASE_NAME, DATABASE_VERSION, type Database, isWhole, migrate, STORE_NAMES } from "./schema.ts";

/**
 * The one connection to the database: opened at the first use, opened again when the browser has cut it. Never
 * creates a database anew in place of one that was there.
 */
export class Connection {
  readonly #factory: IDBFactory;
  #opening: Promise<Database> | undefined;
  #wasCreated = false;
  #mayCreate = true;

  constructor(factory: IDBFactory) {
    this.#factory = factory;
  }

  /** Whether the database did not exist before: a first start, or somebody has deleted it. */
  get wasCreated(): boolean {
    return this.#wasCreated;
  }

  /**
   * The open database.
   *
   * @throws AppError `storage_newer` when a later version of the extension wrote it, `storage_corrupt` when stores are
   *   missing or the database has gone while in use, `storage_failed` when it can't be opened for another reason
   */
  get(): Promise<Database> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  /** Closes the connection; the next `get` opens another. */
  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = undefined;
    (await opening?.catch(() => undefined))?.close();
  }

  /**
   * Deletes the database; the next `get` creates an empty one.
   *
   * @throws AppError `storage_failed`
   */
  async delete(): Promise<void> {
    await this.close();
    await new Promise<void>((resolve, reject) => {
      const request = this.#factory.deleteDatabase(DATABASE_NAME);
      request.addEventListener("success", () => resolve());
      request.addEventListener("error", () => reject(request.error));
      request.addEventListener("blocked", () => reject(new DOMException("Another page has it open.", "AbortError")));
    }).catch((cause: unknown) => {
      throw new AppError("storage_failed", {}, { cause });
    });
    this.#mayCreate = true;
  }

  async #open(): Promise<Database> {
    const database = await openRequest(this.#factory, (oldVersion) => {
      if (oldVersion === 0 && !this.#mayCreate) return false;
      this.#wasCreated = oldVersion === 0;
      return true;
    });
    this.#mayCreate = false;
    if (STORE_NAMES.some((name) => !database.objectStoreNames.contains(name))) {
      database.close();
      throw new AppError("storage_corrupt");
    }
    const forget = (): void => {
      this.#opening = undefined;
    };
    database.addEventListener("close", forget);
    database.addEventListener("versionchange", () => {
      // Somebody deletes the database or brings a newer one: stand aside, and let the next use find out.
      forget();
      database.close();
    });
    return database;
  }
}

/** @param mayUpgrade asked before an upgrade; false leaves the database as it is and fails the opening */
function openRequest(factory: IDBFactory, mayUpgrade: (oldVersion: number) => boolean): Promise<Database> {
  return new Promise((resolve, reject) => {
    let refusal: AppError | undefined;
    let request: IDBOpenDBRequest;
    try {
      request = factory.open(DATABASE_NAME, DATABASE_VERSION);
    } catch (cause) {
      reject(new AppError("storage_failed", {}, { cause }));
      return;
    }
    request.addEventListener("upgradeneeded", (event) => {
      const database = typed(request.result);
      if (mayUpgrade(event.oldVersion) && isWhole(database, event.oldVersion)) {
        migrate(database, event.oldVersion);
      } else {
        refusal = new AppError("storage_corrupt");
        request.transaction?.abort();
      }
    });
    request.addEventListener("blocked", () => {
      refusal = new AppError("storage_failed");
      reject(refusal);
    });
    request.addEventListener("success", () => {
      // Blocked before, and let through too late: nobody waits for it any more.
      if (refusal === undefined) resolve(typed(request.result));
      else request.result.close();
    });
    request.addEventListener("error", () => reject(refusal ?? openingError(request.error)));
  });
}

function typed(database: IDBDatabase): Database {
  // `wrap` knows no schema; `migrate` is what makes it this one.
  return wrap(database) as unknown as Database;
}

function openingError(cause: DOMException | null): AppError {
  return new AppError(cause?.name === "VersionError" ? "storage_newer" : "storage_failed", {}, { cause });
}
