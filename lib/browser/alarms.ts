import type { Alarms } from "../services/ports.ts";
import { browser } from "./api.ts";

/** The one alarm; see PendingRenewals for what it is set to. */
export const RENEWAL_ALARM = "renewal";

export function createAlarms(): Alarms {
  return {
    async set(atMs) {
      if (atMs === undefined) {
        await browser.alarms.clear(RENEWAL_ALARM);
        return;
      }
      await browser.alarms.create(RENEWAL_ALARM, { when: atMs });
    },
  };
}
