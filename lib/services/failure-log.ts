import { type ErrorData, toErrorData } from "../domain/errors.ts";
import { isUncertain, needsPerson } from "../domain/grant.ts";
import { renewAtMs, spreadOf } from "../domain/lifetime.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import type { Store } from "../store/store.ts";
import { failureAfter } from "./failure.ts";
import type { Presence } from "./flights.ts";
import type { BrowserPorts } from "./ports.ts";
import { canRenewAlone, renewsByItself } from "./renewability.ts";

/** Writes down how attempts failed, and tells the person once when nothing more can be done without them. */
export interface FailureLog {
  /**
   * Never rejects: what can't be written must not hide what happened.
   *
   * @param what a `sign_in` that fails says nothing of the refresh token that is there: renewal goes on at its time
   */
  note(profile: OAuthProfile, error: unknown, presence: Presence, what?: "renewal" | "sign_in"): Promise<void>;
}

export function createFailureLog(store: Store, ports: Pick<BrowserPorts, "clock" | "notifier">): FailureLog {
  async function record(profile: OAuthProfile, error: ErrorData, presence: Presence, what: "renewal" | "sign_in") {
    const before = store.grants.get(profile.id);
    const repeats = renewsByItself(profile, store) && canRenewAlone(profile, before);
    const spread = spreadOf(profile.seq);
    const failed = failureAfter(before, error, { nowMs: ports.clock.now(), repeats, spread });
    if (what === "sign_in" && before !== undefined && isUncertain(before.failure)) {
      // What is said of the refresh token still holds, and is not to be forgotten for a window that was closed.
      await store.grants.fail(profile.id, before.failure);
      return;
    }
    const mayGoOn = what === "sign_in" && repeats && !needsPerson(before?.failure);
    const nextMs = mayGoOn && before?.token !== undefined ? renewAtMs(before.token, spread) : undefined;
    const failure = nextMs === undefined ? failed : { ...failed, retryAtMs: Math.max(nextMs, failed.retryAtMs ?? 0) };
    await store.grants.fail(profile.id, failure);
    const isNews = needsPerson(failure) && !needsPerson(before?.failure);
    if (presence === "background" && isNews && store.settings.get().notifications) {
      await ports.notifier.personNeeded({ id: profile.id, name: profile.name });
    }
  }

  async function note(profile: OAuthProfile, data: ErrorData, presence: Presence, what: "renewal" | "sign_in") {
    // Deleted meanwhile: there is nothing to say it of.
    if (store.profiles.get(profile.id) === undefined) return;
    const isQuiet = data.code === "authorization_canceled" || (data.code === "locked" && presence === "background");
    if (!isQuiet) return record(profile, data, presence, what);
    if (store.grants.get(profile.id)?.pending !== undefined) await store.grants.setPending(profile.id, undefined);
  }

  return {
    async note(profile, error, presence, what = "renewal") {
      await note(profile, toErrorData(error), presence, what).catch(() => undefined);
    },
  };
}
