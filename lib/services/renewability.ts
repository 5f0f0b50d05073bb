import { type GrantState, needsPerson } from "../domain/grant.ts";
import { isFresh, renewAtMs, spreadOf, usableUntilMs } from "../domain/lifetime.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import type { Store } from "../store/store.ts";

/** Whether the profile is renewed without being asked: it and the settings must both want that. */
export function renewsByItself(profile: Pick<OAuthProfile, "autoRenew">, store: Pick<Store, "settings">): boolean {
  return profile.autoRenew && store.settings.get().autoRenew;
}

/** Whether there is a token, and a way to another that needs no person. */
export function canRenewAlone(profile: OAuthProfile, state: GrantState | undefined): boolean {
  if (state?.token === undefined) return false;
  return state.token.hasRefreshToken || profile.grantType === "client_credentials" || profile.silentRenew;
}

/**
 * When a profile is renewed without being asked (milliseconds since the epoch), undefined for never.
 *
 * Only one that `renewsByItself`, and whose token is attached: for any other nobody notices before the next Copy, which renews by itself, and a
 * renewal behind the tester's back may end the very token that was copied. A token that can't be renewed without the
 * person has its turn when it may no longer be sent, so that the person is told.
 */
export function renewalMoment(
  profile: OAuthProfile,
  state: GrantState | undefined,
  isAttached: boolean,
  nowMs: number,
) {
  if (!isAttached || state?.token === undefined || needsPerson(state.failure)) return undefined;
  const { token, failure } = state;
  if (failure?.retryAtMs !== undefined) return failure.retryAtMs;
  const atMs = canRenewAlone(profile, state) ? renewAtMs(token, spreadOf(profile.seq)) : usableUntilMs(token);
  // A clock that was set back would put it off for as long.
  return atMs !== undefined && !isFresh(token, nowMs) ? Math.min(atMs, nowMs) : atMs;
}
