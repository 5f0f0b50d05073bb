import type { ApiHost } from "../domain/api-host.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import type { Settings } from "../domain/settings.ts";
import { DEFAULT_SETTINGS } from "../domain/settings.ts";
import { RecordMap } from "./record-map.ts";
import type { DeletedRecord, DraftRecord, GrantRecord, ProfileRecord, StoreName } from "./schema.ts";

/** A record that can't be used. It stays where it is; the others are not touched by it. */
export interface StorageProblem {
  readonly store: StoreName;
  readonly id: string;
  /** `malformed`: not of the form we write. `undecryptable`: what is sealed in it can't be opened with any key. */
  readonly kind: "malformed" | "undecryptable";
}

/** What the worker knows of the database: read once, then changed only after a write has been flushed. */
export interface Memory {
  readonly profiles: RecordMap<ProfileRecord, OAuthProfile>;
  readonly grants: Map<string, GrantRecord>;
  readonly hosts: RecordMap<ApiHost, ApiHost>;
  readonly drafts: Map<string, DraftRecord>;
  /** What can still be had back. Counts as gone for every reader but the one that brings it back. */
  readonly deleted: Map<string, DeletedRecord>;
  /** By store and id. */
  readonly problems: Map<string, StorageProblem>;
  settings: Settings;
  /** The last number given to a profile or an API host. */
  lastSeq: number;
}

export function emptyMemory(): Memory {
  return {
    profiles: new RecordMap(({ profile }) => profile),
    grants: new Map(),
    hosts: new RecordMap((host) => host),
    drafts: new Map(),
    deleted: new Map(),
    problems: new Map(),
    settings: DEFAULT_SETTINGS,
    lastSeq: 0,
  };
}

/** Makes one memory like another, for those who hold it already. */
export function replaceMemory(memory: Memory, other: Memory): void {
  for (const name of ["profiles", "grants", "hosts", "drafts", "deleted", "problems"] as const) {
    memory[name].clear();
    // Both sides are the map of that name.
    for (const [id, record] of other[name]) memory[name].set(id, record as never);
  }
  memory.settings = other.settings;
  memory.lastSeq = other.lastSeq;
}

export function noteProblem(memory: Memory, problem: StorageProblem): void {
  memory.problems.set(`${problem.store} ${problem.id}`, problem);
}

export function clearProblem(memory: Memory, store: StoreName, id: string): void {
  memory.problems.delete(`${store} ${id}`);
}
