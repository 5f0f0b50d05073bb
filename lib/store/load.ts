import type { Draft } from "../domain/draft.ts";
import { AppError } from "../domain/errors.ts";
import { parseSettings } from "../domain/settings.ts";
import { emptyMemory, type Memory, noteProblem } from "./memory.ts";
import { completeProfile, IS_RECORD } from "./records.ts";
import { type Database, type DeletedRecord, KEY_PATHS, type MetaRecord, type StoreName } from "./schema.ts";

/** What there was in the database. */
export interface Loaded {
  readonly memory: Memory;
  readonly meta: readonly MetaRecord[];
  /** A record of that name is there and can't be read. */
  readonly damagedMeta: readonly string[];
}

const LOADED = ["meta", "profiles", "grants", "hosts", "drafts", "deleted"] as const satisfies readonly StoreName[];

/**
 * Reads everything but the traces, once, and decrypts nothing. A record that is not of our form is noted and left out.
 *
 * @throws AppError `storage_corrupt` when not even the records' keys can be read
 */
export async function loadAll(database: Database): Promise<Loaded> {
  const memory = emptyMemory();
  const stores = await readStores(database, memory);
  const [meta, profiles, grants, hosts, drafts, deleted] = stores;
  for (const value of accepted(memory, "profiles", profiles)) {
    memory.profiles.set(value.id, { ...value, profile: completeProfile(value.profile) });
  }
  for (const value of accepted(memory, "grants", grants)) memory.grants.set(value.profileId, value);
  for (const value of accepted(memory, "hosts", hosts)) memory.hosts.set(value.id, value);
  for (const value of accepted(memory, "drafts", drafts))
    memory.drafts.set(value.id, { ...value, draft: completeDraft(value.draft) });
  for (const value of accepted(memory, "deleted", deleted)) memory.deleted.set(value.id, completeDeleted(value));
  const metaRecords = accepted(memory, "meta", meta);
  takeMeta(memory, metaRecords);
  const damaged = [...memory.problems.values()].filter((problem) => problem.store === "meta");
  return { memory, meta: metaRecords, damagedMeta: damaged.map((problem) => problem.id) };
}

/** Reads the records of one store each for itself: for a store in which one of them makes reading all fail. */
export async function readEach(
  database: Database,
  store: StoreName,
): Promise<{ readonly values: unknown[]; readonly unreadable: string[] }> {
  const keys = await database.getAllKeys(store).catch((cause: unknown) => {
    throw new AppError("storage_corrupt", {}, { cause });
  });
  const values: unknown[] = [];
  const unreadable: string[] = [];
  for (const key of keys) {
    try {
      // One transaction each: a failed request takes its transaction with it.
      values.push(await database.get(store, key));
    } catch {
      unreadable.push(String(key));
    }
  }
  return { values, unreadable };
}

function completeDraft(draft: Draft): Draft {
  return draft.kind === "profile" ? { ...draft, profile: completeProfile(draft.profile) } : draft;
}

function completeDeleted(record: DeletedRecord): DeletedRecord {
  if (record.kind === "host") return record;
  if (record.kind === "draft")
    return { ...record, draft: { ...record.draft, draft: completeDraft(record.draft.draft) } };
  const profile = { ...record.profile, profile: completeProfile(record.profile.profile) };
  return { ...record, profile };
}

type LoadedStores = readonly [unknown[], unknown[], unknown[], unknown[], unknown[], unknown[]];

async function readStores(database: Database, memory: Memory): Promise<LoadedStores> {
  const readOne = async (store: StoreName): Promise<unknown[]> => {
    const { values, unreadable } = await readEach(database, store);
    for (const id of unreadable) noteProblem(memory, { store, id, kind: "malformed" });
    return values;
  };
  const inOrder = (read: (store: (typeof LOADED)[number]) => Promise<unknown[]>): Promise<LoadedStores> =>
    Promise.all([read("meta"), read("profiles"), read("grants"), read("hosts"), read("drafts"), read("deleted")]);
  try {
    const transaction = database.transaction(LOADED);
    return await inOrder((store) => transaction.objectStore(store).getAll());
  } catch {
    return inOrder(readOne);
  }
}

type RecordOf<Name extends StoreName> = (typeof IS_RECORD)[Name] extends ((value: unknown) => value is infer T)
  ? T
  : never;

function accepted<Name extends StoreName>(memory: Memory, store: Name, values: readonly unknown[]): RecordOf<Name>[] {
  const isRecord: (value: unknown) => boolean = IS_RECORD[store];
  const good: RecordOf<Name>[] = [];
  for (const value of values) {
    // The guard of a store's name is the one of its records.
    if (isRecord(value)) good.push(value as RecordOf<Name>);
    else noteProblem(memory, { store, id: keyOf(store, value), kind: "malformed" });
  }
  return good;
}

function keyOf(store: StoreName, value: unknown): string {
  const members: Readonly<Record<string, unknown>> = typeof value === "object" && value !== null ? { ...value } : {};
  return String(members[KEY_PATHS[store]]);
}

function takeMeta(memory: Memory, records: readonly MetaRecord[]): void {
  for (const record of records) {
    if (record.name === "settings") memory.settings = parseSettings(record.settings);
    if (record.name === "sequence") memory.lastSeq = record.last;
  }
  // A lost counter must not give a number twice.
  for (const { profile } of memory.profiles.values()) memory.lastSeq = Math.max(memory.lastSeq, profile.seq);
  for (const { seq } of memory.hosts.values()) memory.lastSeq = Math.max(memory.lastSeq, seq);
  for (const deleted of memory.deleted.values()) {
    if (deleted.kind === "draft") continue;
    const { seq } = deleted.kind === "host" ? deleted.host : deleted.profile.profile;
    memory.lastSeq = Math.max(memory.lastSeq, seq);
  }
}
