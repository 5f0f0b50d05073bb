import type { Alarms } from "../services/ports.ts";
import { answered } from "./answered.ts";
import { browser } from "./api.ts";

/** The one alarm; see renewal.ts for what it is set to. */
export const RENEWAL_ALARM = "renewal";

export function createAlarms(): Alarms {
  return {
    async set(atMs) {
      if (atMs === undefined) {
        await answered(browser.alarms.clear(RENEWAL_ALARM));
        return;
      }
      // Setting anew what is set would make Chrome put a near alarm off to 30 s from now.
      const current = await answered(browser.alarms.get(RENEWAL_ALARM));
      if (current?.scheduledTime !== atMs)
        await answered(Promise.resolve(browser.alarms.create(RENEWAL_ALARM, { when: atMs })));
    },
  };
}
