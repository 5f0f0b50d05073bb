import { AppError } from "../domain/errors.ts";
import { type TokenSet, type TokenSummary, summarizeTokenSet } from "../domain/token-set.ts";
import type { SealedTokenSet } from "../store/grants.ts";
import type { Store } from "../store/store.ts";
import type { Clock } from "./ports.ts";

/** Pauses between attempts to store a token set, milliseconds. Together under the time that a worker is left alone. */
const PAUSES_MS = [250, 1_000, 4_000, 10_000] as const;

/**
 * Stores token sets, and does not let go of one that could not be stored: a server that rotates refresh tokens has
 * taken the old one back when it gave the new one. Locking seals what is held; what can't be sealed is let go of.
 */
export interface TokenSaver {
  /**
   * Resolves when the set is on the disk. A write that fails is tried again for a quarter of a minute.
   *
   * @param rotates what is known of the server, see TokenSummary
   * @param signal drops the set when it aborts: the profile was deleted, or its token forgotten
   * @throws AppError `storage_failed`; the set is held then, see `held`. Others at once: `not_found`, `locked`
   */
  save(profileId: string, tokenSet: TokenSet, rotates: boolean | undefined, signal: AbortSignal): Promise<void>;
  /** Saves again what could not be saved before; undefined when there is nothing. @throws as `save` does */
  saveHeld(profileId: string, signal: AbortSignal): Promise<TokenSet | undefined>;
  /** Lets go of what could not be saved. */
  drop(profileId: string): void;
}

interface Held {
  readonly summary: TokenSummary;
  /** In plain only while the vault is not locked; undefined until the sealing that a lock began has ended. */
  value: { readonly tokenSet: TokenSet } | SealedTokenSet | undefined;
  sealing: Promise<void> | undefined;
}

export function createTokenSaver(store: Store, clock: Clock): TokenSaver {
  const held = new Map<string, Held>();

  store.vault.onLock(() => {
    for (const [profileId, set] of held) void seal(profileId, set);
  });

  /** Takes the key of this very turn; never rejects. */
  function seal(profileId: string, set: Held): Promise<void> {
    const { value } = set;
    if (value === undefined || "sealed" in value) return set.sealing ?? Promise.resolve();
    set.value = undefined;
    set.sealing = sealValue(profileId, set, value.tokenSet);
    return set.sealing;
  }

  async function sealValue(profileId: string, set: Held, tokenSet: TokenSet): Promise<void> {
    try {
      set.value = await store.grants.sealAhead(profileId, tokenSet);
    } catch {
      if (held.get(profileId) === set) held.delete(profileId);
    }
  }

  async function write(profileId: string, { value, summary }: Held): Promise<void> {
    if (value === undefined) throw new AppError("locked");
    if ("sealed" in value) await store.grants.succeedSealed(profileId, value, summary);
    else await store.grants.succeed(profileId, value.tokenSet, summary);
  }

  async function attempt(profileId: string, set: Held): Promise<boolean> {
    try {
      await set.sealing;
      await write(profileId, set);
      held.delete(profileId);
      return true;
    } catch (error) {
      const code = error instanceof AppError ? error.code : undefined;
      // The reply came after the lock: only the sealer that was put in readiness for it can still take it.
      if (store.vault.state() === "locked") await seal(profileId, set);
      if (code === "storage_failed" && held.get(profileId) === set) return false;
      held.delete(profileId);
      throw error;
    }
  }

  async function attempts(profileId: string, set: Held, signal: AbortSignal): Promise<void> {
    // Nobody wants it any more, and what was forgotten must not come back.
    if (signal.aborted) throw new AppError("authorization_canceled");
    held.set(profileId, set);
    for (const pauseMs of PAUSES_MS) {
      if (await attempt(profileId, set)) return;
      await pause(clock, pauseMs, signal);
      // Forgotten meanwhile: what is not stored can be let go of.
      if (signal.aborted || held.get(profileId) !== set) throw new AppError("authorization_canceled");
    }
    if (!(await attempt(profileId, set))) throw new AppError("storage_failed");
  }

  return {
    save(profileId, tokenSet, rotates, signal) {
      const summary = summarizeTokenSet(tokenSet);
      const known = rotates === undefined ? summary : { ...summary, refreshTokenRotates: rotates };
      return attempts(profileId, { summary: known, value: { tokenSet }, sealing: undefined }, signal);
    },
    async saveHeld(profileId, signal) {
      const set = held.get(profileId);
      if (set === undefined) return undefined;
      await attempts(profileId, set, signal);
      return store.grants.tokenSet(profileId);
    },
    drop: (profileId) => void held.delete(profileId),
  };
}

function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = clock.after(delayMs, resolve);
    signal.addEventListener(
      "abort",
      () => {
        stop();
        resolve();
      },
      { once: true },
    );
  });
}
