import type { OAuthProfile } from "../domain/profile.ts";
import type { ExpirySource } from "../domain/token-set.ts";
import { getJwtClaims } from "./jwt.ts";

export interface Expiry {
  /** Milliseconds since the epoch; undefined when nobody said. */
  readonly expiresAtMs: number | undefined;
  readonly expirySource: ExpirySource;
}

/** Ten years, in seconds. What is said to live longer is taken to live as long. */
const MAX_LIFETIME = 315_360_000;

/**
 * When a token expires: by the reply's `expires_in`, else the token's own `exp`, else the profile's lifetime.
 *
 * Counted from when the request was sent, because the server's clock started no earlier. Zero and negative lifetimes
 * count as not given: a token that is born dead is of no use, and some servers say so of one that never expires.
 *
 * @param expiresIn the member as it came: a number, a numeric string, or anything
 * @param sentAtMs milliseconds since the epoch
 */
export function tokenExpiry(
  profile: Pick<OAuthProfile, "expiresInUnit" | "lifetimeSeconds">,
  expiresIn: unknown,
  token: string,
  sentAtMs: number,
): Expiry {
  const given = getPositive(expiresIn);
  if (given !== undefined) {
    return after(sentAtMs, profile.expiresInUnit === "milliseconds" ? given / 1000 : given, "reply");
  }
  const expiresAt = getPositive(getJwtClaims(token)?.["exp"]);
  if (expiresAt !== undefined) {
    const latestMs = sentAtMs + MAX_LIFETIME * 1000;
    return { expiresAtMs: Math.min(Math.floor(expiresAt * 1000), latestMs), expirySource: "jwt" };
  }
  if (profile.lifetimeSeconds !== null) return after(sentAtMs, profile.lifetimeSeconds, "profile");
  return { expiresAtMs: undefined, expirySource: "unknown" };
}

function after(sentAtMs: number, lifetimeSeconds: number, expirySource: ExpirySource): Expiry {
  return { expiresAtMs: sentAtMs + Math.floor(Math.min(lifetimeSeconds, MAX_LIFETIME) * 1000), expirySource };
}

function getPositive(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\s*\d+(?:\.\d+)?\s*$/u.test(value) ? Number(value) : value;
  return typeof number === "number" && number > 0 ? number : undefined;
}
