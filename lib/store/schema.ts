import type { DBSchema, IDBPDatabase } from "idb";
import type { ApiHost } from "../domain/api-host.ts";
import type { Draft } from "../domain/draft.ts";
import type { GrantState } from "../domain/grant.ts";
import type { OAuthProfile, SecretKey } from "../domain/profile.ts";
import type { Settings } from "../domain/settings.ts";
import type { Trace } from "../domain/trace.ts";
import type { KeyId, Sealed } from "./sealing.ts";
import type { VaultHeader } from "./vault-header.ts";

export const DATABASE_NAME = "bearer-bar";
export const DATABASE_VERSION = 2;

export interface VaultRecord {
  readonly name: "vault";
  readonly header: VaultHeader;
  /** The header sealed with the device key: it tells an edited header from a wrong passphrase. */
  readonly seal: Sealed;
  /** Locked while session storage would not let go of the key: whatever it still holds counts for nothing. */
  readonly locked?: true;
}

/** The single records that belong to no list. */
export type MetaRecord =
  | { readonly name: "deviceKey"; readonly id: KeyId; readonly key: CryptoKey }
  | VaultRecord
  | { readonly name: "settings"; readonly settings: Settings }
  /** The last number given to a profile or an API host. */
  | { readonly name: "sequence"; readonly last: number };

export interface ProfileRecord {
  readonly id: string;
  readonly profile: OAuthProfile;
  /** The Secrets, sealed; undefined when there are none. */
  readonly secrets: Sealed | undefined;
  /** Which secrets there are, so that the form can say so without decrypting. */
  readonly secretKeys: readonly SecretKey[];
}

export interface GrantRecord {
  readonly profileId: string;
  readonly state: GrantState;
  readonly tokenSet: Sealed | undefined;
}

export interface DraftRecord {
  readonly id: string;
  readonly draft: Draft;
  /** The SecretChanges typed so far, sealed. */
  readonly secrets: Sealed | undefined;
  /** What those changes do, by name. */
  readonly changes: Readonly<Partial<Record<SecretKey, "typed" | "removed">>>;
}

export interface TraceRecord {
  /** Counts up; the oldest has the lowest. */
  readonly key: number;
  readonly trace: Trace;
}

/** What was deleted and can still be had back: as it was, sealed as it was, and read by nobody meanwhile. */
export type DeletedRecord = {
  /** Of what was deleted. */
  readonly id: string;
  /** It is gone for good then (milliseconds since the epoch). */
  readonly untilMs: number;
} & (
  | {
      readonly kind: "profile";
      readonly profile: ProfileRecord;
      readonly grant: GrantRecord | undefined;
      readonly drafts: readonly DraftRecord[];
      /** The API hosts that had it as Authentication type. */
      readonly hostIds: readonly string[];
    }
  | { readonly kind: "host"; readonly host: ApiHost }
  /** A form that was discarded; `id` is the draft's. */
  | { readonly kind: "draft"; readonly draft: DraftRecord }
);

export interface StorageSchema extends DBSchema {
  meta: { key: MetaRecord["name"]; value: MetaRecord };
  profiles: { key: string; value: ProfileRecord };
  grants: { key: string; value: GrantRecord };
  hosts: { key: string; value: ApiHost };
  drafts: { key: string; value: DraftRecord };
  traces: { key: number; value: TraceRecord };
  deleted: { key: string; value: DeletedRecord };
}

export type StoreName = "meta" | "profiles" | "grants" | "hosts" | "drafts" | "traces" | "deleted";
export type Database = IDBPDatabase<StorageSchema>;

/** Every object store and the member of its records that is their key. */
export const KEY_PATHS = {
  meta: "name",
  profiles: "id",
  grants: "profileId",
  hosts: "id",
  drafts: "id",
  traces: "key",
  deleted: "id",
} as const satisfies Record<StoreName, string>;

export const STORE_NAMES = Object.keys(KEY_PATHS) as readonly StoreName[];

const FIRST_STORES = ["meta", "profiles", "grants", "hosts", "drafts", "traces"] as const;

/** Whether an older database has its stores: a damaged one is left as it is. */
export function isWhole(database: Database, oldVersion: number): boolean {
  return oldVersion === 0 || FIRST_STORES.every((name) => database.objectStoreNames.contains(name));
}

/** Brings a database of an older version up to date, one rung after the other. 0 is an empty one. */
export function migrate(database: Database, oldVersion: number): void {
  const create = (name: StoreName): unknown => database.createObjectStore(name, { keyPath: KEY_PATHS[name] });
  if (oldVersion < 1) FIRST_STORES.forEach(create);
  if (oldVersion < 2) create("deleted");
}
