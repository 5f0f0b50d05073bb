import { AppError } from "../domain/errors.ts";
import { type RandomBytes, randomBytes } from "./bytes.ts";
import { type Bulk, putAll } from "./bulk.ts";
import type { StoreContext } from "./context.ts";
import { type DamagedStore, deleteDamaged } from "./damaged.ts";
import { Deleted } from "./deleted.ts";
import { Drafts } from "./drafts.ts";
import { Grants } from "./grants.ts";
import { Hosts } from "./hosts.ts";
import { forgetLostTokens, oweDeviceKey, prepareKeyring } from "./key-start.ts";
import type { SessionKeyStore } from "./keyring.ts";
import { loadAll } from "./load.ts";
import { emptyMemory, replaceMemory, type StorageProblem } from "./memory.ts";
import { Connection } from "./open-database.ts";
import { Profiles } from "./profiles.ts";
import { exportReadable, type ReadableExport, removeKeys } from "./salvage.ts";
import { takeSeq } from "./sequence.ts";
import { SettingsRecord } from "./settings-record.ts";
import { Traces } from "./traces.ts";
import { Vault } from "./vault.ts";
import { Writer } from "./writer.ts";

export interface StorePorts {
  readonly indexedDB: IDBFactory;
  readonly session: SessionKeyStore;
  /** `crypto.getRandomValues` unless a test wants known bytes. */
  readonly random?: RandomBytes;
}

/**
 * Everything that outlives the worker. Reads answer from memory; writes are serialised, and each resolves once its
 * transaction has been flushed to the disk. A write that fails leaves memory and database as they were.
 */
export interface Store {
  readonly profiles: Profiles;
  readonly grants: Grants;
  readonly hosts: Hosts;
  readonly drafts: Drafts;
  readonly deleted: Deleted;
  readonly traces: Traces;
  readonly settings: SettingsRecord;
  readonly vault: Vault;
  /** The database was created by this opening: a first start, or somebody has deleted it. */
  readonly wasCreated: boolean;
  /** Records that can't be used, so far. */
  problems(): StorageProblem[];
  /** Why the last write did not reach the disk; undefined when it did, or nothing was written yet. */
  writeFailure(): AppError | undefined;
  /**
   * Deletes a record that can't be used, with what belongs to it alone; one that is not there is deleted already.
   *
   * @throws AppError `bad_message` for a record that is well, `storage_failed`
   */
  deleteDamaged(store: DamagedStore, id: string): Promise<void>;
  /**
   * A number for a new profile or API host, never given before; with `count`, the first of so many in a row.
   *
   * @throws AppError `storage_failed`
   */
  nextSeq(count?: number): Promise<number>;
  /** Saves much at once, all or nothing. @throws AppError `locked`, `storage_corrupt`, `storage_failed` */
  putAll(bulk: Bulk): Promise<void>;
  /** What can be read, without secrets. @throws AppError `storage_failed` */
  exportReadable(): Promise<ReadableExport>;
  /**
   * Deletes everything, keys included; the store is empty and ready then.
   *
   * @throws AppError `storage_failed`
   */
  reset(): Promise<void>;
  /** Closes the database; the next use opens it again. */
  close(): Promise<void>;
}

/**
 * Opens the store: reads all records once, decrypts none.
 *
 * @throws AppError `storage_newer`, `storage_corrupt`, `storage_failed`; nothing has been changed then, and
 *   `exportReadable` and `resetStorage` of salvage.ts still work
 */
export async function openStore({ indexedDB: factory, session, random = randomBytes }: StorePorts): Promise<Store> {
  const connection = new Connection(factory);
  try {
    const loaded = await loadAll(await connection.get());
    const writer = new Writer(connection);
    const keyring = await prepareKeyring({ loaded, writer, session, random });
    const context: StoreContext = { memory: loaded.memory, writer, keyring };
    forgetLostTokens(context);
    return assemble(context, { connection, factory, session });
  } catch (error) {
    await connection.close();
    throw error instanceof AppError ? error : new AppError("storage_failed", {}, { cause: error });
  }
}

interface Ground {
  readonly connection: Connection;
  readonly factory: IDBFactory;
  readonly session: SessionKeyStore;
}

function assemble(context: StoreContext, { connection, factory, session }: Ground): Store {
  const { memory, writer, keyring } = context;
  const traces = new Traces(connection, writer);
  return {
    profiles: new Profiles(context),
    grants: new Grants(context),
    hosts: new Hosts(context),
    drafts: new Drafts(context),
    deleted: new Deleted(context),
    traces,
    settings: new SettingsRecord(context),
    vault: new Vault(context),
    wasCreated: connection.wasCreated,
    problems: () => [...memory.problems.values()],
    writeFailure: () => writer.failure,
    deleteDamaged: (name, id) => deleteDamaged(context, name, id),
    nextSeq: (count = 1) => takeSeq(context, count),
    putAll: (bulk) => putAll(context, bulk),
    exportReadable: () => exportReadable(factory),
    reset: () =>
      writer.run(async () => {
        await connection.delete();
        await removeKeys(session);
        replaceMemory(memory, emptyMemory());
        traces.forgetRead();
        keyring.startOver(await oweDeviceKey(writer));
      }),
    close: () => writer.run(() => connection.close()),
  };
}
