import { AppError } from "../domain/errors.ts";
import { readBody, untilAborted } from "./read-body.ts";

export type Header = readonly [name: string, value: string];

/** A request ready to be sent. Built by one function, its reply read by another. */
export interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: readonly Header[];
  readonly body: string | undefined;
  /** The plain values within it that must not be shown: client secret, code, verifier, … */
  readonly secrets: readonly string[];
}

export interface HttpReply {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly sentAtMs: number;
  /** Milliseconds since the epoch, after the last byte. */
  readonly receivedAtMs: number;
  /** The request's secrets: servers repeat them in error messages. */
  readonly secrets: readonly string[];
}

export interface SendOptions {
  readonly fetch: typeof fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** For the whole exchange, body included. Chromium ends a worker whose fetch waits 30 s. */
  readonly timeoutMs?: number;
  /** The most that is read of a reply's body, in bytes. */
  readonly maxBytes?: number;
}

/**
 * Sends a request once. Never again by itself: a code may be used only once (RFC 6749 §4.1.2), and so may a rotating
 * refresh token. No cookies, no cache, and no redirects: a 307 would carry body and secret to another host.
 *
 * @throws AppError `network`, `timeout`, `redirected`, `reply_too_large`, `reply_unreadable` (cut off), and
 *   `authorization_canceled` once the signal aborts; each with the host
 */
export async function sendRequest(request: HttpRequest, options: SendOptions): Promise<HttpReply> {
  const { now, timeoutMs = 25_000, maxBytes = 1_048_576 } = options;
  const host = new URL(request.url).host;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([options.signal, timeout]);
  const failure = (code: "network" | "reply_unreadable", status: { status?: number }, cause: unknown): AppError => {
    if (cause instanceof AppError) return cause;
    if (options.signal.aborted) return new AppError("authorization_canceled", { host });
    return new AppError(timeout.aborted ? "timeout" : code, { host, ...status }, { cause });
  };
  const sentAtMs = now();
  const response = await untilAborted(() => startFetch(request, options.fetch, signal), signal).catch(
    (cause: unknown) => {
      throw failure("network", {}, cause);
    },
  );
  const { status } = response;
  if (isRedirect(response)) {
    await response.body?.cancel().catch(() => undefined);
    throw new AppError("redirected", status === 0 ? { host } : { host, status });
  }
  const body = await readBody(response.body, signal, maxBytes).catch((cause: unknown) => {
    throw failure("reply_unreadable", { status }, cause);
  });
  if (body === undefined) throw new AppError("reply_too_large", { host, status });
  return { status, headers: [...response.headers], body, sentAtMs, receivedAtMs: now(), secrets: request.secrets };
}

function startFetch(request: HttpRequest, fetch: SendOptions["fetch"], signal: AbortSignal): Promise<Response> {
  return fetch(request.url, {
    method: request.method,
    headers: request.headers.map(([name, value]): [string, string] => [name, value]),
    body: request.body ?? null,
    credentials: "omit",
    cache: "no-store",
    redirect: "manual",
    referrerPolicy: "no-referrer",
    signal,
  });
}

/** Browsers hide a redirect behind status 0; Node shows it as it is. */
function isRedirect(response: Response): boolean {
  return response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400);
}
