import { usableFromMs, usableUntilMs } from "../domain/lifetime.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import type { Store } from "../store/store.ts";
import type { Acquirer } from "./acquire.ts";
import type { Attacher } from "./attach.ts";
import { createCoalesced, createLimiter } from "./in-turn.ts";
import type { BrowserPorts } from "./ports.ts";
import { renewalMoment, renewsByItself } from "./renewability.ts";
import { attachedProfileIds, endTestModes, testModeMoments } from "./sending.ts";
import { purgeDeleted } from "./undo.ts";

/**
 * Chrome wakes a worker for an alarm no sooner than this, milliseconds. What is to happen before is met by a timer, and
 * the worker keeps itself awake for it: it would otherwise be ended 30 s after its last call to the browser.
 */
const SHORTEST_ALARM_MS = 30_000;
const AWAKE_BEAT_MS = 15_000;

/** How many profiles are renewed at once. */
const MOST_AT_ONCE = 6;

/** After a failure that could not even be written down, milliseconds. */
const UNRECORDED_PAUSE_MS = 5_000;

export interface Renewal {
  /**
   * Takes the rules of what may no longer be sent away, ends test modes, renews what is due, and sets the alarm for what
   * comes next.
   * Resolves when everything that was due has its outcome.
   */
  run(): Promise<void>;
  /** Sets timer and alarm anew; after every change of a token, a profile, a host, a failure, or the vault. */
  schedule(): Promise<void>;
  /** A permission came: what has failed for want of it may be tried again. */
  permissionsChanged(): Promise<void>;
}

type RenewalPorts = Pick<BrowserPorts, "clock" | "alarms" | "announceChange">;

export function createRenewal(store: Store, acquirer: Acquirer, attacher: Attacher, ports: RenewalPorts): Renewal {
  const limited = createLimiter(MOST_AT_ONCE);
  const queued = new Set<string>();
  const notBefore = new Map<string, number>();
  let stopTimer: (() => void) | undefined;

  /** When a profile has its turn. None has while the vault is locked: what came could not be kept. */
  function turn(profile: OAuthProfile, attached: ReadonlySet<string>): number | undefined {
    if (store.vault.state() === "locked" || queued.has(profile.id) || acquirer.isInFlight(profile.id)) return undefined;
    if (!renewsByItself(profile, store)) return undefined;
    const moment = renewalMoment(profile, store.grants.get(profile.id), attached.has(profile.id), ports.clock.now());
    return moment === undefined ? undefined : Math.max(moment, notBefore.get(profile.id) ?? 0);
  }

  function isDue(profile: OAuthProfile, attached = attachedProfileIds(store, ports.clock.now())): boolean {
    return (turn(profile, attached) ?? Infinity) <= ports.clock.now();
  }

  async function renew(profile: OAuthProfile): Promise<void> {
    queued.add(profile.id);
    await limited(async () => {
      queued.delete(profile.id);
      // Renewed by somebody else while it waited, switched off, or deleted.
      const current = store.profiles.get(profile.id);
      if (current === undefined || !isDue(current)) return;
      try {
        await acquirer.renew(profile.id, "background", true);
        notBefore.delete(profile.id);
      } catch {
        // The failure is on record; this is for one that could not be.
        notBefore.set(profile.id, ports.clock.now() + UNRECORDED_PAUSE_MS);
      }
    });
  }

  async function run(): Promise<void> {
    // By their time they are over already; nothing waits for the record of it.
    endTestModes(store, ports.clock.now()).catch(() => undefined);
    const attached = attachedProfileIds(store, ports.clock.now());
    const due = store.profiles.all().filter((profile) => isDue(profile, attached));
    const renewals = due.map(renew);
    // First of all: a rule the browser refuses to change is tried again at the next turn.
    await attacher.reconcile().catch(() => undefined);
    await purgeDeleted(store, ports.clock).catch(() => undefined);
    ports.announceChange();
    await Promise.all(renewals);
    await schedule();
  }

  function nextMoment(nowMs: number): number {
    const attached = attachedProfileIds(store, nowMs);
    const moments = store.profiles.all().flatMap((profile) => {
      const token = store.grants.get(profile.id)?.token;
      // When its rule comes and goes: the first only where the clock was set back.
      const rules = token !== undefined && attached.has(profile.id) ? [usableFromMs(token), usableUntilMs(token)] : [];
      return [turn(profile, attached), ...rules.filter((moment) => moment !== undefined && moment > nowMs)];
    });
    // The attacher itself tries again, as long as this worker lives.
    if (attacher.isBehind()) moments.push(nowMs + SHORTEST_ALARM_MS);
    const ofTests = testModeMoments(store, nowMs).filter((moment) => moment > nowMs);
    // What could not be purged at its time is tried at the next turn.
    const purges = store.deleted.all().flatMap(({ untilMs }) => (untilMs > nowMs ? [untilMs] : []));
    return Math.min(...moments.filter((moment) => moment !== undefined), ...ofTests, ...purges);
  }

  const schedule = createCoalesced(async () => {
    const nowMs = ports.clock.now();
    const next = nextMoment(nowMs);
    stopTimer?.();
    stopTimer = undefined;
    if (next - nowMs < SHORTEST_ALARM_MS) {
      const delayMs = Math.max(0, next - nowMs);
      const tick = delayMs > AWAKE_BEAT_MS ? schedule : run;
      // The alarm is the net below: it wakes the next worker should this one die.
      stopTimer = ports.clock.after(Math.min(delayMs, AWAKE_BEAT_MS), () => void tick().catch(() => undefined));
    }
    await ports.alarms.set(next === Infinity ? undefined : next);
  });

  return {
    run,
    schedule,
    async permissionsChanged() {
      for (const { profileId, failure, token } of store.grants.all()) {
        if (token === undefined || failure?.error.code !== "permission_missing") continue;
        notBefore.delete(profileId);
        await store.grants.fail(profileId, { ...failure, retryAtMs: ports.clock.now() });
      }
    },
  };
}
