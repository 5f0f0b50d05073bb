import { AppError } from "../domain/errors.ts";
import { type GrantFailure, type GrantState, type PendingStep, withStep } from "../domain/grant.ts";
import type { TokenSet, TokenSummary } from "../domain/token-set.ts";
import type { StoreContext } from "./context.ts";
import type { Sealer } from "./keyring.ts";
import { clearProblem } from "./memory.ts";
import type { GrantRecord } from "./schema.ts";
import type { Sealed } from "./sealing.ts";

/** A token set that waits for its storing, sealed with the keys of its generation. */
export interface SealedTokenSet {
  readonly sealed: Sealed;
  readonly generation: number;
}

/** What each profile has been granted: its state in the open, its token set sealed. */
export class Grants {
  readonly #context: StoreContext;
  readonly #sealers = new Map<string, { readonly sealer: Sealer; readonly generation: number }>();

  constructor(context: StoreContext) {
    this.#context = context;
  }

  all(): GrantState[] {
    const { grants, profiles } = this.#context.memory;
    const states = Array.from(grants.values(), (record) => record.state);
    // One without its profile belongs to a profile that can't be read; it waits for it.
    return states.filter((state) => profiles.has(state.profileId));
  }

  get(profileId: string): GrantState | undefined {
    return this.#context.memory.grants.get(profileId)?.state;
  }

  /** @throws AppError `locked`, `storage_corrupt` */
  async tokenSet(profileId: string): Promise<TokenSet | undefined> {
    const sealed = this.#context.memory.grants.get(profileId)?.tokenSet;
    if (sealed === undefined) return undefined;
    return parseTokenSet(await this.#context.keyring.open(sealed, { store: "grants", id: profileId }));
  }

  /**
   * Notes the step that is about to begin, or undefined that none is under way. Before a token request it also puts
   * the sealing of the reply in readiness, so that locking meanwhile does not lose it.
   *
   * @throws AppError `not_found` when the profile is gone, `locked` before a token request whose reply could not be
   *   stored, `storage_failed`
   */
  setPending(profileId: string, pending: PendingStep | undefined): Promise<void> {
    const { writer, keyring } = this.#context;
    return writer.run(async () => {
      const before = this.#expectRecord(profileId);
      const isRequest = pending?.kind === "token" || pending?.kind === "refresh";
      const sealer = isRequest ? await keyring.sealer("tokens") : undefined;
      await this.#write({ ...before, state: withStep(before.state, pending) });
      if (sealer === undefined) this.#sealers.delete(profileId);
      else this.#sealers.set(profileId, { sealer, generation: keyring.generation });
    });
  }

  /**
   * Notes that an attempt failed. A token set that is there stays.
   *
   * @throws AppError `not_found` when the profile is gone, `storage_failed`
   */
  fail(profileId: string, failure: GrantFailure): Promise<void> {
    return this.#context.writer.run(async () => {
      const before = this.#expectRecord(profileId);
      await this.#write({ ...before, state: { ...before.state, pending: undefined, failure } });
      this.#sealers.delete(profileId);
    });
  }

  /**
   * Stores a token set in place of the one before, and that nothing is pending and nothing has failed: one
   * transaction. Use the tokens only after this has resolved.
   *
   * @throws AppError `not_found` when the profile is gone, `locked` when the vault was locked with no request
   *   announced by `setPending`, `storage_failed`
   */
  succeed(profileId: string, tokenSet: TokenSet, summary: TokenSummary): Promise<void> {
    return this.#context.writer.run(async () => {
      this.#expectRecord(profileId);
      await this.#succeed(profileId, await this.#seal(profileId, tokenSet), summary);
    });
  }

  /**
   * Seals a token set that can't be stored yet, with the key of the moment of the call: nobody can read it once the
   * vault is locked. For `succeedSealed`.
   *
   * @throws AppError `locked` when the vault was locked with no request announced by `setPending`, `storage_failed`
   */
  async sealAhead(profileId: string, tokenSet: TokenSet): Promise<SealedTokenSet> {
    const { generation } = this.#context.keyring;
    return { sealed: await this.#seal(profileId, tokenSet), generation };
  }

  /**
   * As `succeed`, with what `sealAhead` made.
   *
   * @throws AppError `not_found` when the profile is gone, `storage_corrupt` when the keys have been replaced since,
   *   `storage_failed`
   */
  succeedSealed(profileId: string, { sealed, generation }: SealedTokenSet, summary: TokenSummary): Promise<void> {
    const { writer, keyring } = this.#context;
    return writer.run(async () => {
      this.#expectRecord(profileId);
      if (generation !== keyring.generation) throw new AppError("storage_corrupt");
      await this.#succeed(profileId, sealed, summary);
    });
  }

  /** Removes all that is known of the grant, the token set first of all. */
  forget(profileId: string): Promise<void> {
    const { writer, memory } = this.#context;
    return writer.run(async () => {
      await writer.commit([{ store: "grants", delete: profileId }]);
      memory.grants.delete(profileId);
      this.#sealers.delete(profileId);
      clearProblem(memory, "grants", profileId);
    });
  }

  async #succeed(profileId: string, sealed: Sealed, summary: TokenSummary): Promise<void> {
    const state: GrantState = { profileId, pending: undefined, failure: undefined, token: summary };
    await this.#write({ profileId, state, tokenSet: sealed });
    this.#sealers.delete(profileId);
  }

  async #seal(profileId: string, tokenSet: TokenSet): Promise<Sealed> {
    const { keyring } = this.#context;
    const place = { store: "grants", id: profileId } as const;
    const ready = this.#sealers.get(profileId);
    if (keyring.state() === "locked" && ready?.generation === keyring.generation) return ready.sealer(tokenSet, place);
    return keyring.seal("tokens", tokenSet, place);
  }

  #expectRecord(profileId: string): GrantRecord {
    const { memory } = this.#context;
    if (!memory.profiles.has(profileId)) throw new AppError("not_found");
    const state: GrantState = { profileId, pending: undefined, failure: undefined, token: undefined };
    return memory.grants.get(profileId) ?? { profileId, state, tokenSet: undefined };
  }

  async #write(record: GrantRecord): Promise<void> {
    const { writer, memory } = this.#context;
    await writer.commit([{ store: "grants", put: record }]);
    const before = memory.grants.get(record.profileId);
    memory.grants.set(record.profileId, record);
    if (before === undefined || before.tokenSet !== record.tokenSet) clearProblem(memory, "grants", record.profileId);
  }
}

/** What we sealed ourselves, and its tag vouches for; JSON has only left out the members that were undefined. */
function parseTokenSet(value: unknown): TokenSet {
  const isRecord = typeof value === "object" && value !== null;
  if (!isRecord || !("accessToken" in value) || typeof value.accessToken !== "string") {
    throw new AppError("storage_corrupt");
  }
  const absent = {
    tokenType: undefined,
    refreshToken: undefined,
    idToken: undefined,
    scope: undefined,
    expiresAtMs: undefined,
  };
  return { ...absent, ...(value as TokenSet) };
}
