import { AppError } from "../domain/errors.ts";
import type { Draft } from "../domain/draft.ts";
import type { SecretKey } from "../domain/profile.ts";
import type { SecretChanges } from "../domain/snapshot.ts";
import type { StoreContext } from "./context.ts";
import { clearProblem } from "./memory.ts";
import type { DraftRecord } from "./schema.ts";
import type { Sealed } from "./sealing.ts";
import { namesOf, parseSecretChanges, pickSecrets, possibleSecretKeys } from "./secrets.ts";

/** Half-typed forms. What was typed into their secret fields goes in and never comes out, but by saving. */
export class Drafts {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  /** The one touched last comes last. */
  all(): Draft[] {
    const drafts = Array.from(this.#context.memory.drafts.values(), (record) => record.draft);
    return drafts.toSorted((a, b) => a.updatedAtMs - b.updatedAtMs);
  }

  get(id: string): Draft | undefined {
    return this.#context.memory.drafts.get(id)?.draft;
  }

  /** Which secrets the profile would have if the form were saved now. Known without decrypting. */
  secretKeys(id: string): readonly SecretKey[] {
    const { memory } = this.#context;
    const record = memory.drafts.get(id);
    if (record?.draft.kind !== "profile") return [];
    const { profileId } = record.draft;
    const stored = profileId === null ? [] : (memory.profiles.get(profileId)?.secretKeys ?? []);
    const keys = new Set([...stored, ...namesOf(record.changes)]);
    const possible = possibleSecretKeys(record.draft.profile);
    return [...keys].filter((key) => possible.has(key) && record.changes[key] !== "removed");
  }

  /** Which secrets were typed into the form. */
  typedKeys(id: string): readonly SecretKey[] {
    const { changes = {} } = this.#context.memory.drafts.get(id) ?? {};
    return namesOf(changes).filter((key) => changes[key] === "typed");
  }

  /**
   * Keeps a form as it is now. Of the secrets a string was typed, null takes the saved one away, and what is absent
   * is as kept before, but for those of `asStored`: they are as saved again. Nothing is kept for an API host that is gone: no page would show it.
   *
   * @throws AppError `locked` when secrets were typed while the vault is locked: all but these is kept then.
   *   `storage_corrupt` when those kept before can't be read, `storage_failed`
   */
  put(draft: Draft, secrets: SecretChanges = {}, asStored: readonly SecretKey[] = []): Promise<void> {
    const { writer, memory } = this.#context;
    return writer.run(async () => {
      if (draft.kind === "apiHost" && draft.hostId !== null && memory.hosts.get(draft.hostId) === undefined) return;
      try {
        await this.#write(draft, secrets, asStored);
      } catch (error) {
        // What is no secret is kept all the same.
        if (error instanceof AppError && error.code === "locked") await this.#write(draft, {}, asStored);
        throw error;
      }
    });
  }

  async #write(draft: Draft, secrets: SecretChanges, asStored: readonly SecretKey[]): Promise<void> {
    const { writer, memory } = this.#context;
    const before = memory.drafts.get(draft.id);
    const changed = namesOf(secrets);
    const kept = namesOf(before?.changes ?? {}).filter((key) => !asStored.includes(key));
    const changes = pickSecrets(before?.changes ?? {}, kept);
    const record: DraftRecord = {
      id: draft.id,
      draft,
      // What is as saved again may still be sealed in there, and is read no more.
      secrets: changed.length === 0 ? before?.secrets : await this.#seal(draft.id, kept, secrets),
      changes: { ...changes, ...Object.fromEntries(changed.map((key) => [key, effectOf(secrets[key])])) },
    };
    const discarded = memory.deleted.get(draft.id)?.kind === "draft";
    await writer.commit([
      { store: "drafts", put: record },
      // What is typed anew can't be brought together with it.
      ...(discarded ? [{ store: "deleted", delete: draft.id } as const] : []),
    ]);
    memory.drafts.set(draft.id, record);
    if (discarded) memory.deleted.delete(draft.id);
    if (before === undefined || before.secrets !== record.secrets) clearProblem(memory, "drafts", draft.id);
  }

  /** Deletes a form; one that is not there is deleted already. */
  delete(id: string): Promise<void> {
    const { writer, memory } = this.#context;
    return writer.run(async () => {
      await writer.commit([{ store: "drafts", delete: id }]);
      memory.drafts.delete(id);
      clearProblem(memory, "drafts", id);
    });
  }

  /**
   * Takes a form away; one that is not there is gone already.
   *
   * @param undoUntilMs until then (milliseconds since the epoch) `Deleted` can bring it back
   * @throws AppError `storage_failed`
   */
  discard(id: string, undoUntilMs: number): Promise<void> {
    const { writer, memory } = this.#context;
    return writer.run(async () => {
      const draft = memory.drafts.get(id);
      if (draft === undefined) return;
      const inPlace = memory.deleted.get(id)?.kind;
      // The profile that it was the form of can be had back, and that counts for more.
      const isKept = inPlace === undefined || inPlace === "draft";
      const discarded = { id, untilMs: undoUntilMs, kind: "draft", draft } as const;
      await writer.commit([
        { store: "drafts", delete: id },
        ...(isKept ? [{ store: "deleted", put: discarded } as const] : []),
      ]);
      memory.drafts.delete(id);
      if (isKept) memory.deleted.set(id, discarded);
      clearProblem(memory, "drafts", id);
    });
  }

  async #seal(id: string, keys: readonly SecretKey[], secrets: SecretChanges): Promise<Sealed> {
    const kept = keys.filter((key) => secrets[key] === undefined);
    const old = kept.length === 0 ? {} : pickSecrets(await readDraftChanges(this.#context, id), kept);
    return this.#context.keyring.seal("secrets", { ...old, ...secrets }, { store: "drafts", id });
  }
}

/**
 * What was typed into a form's secret fields; nothing for a form that is not there. For saving it only.
 *
 * @throws AppError `locked`, `storage_corrupt`
 */
export async function readDraftChanges({ memory, keyring }: StoreContext, id: string): Promise<SecretChanges> {
  const record = memory.drafts.get(id);
  if (record?.secrets === undefined) return {};
  const sealed = parseSecretChanges(await keyring.open(record.secrets, { store: "drafts", id }));
  return pickSecrets(sealed, namesOf(record.changes));
}

function effectOf(secret: string | null | undefined): "typed" | "removed" {
  return secret === null || secret === "" ? "removed" : "typed";
}
