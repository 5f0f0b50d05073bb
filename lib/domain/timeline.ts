import { type AnswerClass, answerClass } from "./answer-class.ts";
import type { ObservedRequest } from "./observed-request.ts";
import type { TokenSummary } from "./token-set.ts";
import type { Trace } from "./trace.ts";

/** What became of each profile's token in the last hours; times are milliseconds since the epoch. */
export interface Timeline extends Span {
  /** Only profiles of which something is known in that time, in the order in which they were given. */
  readonly rows: readonly TimelineRow[];
}

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface TimelineRow {
  readonly profileId: string;
  /** When there was a token that could be sent: from each to its end, or to the next one. Oldest first, cut to the time shown. */
  readonly lifetimes: readonly Span[];
  /** Exchanges with the OAuth server, oldest first. */
  readonly exchanges: readonly TimelineExchange[];
  /** Requests with this profile's token, counted by answer; slots without any are left out. */
  readonly requests: readonly TimelineSlot[];
}

export interface TimelineExchange {
  readonly traceId: string;
  readonly kind: Trace["kind"];
  readonly atMs: number;
  readonly succeeded: boolean;
}

export interface TimelineSlot extends Span {
  readonly counts: Readonly<Record<AnswerClass, number>>;
}

export interface TimelineSources {
  readonly profiles: readonly { readonly id: string; readonly token: TokenSummary | undefined }[];
  readonly traces: readonly Trace[];
  readonly requests: readonly ObservedRequest[];
}

/** Puts what is kept anyway in order of time. @param slots into how many parts the time is cut for counting */
export function timelineOf(
  { profiles, traces, requests }: TimelineSources,
  { fromMs, toMs }: Span,
  slots = 60,
): Timeline {
  const within = (atMs: number): boolean => atMs >= fromMs && atMs < toMs;
  const tracesOf = Map.groupBy(
    traces.toSorted((a, b) => a.startedAtMs - b.startedAtMs),
    ({ profileId }) => profileId,
  );
  const attached = requests.filter(({ startedAtMs }) => within(startedAtMs));
  const requestsOf = Map.groupBy(attached, ({ carried }) =>
    carried.kind === "profile" ? carried.profileId : undefined,
  );
  const rows = profiles.map(({ id, token }): TimelineRow => {
    const own = tracesOf.get(id) ?? [];
    return {
      profileId: id,
      lifetimes: lifetimesOf(own, token).flatMap((span) => cut(span, { fromMs, toMs })),
      exchanges: own.filter(({ startedAtMs }) => within(startedAtMs)).map(exchangeOf),
      requests: countBySlot(requestsOf.get(id) ?? [], { fromMs, toMs }, slots),
    };
  });
  return {
    fromMs,
    toMs,
    rows: rows.filter((row) => row.lifetimes.length + row.exchanges.length + row.requests.length > 0),
  };
}

function exchangeOf({ id, kind, startedAtMs, error }: Trace): TimelineExchange {
  return { traceId: id, kind, atMs: startedAtMs, succeeded: error === undefined };
}

/** Each token lasts until its expiry or until the next one is there; of the present one more is known than a trace says. */
function lifetimesOf(traces: readonly Trace[], token: TokenSummary | undefined): Span[] {
  const earlier = traces.filter(({ kind, error }) => error === undefined && (kind === "token" || kind === "refresh"));
  const obtained = earlier
    .filter(({ startedAtMs }) => token === undefined || startedAtMs < token.obtainedAtMs)
    .map((trace) => ({ fromMs: trace.startedAtMs, toMs: expiryOf(trace) }));
  if (token !== undefined) obtained.push({ fromMs: token.obtainedAtMs, toMs: token.expiresAtMs ?? Infinity });
  return obtained.map(({ fromMs, toMs }, place) => {
    return { fromMs, toMs: Math.min(toMs, obtained[place + 1]?.fromMs ?? Infinity) };
  });
}

/** As far as the reply says so in the RFC's way (RFC 6749 §5.1), as JSON or as a form; else until the next one. */
function expiryOf({ startedAtMs, response }: Trace): number {
  const body = response?.kind === "reply" ? response.body : "";
  const seconds = /(?:^|["&{\s])expires_in(?:"\s*:\s*"?|=)(\d{1,10})/u.exec(body)?.[1];
  return seconds === undefined ? Infinity : startedAtMs + Number(seconds) * 1_000;
}

function cut(span: Span, { fromMs, toMs }: Span): Span[] {
  const part = { fromMs: Math.max(span.fromMs, fromMs), toMs: Math.min(span.toMs, toMs) };
  return part.fromMs < part.toMs ? [part] : [];
}

function countBySlot(requests: readonly ObservedRequest[], { fromMs, toMs }: Span, slots: number): TimelineSlot[] {
  const slotMs = (toMs - fromMs) / slots;
  const bySlot = Map.groupBy(requests, ({ startedAtMs }) => Math.floor((startedAtMs - fromMs) / slotMs));
  return [...bySlot]
    .toSorted(([a], [b]) => a - b)
    .map(([slot, inSlot]) => {
      const counts = { succeeded: 0, redirected: 0, refused: 0, client_error: 0, server_error: 0, failed: 0 };
      for (const request of inSlot) counts[answerClass(request)] += 1;
      return { fromMs: fromMs + slot * slotMs, toMs: fromMs + (slot + 1) * slotMs, counts };
    });
}
