import type { ErrorCode, ErrorData } from "../domain/errors.ts";
import type { GrantFailure, GrantState } from "../domain/grant.ts";

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 15 * 60_000;

/** Failures that say nothing about the grant itself: the same request may succeed later. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["network", "timeout", "retry_later", "storage_failed"]);

/**
 * What to keep of a failed attempt, and when renewal may try again: passing failures back off, doubling from five
 * seconds to a quarter of an hour, or as long as the server's `Retry-After` asks; all others wait for the person.
 *
 * @param nowMs milliseconds since the epoch
 */
export function failureAfter(state: GrantState | undefined, error: ErrorData, nowMs: number): GrantFailure {
  const attempts = (state?.failure?.attempts ?? 0) + 1;
  const backOffMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1));
  const isPassing = PASSING.has(error.code) || (error.status ?? 0) >= 500 || error.status === 429;
  const retryAtMs = isPassing ? Math.max(nowMs + backOffMs, error.retryAtMs ?? 0) : undefined;
  return { error, atMs: nowMs, retryAtMs, attempts };
}
