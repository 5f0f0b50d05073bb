import { setTimeout as pause } from "node:timers/promises";

/** After this many milliseconds what has not come will not come, on a busy machine either. Only a failure takes so long. */
export const PATIENCE_MS = 30_000;

/**
 * Asks `probe` again and again until it answers with something other than `undefined` or `false`.
 * Only for things that send no event (windows of the X server, the browser's own lists).
 * Rejects after `timeoutMs` milliseconds with `what` in the message, and with the probe's last error as its cause.
 */
export async function pollUntil<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  { timeoutMs = PATIENCE_MS, intervalMs = 50 }: { timeoutMs?: number; intervalMs?: number } = {},
): Promise<T> {
  const deadlineMs = performance.now() + timeoutMs;
  let lastError: unknown;
  for (;;) {
    try {
      const answer = await probe();
      if (answer !== undefined && answer !== false) return answer;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() > deadlineMs) {
      throw new Error(
        `Waited ${timeoutMs} ms in vain for ${what}`,
        lastError === undefined ? {} : { cause: lastError },
      );
    }
    await pause(intervalMs);
  }
}

/** Rejects after `timeoutMs` milliseconds with `what` in the message, unless the promise settles first. */
export async function within<T>(timeoutMs: number, what: string, promise: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`Waited ${timeoutMs} ms in vain for ${what}`)), timeoutMs);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
