import { AppError } from "../domain/errors.ts";
import type { Clock } from "./ports.ts";

/** A pause that can be ended early, by `stop`; it never ends then. Milliseconds. */
export function timeout(clock: Clock, delayMs: number): { readonly over: Promise<void>; stop(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { over: promise, stop: clock.after(delayMs, resolve) };
}

/**
 * Waits for a result no longer than the signal allows, whether what makes the result listens to it or not.
 *
 * @throws AppError `authorization_canceled` once the signal aborts
 */
export async function untilAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(new AppError("authorization_canceled"));
  // Whichever comes second has nobody to hear it.
  result.catch(() => undefined);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([aborted.promise, result]);
  } finally {
    signal.removeEventListener("abort", abort);
    aborted.promise.catch(() => undefined);
  }
}
