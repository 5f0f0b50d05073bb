import { AppError } from "../domain/errors.ts";
import { type TokenSet, type TokenSummary, summarizeTokenSet } from "../domain/token-set.ts";
import type { Store } from "../store/store.ts";
import type { Clock } from "./ports.ts";

/** Pauses between attempts to store a token set, milliseconds. Together under the time that a worker is left alone. */
const PAUSES_MS = [250, 1_000, 4_000, 10_000] as const;

/**
 * Stores token sets, and does not let go of one that could not be stored: a server that rotates refresh tokens has
 * taken the old one back when it gave the new one.
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
  readonly tokenSet: TokenSet;
  readonly summary: TokenSummary;
}

export function createTokenSaver(store: Store, clock: Clock): TokenSaver {
  const held = new Map<string, Held>();

  async function attempt(profileId: string, { tokenSet, summary }: Held): Promise<boolean> {
    try {
      await store.grants.succeed(profileId, tokenSet, summary);
      held.delete(profileId);
      return true;
    } catch (error) {
      const code = error instanceof AppError ? error.code : undefined;
      if (code === "storage_failed") return false;
      // Locked: held until it is unlocked again.
      if (code !== "locked") held.delete(profileId);
      throw error;
    }
  }

  async function attempts(profileId: string, set: Held, signal: AbortSignal): Promise<void> {
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
      return attempts(profileId, { tokenSet, summary: known }, signal);
    },
    async saveHeld(profileId, signal) {
      const set = held.get(profileId);
      if (set === undefined) return undefined;
      await attempts(profileId, set, signal);
      return set.tokenSet;
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
