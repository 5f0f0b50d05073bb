import type { IdleWatch } from "../services/ports.ts";
import { browser } from "./api.ts";

/** Rings once a minute while the vault is to lock by itself. */
export const IDLE_ALARM = "idle";

/** The shortest time that Chromium looks at, seconds. */
const SHORTEST_SECONDS = 15;

/**
 * Asks instead of listening: `idle.onStateChanged` forgets its interval when Firefox ends the event page, and says
 * nothing of the hours in which the computer slept.
 */
export function createIdleWatch(): IdleWatch {
  return {
    query: (afterSeconds) => browser.idle.queryState(Math.max(SHORTEST_SECONDS, Math.round(afterSeconds))),
    async watch(on) {
      if (on) await browser.alarms.create(IDLE_ALARM, { periodInMinutes: 1 });
      else await browser.alarms.clear(IDLE_ALARM);
    },
  };
}
