import { AppError, type ErrorCode, type ErrorData } from "../domain/errors.ts";
import type { GrantFailure, GrantState } from "../domain/grant.ts";

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 15 * 60_000;

/** Failures that say nothing about the grant itself: the same request may succeed later. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "network",
  "offline",
  "timeout",
  "retry_later",
  "storage_failed",
  "authorization_in_progress",
  "authorization_page_unreachable",
  "unexpected",
]);

export interface FailureCircumstances {
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** Somebody will try again without the person: there is a token, and a way to renew it. */
  readonly repeats: boolean;
  /** 0 to 1, see `renewAtMs`: up to a quarter of the pause is added. */
  readonly spread: number;
}

/**
 * What to keep of a failed attempt, and when renewal may try again: passing failures back off, doubling from five
 * seconds to a quarter of an hour, or as long as the server's `Retry-After` asks; all others wait for the person.
 */
export function failureAfter(state: GrantState | undefined, error: ErrorData, at: FailureCircumstances): GrantFailure {
  const attempts = (state?.failure?.attempts ?? 0) + 1;
  const backOffMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1)) * (1 + at.spread / 4);
  const retryAtMs = Math.max(Math.round(at.nowMs + backOffMs), error.retryAtMs ?? 0);
  return { error, atMs: at.nowMs, retryAtMs: at.repeats && isPassing(error) ? retryAtMs : undefined, attempts };
}

function isPassing(error: ErrorData): boolean {
  return PASSING.has(error.code) || (error.status ?? 0) >= 500 || error.status === 429 || error.status === 408;
}

/** The server knows the refresh token no more (RFC 6749 §5.2); nothing else says that. */
export function isGrantGone(error: unknown): error is AppError {
  return error instanceof AppError && error.code === "token_refused" && error.details.error === "invalid_grant";
}

/** No reply came, or nobody knows what became of it. */
const LOST: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["network", "timeout", "authorization_canceled", "unexpected"]);
/** A reply came and could not be read to its end; after a success it was the tokens. */
const UNREAD: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["reply_empty", "reply_too_large", "reply_unreadable"]);

/**
 * Whether the request may have been taken by the server and its reply was never read. A refresh token that is used up
 * by one use may be used up then.
 */
export function isReplyLost(error: unknown): error is AppError {
  if (!(error instanceof AppError)) return false;
  if (LOST.has(error.code)) return error.details.unsent !== true;
  return UNREAD.has(error.code) && (error.details.status ?? 200) < 300;
}

/** What a server says to a silent request when it wants the person (OpenID Connect Core §3.1.2.6). */
const PERSON_WANTED = new Set([
  "login_required",
  "interaction_required",
  "consent_required",
  "account_selection_required",
]);

/** Whether a silent authorization has failed because the person is wanted. */
export function isPersonWanted(error: unknown): error is AppError {
  if (!(error instanceof AppError)) return false;
  if (error.code === "interaction_required") return true;
  return error.code === "authorization_refused" && PERSON_WANTED.has(error.details.error ?? "");
}

/** The same failure, told as one that only the person can mend; the server's words stay. */
export function asNeedsAuthorization(error: AppError): AppError {
  return new AppError("needs_authorization", error.details, { cause: error });
}
