import { AppError, toErrorData } from "../domain/errors.ts";
import type { PendingStep } from "../domain/grant.ts";
import { isEmpty, missingPermissions, profilePermissions } from "../domain/permissions.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import { type TokenSet, isFresh, renewAtMs } from "../domain/token-set.ts";
import type { Store } from "../store/store.ts";
import type { Attacher } from "./attach.ts";
import { failureAfter } from "./failure.ts";
import type { GrantRunner } from "./grant-runner.ts";
import type { BrowserPorts } from "./ports.ts";

/** Whether the person is there to sign in. */
export type Presence = "interactive" | "background";

export interface Acquirer {
  /** A token that is fresh now: the stored one, else by refresh, else by the grant. One in flight per profile. */
  acquire(profileId: string, presence: Presence): Promise<TokenSet>;
  /** A new token though the stored one may be fresh: by refresh where `mayRefresh` and there is one, else the grant. */
  renew(profileId: string, presence: Presence, mayRefresh: boolean): Promise<TokenSet>;
  /** Ends what is in flight for the profile, an open window included. What was stored stays. */
  cancel(profileId: string): Promise<void>;
  isInFlight(profileId: string): boolean;
}

interface Flight {
  readonly result: Promise<TokenSet>;
  readonly controller: AbortController;
}

type AcquirePorts = Pick<BrowserPorts, "clock" | "permissions" | "announceChange">;

export function createAcquirer(store: Store, runner: GrantRunner, attacher: Attacher, ports: AcquirePorts): Acquirer {
  const flights = new Map<string, Flight>();

  /** Joins what is under way, whoever began it: two refreshes at once would present one refresh token twice. */
  function join(profileId: string, run: (profile: OAuthProfile, signal: AbortSignal) => Promise<TokenSet>) {
    const inFlight = flights.get(profileId);
    if (inFlight !== undefined) return inFlight.result;
    const profile = store.profiles.expect(profileId);
    const controller = new AbortController();
    const result = settle(profile, run(profile, controller.signal)).finally(() => flights.delete(profileId));
    flights.set(profileId, { result, controller });
    return result;
  }

  /** Every outcome ends in the same way: written, then attached, then told. */
  async function settle(profile: OAuthProfile, attempt: Promise<TokenSet>): Promise<TokenSet> {
    try {
      return await attempt;
    } catch (error) {
      await recordFailure(profile, error);
      throw error;
    } finally {
      await attacher.reconcile();
      ports.announceChange();
    }
  }

  async function recordFailure(profile: OAuthProfile, error: unknown): Promise<void> {
    const state = store.grants.get(profile.id);
    const data = toErrorData(error);
    // Deleted meanwhile, or never begun: nothing to say of it.
    if (store.profiles.get(profile.id) === undefined || data.code === "locked") return;
    if (data.code === "authorization_canceled") await store.grants.setPending(profile.id, undefined);
    else await store.grants.fail(profile.id, failureAfter(state, data, ports.clock.now()));
  }

  async function step(profile: OAuthProfile, pending: PendingStep): Promise<void> {
    await store.grants.setPending(profile.id, pending);
    ports.announceChange();
  }

  async function assertPermitted(profile: OAuthProfile): Promise<void> {
    const missing = missingPermissions(profilePermissions(profile), await ports.permissions.granted());
    if (!isEmpty(missing)) throw new AppError("permission_missing", { host: missing.origins.join(", ") });
  }

  async function run(
    profile: OAuthProfile,
    how: { readonly mayRefresh: boolean; readonly presence: Presence },
    signal: AbortSignal,
  ): Promise<TokenSet> {
    await assertPermitted(profile);
    const previous = how.mayRefresh ? await store.grants.tokenSet(profile.id) : undefined;
    const canRefresh = previous?.refreshToken !== undefined && runner.isFromSameServer(profile, previous);
    if (previous !== undefined && canRefresh) {
      try {
        return await runner.refresh(profile, previous, (pending) => step(profile, pending), signal);
      } catch (error) {
        // The server knows this refresh token no more: only then is the grant itself the next thing to try.
        if (!isGrantGone(error) || (how.presence === "background" && profile.grantType !== "client_credentials")) {
          throw error;
        }
      }
    }
    if (profile.grantType === "authorization_code" && how.presence === "background") {
      throw new AppError("needs_authorization");
    }
    return runner.grant(profile, (pending) => step(profile, pending), signal);
  }

  return {
    async acquire(profileId, presence) {
      const token = store.grants.get(profileId)?.token;
      const nowMs = ports.clock.now();
      const isDue = token === undefined || !isFresh(token, nowMs) || nowMs >= (renewAtMs(token) ?? Infinity);
      const profile = store.profiles.expect(profileId);
      const isRenewable = token?.hasRefreshToken === true || profile.grantType === "client_credentials";
      if (token !== undefined && isFresh(token, nowMs) && (!isDue || !isRenewable)) {
        const stored = await store.grants.tokenSet(profileId);
        if (stored !== undefined) return stored;
      }
      return join(profileId, (at, signal) => run(at, { mayRefresh: true, presence }, signal));
    },
    renew: (profileId, presence, mayRefresh) =>
      join(profileId, (profile, signal) => run(profile, { mayRefresh, presence }, signal)),
    async cancel(profileId) {
      const flight = flights.get(profileId);
      flight?.controller.abort();
      await flight?.result.catch(() => undefined);
      const pending = store.grants.get(profileId)?.pending;
      if (flight === undefined && pending !== undefined) {
        await store.grants.setPending(profileId, undefined);
        ports.announceChange();
      }
    },
    isInFlight: (profileId) => flights.has(profileId),
  };
}

function isGrantGone(error: unknown): boolean {
  return error instanceof AppError && error.code === "token_refused" && error.details.error === "invalid_grant";
}
