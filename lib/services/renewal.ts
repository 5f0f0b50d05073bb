import { renewAtMs } from "../domain/token-set.ts";
import type { GrantState } from "../domain/grant.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import type { Store } from "../store/store.ts";
import type { Acquirer } from "./acquire.ts";
import type { Attacher } from "./attach.ts";
import type { BrowserPorts } from "./ports.ts";

/** Chrome wakes a worker for an alarm no sooner than this; a nearer moment is met by a timer while the worker lives. */
const SHORTEST_ALARM_MS = 30_000;

export interface Renewal {
  /** Renews what is due, takes the rules of what has expired away, and sets the alarm for what comes next. */
  run(): Promise<void>;
  /** Sets the alarm anew; after every change of a token, a profile, or a failure. */
  schedule(): Promise<void>;
}

type RenewalPorts = Pick<BrowserPorts, "clock" | "alarms" | "announceChange">;

export function createRenewal(store: Store, acquirer: Acquirer, attacher: Attacher, ports: RenewalPorts): Renewal {
  let stopTimer: (() => void) | undefined;

  async function run(): Promise<void> {
    const nowMs = ports.clock.now();
    const due = store.profiles.all().filter((profile) => {
      const state = store.grants.get(profile.id);
      return isRenewedByItself(profile, state) && (renewalMoment(state) ?? Infinity) <= nowMs;
    });
    // Failures are on record; one profile's must not keep the others from theirs.
    await Promise.allSettled(due.map((profile) => acquirer.renew(profile.id, "background", true)));
    await attacher.reconcile();
    ports.announceChange();
    await schedule();
  }

  async function schedule(): Promise<void> {
    const nowMs = ports.clock.now();
    const next = Math.min(...store.profiles.all().flatMap((profile) => moments(profile, store.grants.get(profile.id), nowMs)));
    stopTimer?.();
    stopTimer = undefined;
    if (next === Infinity) {
      await ports.alarms.set(undefined);
      return;
    }
    if (next - nowMs < SHORTEST_ALARM_MS) stopTimer = ports.clock.after(Math.max(0, next - nowMs), () => void run());
    await ports.alarms.set(next);
  }

  return { run, schedule };
}

/** When something is to be done for a profile: a renewal, and the end of its token, whichever is still to come. */
function moments(profile: OAuthProfile, state: GrantState | undefined, nowMs: number): number[] {
  const renewal = isRenewedByItself(profile, state) ? renewalMoment(state) : undefined;
  const expiry = state?.token?.expiresAtMs;
  return [
    ...(renewal === undefined ? [] : [renewal]),
    ...(expiry !== undefined && expiry > nowMs ? [expiry] : []),
  ];
}

/** Only a grant that needs no person, and only while nothing says that a person is needed. */
function isRenewedByItself(profile: OAuthProfile, state: GrantState | undefined): boolean {
  if (!profile.autoRenew || state?.token === undefined || state.pending !== undefined) return false;
  if (state.failure !== undefined && state.failure.retryAtMs === undefined) return false;
  return state.token.hasRefreshToken || profile.grantType === "client_credentials";
}

function renewalMoment(state: GrantState | undefined): number | undefined {
  return state?.failure?.retryAtMs ?? (state?.token === undefined ? undefined : renewAtMs(state.token));
}

