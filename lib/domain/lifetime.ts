import type { TokenSet } from "./token-set.ts";

/** What is known of a token's time: when its request was sent and when it ends, milliseconds since the epoch. */
export type Lifetime = Pick<TokenSet, "obtainedAtMs" | "expiresAtMs">;

/** Servers count in whole seconds, so that up to one may be missing; the rest is for a busy worker and the way there. */
const SMALLEST_MARGIN_MS = 2_000;
const LARGEST_MARGIN_MS = 10_000;
const SMALLEST_LEAD_MS = 1_000;
const LARGEST_LEAD_MS = 60_000;
/** No token is renewed sooner than this after it came, however short it lives: a server is not to be hammered. */
const SHORTEST_PAUSE_MS = 1_000;
/** How far the clock may be found behind a token's beginning before it is taken to have been set back. */
const CLOCK_TOLERANCE_MS = 1_000;

/**
 * Until when the token may be sent (milliseconds since the epoch): a twentieth of its lifetime before it expires, at
 * least two seconds and at most ten, and never more than half of it. A token of five seconds is sent for three, one of
 * an hour for all but ten seconds. Undefined when nobody said when it expires.
 */
export function usableUntilMs(token: Lifetime): number | undefined {
  if (token.expiresAtMs === undefined) return undefined;
  const lifetimeMs = Math.max(0, token.expiresAtMs - token.obtainedAtMs);
  const marginMs = clamp(lifetimeMs / 20, SMALLEST_MARGIN_MS, LARGEST_MARGIN_MS);
  return token.expiresAtMs - Math.min(marginMs, lifetimeMs / 2);
}

/**
 * Whether the token may still be sent at `nowMs` (milliseconds since the epoch). An unknown expiry counts as fresh. A
 * clock that stands before the token's beginning has been set back and says nothing: not fresh then.
 */
export function isFresh(token: Lifetime, nowMs: number): boolean {
  if (token.expiresAtMs === undefined) return true;
  return nowMs >= token.obtainedAtMs - CLOCK_TOLERANCE_MS && nowMs < (usableUntilMs(token) ?? Infinity);
}

/** When a token whose beginning is still to come, because the clock was set back, may be sent again. */
export function usableFromMs(token: Lifetime): number | undefined {
  return token.expiresAtMs === undefined ? undefined : token.obtainedAtMs - CLOCK_TOLERANCE_MS;
}

/**
 * When to renew, milliseconds since the epoch: a tenth of the lifetime, at least a second and at most a minute, before
 * the token may no longer be sent. Undefined when nobody said when it expires, and for a token that came expired:
 * renewing would bring another such.
 *
 * @param spread 0 to 1, the same for one profile at all times: up to half of the lead earlier, so that profiles whose
 *   tokens expire together do not renew together
 */
export function renewAtMs(token: Lifetime, spread = 0): number | undefined {
  const untilMs = usableUntilMs(token);
  if (token.expiresAtMs === undefined || untilMs === undefined) return undefined;
  const lifetimeMs = token.expiresAtMs - token.obtainedAtMs;
  if (lifetimeMs <= 0) return undefined;
  const leadMs = Math.min(clamp(lifetimeMs / 10, SMALLEST_LEAD_MS, LARGEST_LEAD_MS), lifetimeMs / 4);
  return Math.max(untilMs - leadMs * (1 + spread / 2), token.obtainedAtMs + SHORTEST_PAUSE_MS);
}

/** Whether it is time to renew. */
export function isDue(token: Lifetime, nowMs: number, spread = 0): boolean {
  const atMs = renewAtMs(token, spread);
  return atMs !== undefined && (nowMs >= atMs || !isFresh(token, nowMs));
}

/** A profile's place between 0 and 1; multiples of the golden ratio lie as far apart as can be. */
export function spreadOf(seq: number): number {
  return (seq * 0.618_033_988_749_895) % 1;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
