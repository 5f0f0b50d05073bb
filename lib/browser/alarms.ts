import type { Alarms } from "../services/ports.ts";
import { answered } from "./answered.ts";
import { browser } from "./api.ts";

/** See renewal.ts for what it is set to. */
export const RENEWAL_ALARM = "renewal";
/** Rings when the clipboard is to be cleared. */
export const CLIPBOARD_ALARM = "clipboard";

/** The one alarm of this name. */
export function createAlarms(name: string): Alarms {
  return {
    async set(atMs) {
      if (atMs === undefined) {
        await answered(browser.alarms.clear(name));
        return;
      }
      // Setting anew what is set would make Chrome put a near alarm off to 30 s from now.
      const current = await answered(browser.alarms.get(name));
      if (current?.scheduledTime !== atMs) await answered(Promise.resolve(browser.alarms.create(name, { when: atMs })));
    },
  };
}
