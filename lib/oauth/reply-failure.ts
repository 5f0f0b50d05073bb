import { AppError } from "../domain/errors.ts";
import type { HttpReply } from "./http.ts";
import type { ReplyError } from "./reply-error.ts";
import { getServerText } from "./server-text.ts";

/** The longest pause that a server can ask for, in milliseconds. */
const MAX_PAUSE_MS = 86_400_000;

/** Whether the server took the request: any 2xx, 200 or not. */
export function isSuccess(reply: Pick<HttpReply, "status">): boolean {
  return reply.status >= 200 && reply.status < 300;
}

/** A reply's header, by its name in lower case; several are joined as RFC 9110 §5.3 says. */
function getHeader(reply: Pick<HttpReply, "headers">, name: string): string | undefined {
  const values = reply.headers.filter((header) => header[0].toLowerCase() === name).map((header) => header[1]);
  return values.length === 0 ? undefined : values.join(", ");
}

/**
 * The error for a reply that brings nothing: `retry_later` for 429 and 503, else `token_refused` where the server
 * gives a reason, else `http_status`. With status, reason, and `retryAtMs` where the server names a time.
 */
export function replyFailure(reply: HttpReply, said: ReplyError | undefined): AppError {
  const { error, description } = said ?? getChallengeError(reply) ?? { error: undefined, description: undefined };
  const shownError = getServerText(error ?? "", reply.secrets);
  const shownDescription = getServerText(description ?? "", reply.secrets);
  const retryAtMs = getRetryAtMs(reply);
  const hasReason = shownError !== undefined || shownDescription !== undefined;
  const isPause = reply.status === 429 || reply.status === 503;
  return new AppError(isPause ? "retry_later" : hasReason ? "token_refused" : "http_status", {
    status: reply.status,
    ...(shownError === undefined ? {} : { error: shownError }),
    ...(shownDescription === undefined ? {} : { errorDescription: shownDescription }),
    ...(retryAtMs === undefined ? {} : { retryAtMs }),
  });
}

/** `Retry-After` as milliseconds since the epoch (RFC 9110 §10.2.3: seconds, or a date), at most a day ahead. */
function getRetryAtMs(reply: HttpReply): number | undefined {
  const value = getHeader(reply, "retry-after")?.trim();
  if (value === undefined) return undefined;
  const seconds = /^\d+$/u.test(value) ? Number(value) : undefined;
  // A date has a weekday; Date.parse alone would also read "-5".
  const dateMs = /^[a-z]{3}/iu.test(value) ? Date.parse(value) : Number.NaN;
  const atMs = seconds === undefined ? dateMs : reply.receivedAtMs + seconds * 1000;
  if (Number.isNaN(atMs) || atMs < reply.receivedAtMs) return undefined;
  return Math.min(atMs, reply.receivedAtMs + MAX_PAUSE_MS);
}

/** The reason in `WWW-Authenticate` (RFC 6750 §3), which some send with any status; only asked where a body says none. */
function getChallengeError(reply: HttpReply): ReplyError | undefined {
  const challenge = isSuccess(reply) ? undefined : getHeader(reply, "www-authenticate");
  if (challenge === undefined) return undefined;
  const error = challengeParameter(challenge, "error");
  const description = challengeParameter(challenge, "error_description");
  return error === undefined && description === undefined ? undefined : { error, description };
}

function challengeParameter(challenge: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|[\\s,])${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s,"]+))`, "iu").exec(challenge);
  return match?.[1]?.replace(/\\(.)/gu, "$1") ?? match?.[2];
}
