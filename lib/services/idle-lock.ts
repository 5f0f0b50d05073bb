import { limitSettings } from "../domain/limits.ts";
import type { Store } from "../store/store.ts";
import type { Managed } from "./managed.ts";
import type { BrowserPorts } from "./ports.ts";
import type { VaultKeeper } from "./vault.ts";

/** Locks the vault when nobody has been at the computer for as long as the settings say. */
export interface IdleLock {
  /** Looks now; once a minute, when the worker starts, and before it renews. */
  check(): Promise<void>;
  /** Looks from now on, or no longer, as vault and settings want it; after every change of either. */
  follow(): Promise<void>;
}

/** When somebody was last seen at the computer, milliseconds since the epoch. */
const SEEN_AT = "vault.activeAtMs";
/** A look may come so much late without the computer having slept. */
const SLACK_MS = 2 * 60_000;

type IdlePorts = Pick<BrowserPorts, "clock" | "idle" | "session">;

export function createIdleLock(
  store: Store,
  vault: VaultKeeper,
  managed: Pick<Managed, "limits">,
  ports: IdlePorts,
): IdleLock {
  const { clock, idle, session } = ports;
  let watching: boolean | undefined;

  /** Undefined when there is nothing to lock, or never by itself. */
  function limitMs(): number | undefined {
    const { idleLockMinutes } = limitSettings(store.settings.get(), managed.limits());
    return store.vault.state() === "unlocked" && idleLockMinutes !== null ? idleLockMinutes * 60_000 : undefined;
  }

  return {
    async check() {
      const limit = limitMs();
      if (limit === undefined) return;
      const state = await idle.query(limit / 1_000);
      const unseenMs = clock.now() - Number((await session.get(SEEN_AT)) ?? clock.now());
      // Nobody looked for longer than the limit: the computer was asleep, and whoever woke it is active now.
      const slept = unseenMs >= limit + SLACK_MS;
      if (state === "idle" || slept || (state === "locked" && unseenMs >= limit)) await vault.lock();
      else if (state === "active") await session.set(SEEN_AT, String(clock.now()));
    },
    async follow() {
      const wanted = limitMs() !== undefined;
      if (wanted === watching) return;
      // A worker that has just started knows better only where none before it has looked.
      const isKnown = watching === undefined && (await session.get(SEEN_AT)) !== undefined;
      watching = wanted;
      if (!wanted) await session.remove(SEEN_AT);
      else if (!isKnown) await session.set(SEEN_AT, String(clock.now()));
      await idle.watch(wanted);
    },
  };
}
