import { AppError } from "../domain/errors.ts";
import { type GrantState, isUncertain, needsPerson } from "../domain/grant.ts";
import { isDue, isFresh, spreadOf } from "../domain/lifetime.ts";
import { isEmpty } from "../domain/permission-set.ts";
import { missingPermissions, profilePermissions } from "../domain/permissions.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import { isFromSameServer, type TokenSet } from "../domain/token-set.ts";
import type { Store } from "../store/store.ts";
import type { Attacher } from "./attach.ts";
import { asNeedsAuthorization, isGrantGone, isPersonWanted, isReplyLost } from "./failure.ts";
import type { FailureLog } from "./failure-log.ts";
import { type Presence, createFlights } from "./flights.ts";
import type { Attempt, GrantRunner } from "./grant-runner.ts";
import type { BrowserPorts } from "./ports.ts";
import { canRenewAlone, renewsByItself } from "./renewability.ts";
import type { TokenSaver } from "./token-saver.ts";

export interface Acquirer {
  /**
   * A token that is fresh now: the stored one, else by refresh, else by the grant. One in flight per profile. Rejects
   * with the last failure while the outcome of a renewal is unknown: only `renew` takes that risk.
   */
  acquire(profileId: string, presence: Presence): Promise<TokenSet>;
  /** A new token though the stored one may be fresh: by refresh where `mayRefresh` and there is one, else the grant. */
  renew(profileId: string, presence: Presence, mayRefresh: boolean): Promise<TokenSet>;
  /** Ends an authorization in flight, an open window included. A refresh is left to finish: its reply would be lost. */
  cancel(profileId: string): Promise<void>;
  /** Ends whatever is in flight, because what it would bring is to be forgotten. */
  abandon(profileId: string): Promise<void>;
  /** Runs a task of the profile's while nothing else is under way for it. */
  alone<T>(profileId: string, task: () => Promise<T>): Promise<T>;
  isInFlight(profileId: string, presence?: Presence): boolean;
}

interface Parts {
  readonly store: Store;
  readonly runner: GrantRunner;
  readonly attacher: Attacher;
  readonly saver: TokenSaver;
  readonly failures: FailureLog;
  readonly ports: Pick<BrowserPorts, "clock" | "permissions" | "announceChange">;
}

export function createAcquirer({ store, runner, attacher, saver, failures, ports }: Parts): Acquirer {
  const flights = createFlights(ports.clock, () => ports.announceChange());

  /** Every outcome ends in the same way: written, then attached, then told, by the flight's end. */
  function renew(profileId: string, presence: Presence, mayRefresh: boolean): Promise<TokenSet> {
    return flights.join(profileId, presence, async (signal) => {
      const profile = store.profiles.expect(profileId);
      const attempt: Attempt = { profile, presence, signal, onStep: ports.announceChange };
      let what: "renewal" | "sign_in" = "renewal";
      try {
        return await run(attempt, mayRefresh, () => {
          what = "sign_in";
        });
      } catch (error) {
        await failures.note(profile, error, presence, what);
        throw error;
      } finally {
        // The rules have their own ways to be put right; the token is there or not in any case.
        await attacher.reconcile().catch(() => undefined);
      }
    });
  }

  async function run(attempt: Attempt, mayRefresh: boolean, onSignIn: () => void): Promise<TokenSet> {
    const { profile, signal, presence } = attempt;
    const rescued = await saver.saveHeld(profile.id, signal);
    if (rescued !== undefined && isFresh(rescued, ports.clock.now())) return rescued;
    await assertPermitted(profile);
    const refreshed = mayRefresh ? await refresh(attempt) : undefined;
    if (refreshed !== undefined && !(refreshed instanceof AppError)) return refreshed;
    if (presence === "background") return grantAlone(attempt, refreshed);
    if (profile.grantType === "authorization_code") onSignIn();
    return runner.grant(attempt);
  }

  /** The new token set; or why the refresh token is gone; or undefined where there is none to present. */
  async function refresh(attempt: Attempt): Promise<TokenSet | AppError | undefined> {
    const { profile } = attempt;
    const previous = await previousSet(attempt);
    if (previous?.refreshToken === undefined || !isFromSameServer(profile, previous)) return undefined;
    try {
      return await runner.refresh(attempt, previous);
    } catch (error) {
      if (isGrantGone(error)) {
        await runner.dropRefreshToken(attempt, previous);
        return error;
      }
      const rotates = store.grants.get(profile.id)?.token?.refreshTokenRotates;
      if (!isReplyLost(error) || rotates === false) throw error;
      throw new AppError("renewal_unknown", error.details, { cause: error });
    }
  }

  async function previousSet({ profile, presence }: Attempt): Promise<TokenSet | undefined> {
    try {
      return await store.grants.tokenSet(profile.id);
    } catch (error) {
      // With the person there, a new grant mends what can't be read.
      if (presence === "background" || (error instanceof AppError && error.code === "locked")) throw error;
      return undefined;
    }
  }

  async function grantAlone(attempt: Attempt, gone: AppError | undefined): Promise<TokenSet> {
    const { grantType, silentRenew } = attempt.profile;
    if (grantType === "client_credentials") return runner.grant(attempt);
    if (!silentRenew) throw gone === undefined ? new AppError("needs_authorization") : asNeedsAuthorization(gone);
    try {
      return await runner.grant(attempt);
    } catch (error) {
      throw isPersonWanted(error) ? asNeedsAuthorization(error) : error;
    }
  }

  async function assertPermitted(profile: OAuthProfile): Promise<void> {
    const missing = missingPermissions(profilePermissions(profile), await ports.permissions.granted());
    if (!isEmpty(missing)) throw new AppError("permission_missing", { host: missing.origins.join(", ") });
  }

  return {
    async acquire(profileId, presence) {
      const profile = store.profiles.expect(profileId);
      const state = store.grants.get(profileId);
      const nowMs = ports.clock.now();
      if (state?.token !== undefined && isFresh(state.token, nowMs)) {
        const mayBeNewer = renewsByItself(profile, store) && shouldRenewFirst(profile, state, nowMs);
        if (mayBeNewer) await renew(profileId, "background", true).catch(() => undefined);
        const stored = await store.grants.tokenSet(profileId);
        if (stored !== undefined && isFresh(stored, ports.clock.now())) return stored;
      }
      const failure = store.grants.get(profileId)?.failure;
      if (isUncertain(failure)) throw new AppError(failure.error.code, failure.error);
      return renew(profileId, presence, true);
    },
    renew,
    async cancel(profileId) {
      const kind = store.grants.get(profileId)?.pending?.kind;
      if (kind === "refresh" && flights.isUnderWay(profileId)) return;
      if (await flights.abort(profileId)) return;
      if (kind !== undefined) await store.grants.setPending(profileId, undefined);
      ports.announceChange();
    },
    async abandon(profileId) {
      saver.drop(profileId);
      await flights.abort(profileId);
      saver.drop(profileId);
    },
    alone: (profileId, task) => flights.alone(profileId, task),
    isInFlight: (profileId, presence) => flights.isUnderWay(profileId, presence),
  };
}

/** Whether a token that can still be used is better renewed first. */
function shouldRenewFirst(profile: OAuthProfile, state: GrantState, nowMs: number): boolean {
  if (state.token === undefined || !canRenewAlone(profile, state)) return false;
  if (needsPerson(state.failure) || (state.failure?.retryAtMs ?? 0) > nowMs) return false;
  return isDue(state.token, nowMs, spreadOf(profile.seq));
}
