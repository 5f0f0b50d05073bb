import type { ApiHost } from "../domain/api-host.ts";
import { AppError } from "../domain/errors.ts";
import type { OAuthProfile, SecretKey, Secrets } from "../domain/profile.ts";
import type { SecretChanges } from "../domain/snapshot.ts";
import type { StoreContext } from "./context.ts";
import { deletedProfile } from "./deleted.ts";
import { readDraftChanges } from "./drafts.ts";
import { clearProblem } from "./memory.ts";
import { openSecrets, prepareProfile, rememberProfile } from "./profile-record.ts";
import { namesOf, pickSecrets } from "./secrets.ts";
import type { Change } from "./writer.ts";

export interface SaveOptions {
  /** The form that is saved: its typed secrets are taken over, and it is deleted in the same transaction. */
  readonly draftId?: string | undefined;
  /** Secrets that were typed into it and cleared again. */
  readonly asStored?: readonly SecretKey[] | undefined;
}

/** The OAuth profiles and their secrets. */
export class Profiles {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  /** Oldest first. The same list until something changes. */
  all(): readonly OAuthProfile[] {
    return this.#context.memory.profiles.all();
  }

  get(id: string): OAuthProfile | undefined {
    return this.#context.memory.profiles.get(id)?.profile;
  }

  /** @throws AppError `not_found` */
  expect(id: string): OAuthProfile {
    const profile = this.get(id);
    if (profile === undefined) throw new AppError("not_found");
    return profile;
  }

  /** Which secrets a profile has. Known without decrypting, also while locked; empty for an unknown profile. */
  secretKeys(id: string): readonly SecretKey[] {
    return this.#context.memory.profiles.get(id)?.secretKeys ?? [];
  }

  /** @throws AppError `not_found`, `locked`, `storage_corrupt` */
  async secrets(id: string): Promise<Secrets> {
    this.expect(id);
    const sealed = this.#context.memory.profiles.get(id)?.secrets;
    return sealed === undefined ? {} : openSecrets(this.#context, id, sealed);
  }

  /**
   * Saves a new or changed profile. Of the secrets a string sets, null removes, and what is absent stays; those of
   * parameters that the profile no longer has are dropped.
   *
   * @throws AppError `locked` when secrets change while the vault is locked, `storage_corrupt` when stored ones that
   *   are to be kept beside new ones can't be read, `storage_failed`
   */
  put(profile: OAuthProfile, secrets: SecretChanges = {}, options: SaveOptions = {}): Promise<void> {
    const { writer, memory } = this.#context;
    return writer.run(async () => {
      const { draftId, asStored = [] } = options;
      const inDraft = draftId === undefined ? {} : await readDraftChanges(this.#context, draftId);
      const typed = pickSecrets(
        inDraft,
        namesOf(inDraft).filter((key) => !asStored.includes(key)),
      );
      const record = await prepareProfile(this.#context, { profile, secrets: { ...typed, ...secrets } });
      const changes: Change[] = [{ store: "profiles", put: record }];
      if (draftId !== undefined) changes.push({ store: "drafts", delete: draftId });
      await writer.commit(changes);
      rememberProfile(memory, record);
      if (draftId !== undefined) memory.drafts.delete(draftId);
    });
  }

  /**
   * Deletes a profile with its grant and open forms; API hosts that used it have Authentication type None then, and
   * test modes with its token are over.
   *
   * @param undoUntilMs until then (milliseconds since the epoch) `Deleted` can bring all of it back
   * @throws AppError `not_found`, `storage_failed`
   */
  delete(id: string, undoUntilMs?: number): Promise<void> {
    const { writer, memory } = this.#context;
    return writer.run(async () => {
      this.expect(id);
      const drafts = [...memory.drafts.values()].filter(
        ({ draft }) => draft.kind === "profile" && draft.profileId === id,
      );
      const hosts = [...memory.hosts.values()].filter((host) => host.profileId === id);
      const freed = [...memory.hosts.values()]
        .filter((host) => host.profileId === id || host.testMode?.profileId === id)
        .map((host) => withoutProfile(host, id));
      const deleted = undoUntilMs === undefined ? undefined : deletedProfile(memory, id, drafts, hosts, undoUntilMs);
      await writer.commit([
        ...(deleted === undefined ? [] : [{ store: "deleted", put: deleted } as const]),
        { store: "profiles", delete: id },
        { store: "grants", delete: id },
        ...drafts.map((draft) => ({ store: "drafts", delete: draft.id }) as const),
        ...freed.map((host) => ({ store: "hosts", put: host }) as const),
      ]);
      if (deleted !== undefined) memory.deleted.set(id, deleted);
      memory.profiles.delete(id);
      memory.grants.delete(id);
      for (const draft of drafts) memory.drafts.delete(draft.id);
      for (const host of freed) memory.hosts.set(host.id, host);
      clearProblem(memory, "profiles", id);
      clearProblem(memory, "grants", id);
    });
  }
}

function withoutProfile(host: ApiHost, id: string): ApiHost {
  const profileId = host.profileId === id ? null : host.profileId;
  return { ...host, profileId, testMode: host.testMode?.profileId === id ? undefined : host.testMode };
}
