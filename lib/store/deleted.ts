import type { ApiHost } from "../domain/api-host.ts";
import { AppError } from "../domain/errors.ts";
import { freeName } from "../domain/names.ts";
import type { DeletedSummary } from "../domain/snapshot.ts";
import type { StoreContext } from "./context.ts";
import { withoutLostToken } from "./key-start.ts";
import { clearProblem, type Memory } from "./memory.ts";
import type { DeletedRecord, DraftRecord } from "./schema.ts";
import type { Change } from "./writer.ts";

type DeletedProfile = Extract<DeletedRecord, { kind: "profile" }>;
type DeletedHost = Extract<DeletedRecord, { kind: "host" }>;
type DiscardedDraft = Extract<DeletedRecord, { kind: "draft" }>;

/** What was deleted a moment ago and can be had back. It is sealed as it was; new keys end it (reseal.ts). */
export class Deleted {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  /** The one deleted last comes last. */
  all(): DeletedSummary[] {
    const records = [...this.#context.memory.deleted.values()].toSorted((a, b) => a.untilMs - b.untilMs);
    return records.map((record) => ({ id: record.id, ...whatWas(record), untilMs: record.untilMs }));
  }

  /**
   * Brings back what was deleted, all of it: secrets, tokens, open forms, its place in the list, and the API hosts'
   * Authentication type where they have none since. A name that was given away meanwhile gets a number.
   *
   * @throws AppError `not_found` when it is gone for good, `invalid_field` for "API host" when there is another of that
   *   address, `storage_failed`
   */
  undo(id: string): Promise<void> {
    return this.#context.writer.run(async () => {
      const record = this.#context.memory.deleted.get(id);
      if (record === undefined) throw new AppError("not_found");
      if (record.kind === "draft") await this.#undoDiscard(record);
      else await (record.kind === "host" ? this.#undoHost(record) : this.#undoProfile(record));
    });
  }

  /** Makes it final for whatever `isOver`, and for what can't be read. @throws AppError `storage_failed` */
  purge(isOver: (record: { readonly id: string; readonly untilMs: number }) => boolean): Promise<void> {
    const { writer, memory } = this.#context;
    return writer.run(async () => {
      const damaged = [...memory.problems.values()].filter(({ store }) => store === "deleted").map(({ id }) => id);
      const over = [...memory.deleted.values()].filter(isOver).map(({ id }) => id);
      await writer.commit([...over, ...damaged].map((id) => ({ store: "deleted", delete: id })));
      for (const id of over) memory.deleted.delete(id);
      for (const id of damaged) clearProblem(memory, "deleted", id);
    });
  }

  async #undoProfile({ id, profile: record, grant, drafts, hostIds }: DeletedProfile): Promise<void> {
    const { writer, memory, keyring } = this.#context;
    const taken = [...memory.profiles.values()].map((other) => other.profile.name);
    const name = freeName(record.profile.name, taken);
    const profile = { ...record, profile: { ...record.profile, name } };
    const restored = grant && withoutLostToken({ ...grant, state: { ...grant.state, pending: undefined } }, keyring);
    const hosts = [...memory.hosts.values()].filter((host) => hostIds.includes(host.id) && host.profileId === null);
    const again = hosts.map((host) => ({ ...host, profileId: id }));
    await writer.commit([
      { store: "deleted", delete: id },
      { store: "profiles", put: profile },
      ...(restored === undefined ? [] : [{ store: "grants", put: restored } as const]),
      ...drafts.map((draft) => ({ store: "drafts", put: draft }) as const),
      ...again.map((host) => ({ store: "hosts", put: host }) as const),
    ]);
    memory.deleted.delete(id);
    memory.profiles.set(id, profile);
    if (restored !== undefined) memory.grants.set(id, restored);
    for (const draft of drafts) memory.drafts.set(draft.id, draft);
    for (const host of again) memory.hosts.set(host.id, host);
  }

  async #undoDiscard({ id, draft }: DiscardedDraft): Promise<void> {
    const { writer, memory } = this.#context;
    await writer.commit([
      { store: "deleted", delete: id },
      { store: "drafts", put: draft },
    ]);
    memory.deleted.delete(id);
    memory.drafts.set(id, draft);
  }

  async #undoHost({ id, host }: DeletedHost): Promise<void> {
    const { writer, memory } = this.#context;
    const isTaken = [...memory.hosts.values()].some(({ pattern }) => pattern === host.pattern);
    if (isTaken) throw new AppError("invalid_field", { field: "API host", problem: "duplicate" });
    const isThere = host.profileId !== null && memory.profiles.has(host.profileId);
    const again = isThere ? host : { ...host, profileId: null };
    const waiting = isThere || host.profileId === null ? undefined : memory.deleted.get(host.profileId);
    // Its profile may come back too, and finds it then.
    const linked = waiting?.kind === "profile" ? { ...waiting, hostIds: [...waiting.hostIds, id] } : undefined;
    const changes: Change[] = [
      { store: "deleted", delete: id },
      { store: "hosts", put: again },
    ];
    if (linked !== undefined) changes.push({ store: "deleted", put: linked });
    await writer.commit(changes);
    memory.deleted.delete(id);
    memory.hosts.set(id, again);
    if (linked !== undefined) memory.deleted.set(linked.id, linked);
  }
}

function whatWas(record: DeletedRecord): Pick<DeletedSummary, "kind" | "name"> {
  if (record.kind === "host") return { kind: "host", name: record.host.pattern };
  if (record.kind === "profile") return { kind: "profile", name: record.profile.profile.name };
  const { draft } = record.draft;
  return draft.kind === "apiHost"
    ? { kind: "hostDraft", name: draft.host.pattern }
    : { kind: "profileDraft", name: draft.profile.name };
}

/** A profile's record for `undo`, of everything as it is before the deletion. */
export function deletedProfile(
  memory: Memory,
  id: string,
  drafts: readonly DraftRecord[],
  hosts: readonly ApiHost[],
  untilMs: number,
): DeletedProfile | undefined {
  const profile = memory.profiles.get(id);
  if (profile === undefined) return undefined;
  const hostIds = hosts.map((host) => host.id);
  return { id, untilMs, kind: "profile", profile, grant: memory.grants.get(id), drafts, hostIds };
}
