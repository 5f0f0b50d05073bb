import { t, tCount } from "./t.ts";

/** Offered idle times, minutes. */
export const idleWaits = [1, 5, 15, 30, 60, 240] as const;

/** Characters; the worker refuses shorter ones. */
export const SHORTEST_PASSPHRASE = 8;

/** An idle time, in hours where it is whole ones. */
export function idleWaitWords(minutes: number): string {
  return minutes % 60 === 0 ? tCount("vaultAfterHours", minutes / 60) : t("vaultAfterMinutes", minutes);
}
