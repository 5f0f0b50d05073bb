import { AppError } from "../domain/errors.ts";
import type { TokenSet } from "../domain/token-set.ts";
import type { Clock } from "./ports.ts";
import { timeout } from "./patience.ts";

/** How long what was called off may take to end before nobody waits for it, milliseconds. */
const ABORT_PATIENCE_MS = 3_000;

/** Whether the person is there to sign in. */
export type Presence = "interactive" | "background";

/** Sees to it that for each profile one thing is under way at a time, whoever asks. */
export interface Flights {
  /**
   * Joins what is under way for the profile, or starts it. A person who has joined what was begun without them gets an
   * attempt of their own if that one failed for want of them.
   */
  join(profileId: string, presence: Presence, start: (signal: AbortSignal) => Promise<TokenSet>): Promise<TokenSet>;
  /** Runs a task when nothing is under way for the profile, and lets nothing begin before it has ended. */
  alone<T>(profileId: string, task: () => Promise<T>): Promise<T>;
  /**
   * Ends what is under way and resolves when it has ended; after three seconds also if it has not, and nothing begins
   * beside it then. False when there was nothing.
   */
  abort(profileId: string): Promise<boolean>;
  /** Whether something is under way; with `presence`, begun in this one. */
  isUnderWay(profileId: string, presence?: Presence): boolean;
}

interface Flight {
  readonly presence: Presence | "alone";
  readonly controller: AbortController;
  readonly result: Promise<TokenSet> | undefined;
  /** Resolves when the flight is over, whatever its outcome. */
  readonly over: Promise<void>;
}

/** @param onOver called when a flight is over and another may begin */
export function createFlights(clock: Clock, onOver: () => void): Flights {
  const flights = new Map<string, Flight>();

  function begin<T>(profileId: string, presence: Flight["presence"], task: (signal: AbortSignal) => Promise<T>) {
    const controller = new AbortController();
    const result = task(controller.signal).finally(() => {
      flights.delete(profileId);
      onOver();
    });
    const over = result.then(noop, noop);
    flights.set(profileId, {
      presence,
      controller,
      over,
      // Only a flight of tokens is joined.
      result: presence === "alone" ? undefined : (result as Promise<unknown> as Promise<TokenSet>),
    });
    return result;
  }

  return {
    async join(profileId, presence, start) {
      for (;;) {
        const flight = flights.get(profileId);
        if (flight === undefined) return begin(profileId, presence, start);
        if (flight.result === undefined) {
          await flight.over;
          continue;
        }
        if (presence === "background" || flight.presence === "interactive") return flight.result;
        try {
          return await flight.result;
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== "needs_authorization") throw error;
        }
      }
    },
    async alone(profileId, task) {
      for (let flight = flights.get(profileId); flight !== undefined; flight = flights.get(profileId))
        await flight.over;
      return begin(profileId, "alone", task);
    },
    async abort(profileId) {
      const flight = flights.get(profileId);
      if (flight === undefined) return false;
      if (flight.presence !== "alone") flight.controller.abort();
      const patience = timeout(clock, ABORT_PATIENCE_MS);
      await Promise.race([flight.over, patience.over]);
      patience.stop();
      return true;
    },
    isUnderWay(profileId, presence) {
      const flight = flights.get(profileId);
      return flight !== undefined && (presence === undefined || flight.presence === presence);
    },
  };
}

function noop(): void {
  // Nobody is told here.
}
