const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A stretch of time in words, rounded down so that it never promises too much. Milliseconds in. */
export function durationWords(milliseconds: number): string {
  const left = Math.max(0, milliseconds);
  if (left < MINUTE) return `${Math.max(1, Math.floor(left / SECOND))} s`;
  if (left < HOUR) return `${Math.floor(left / MINUTE)} min`;
  if (left < DAY) return twoUnits(left, HOUR, "h", MINUTE, "min");
  return twoUnits(left, DAY, "d", HOUR, "h");
}

function twoUnits(left: number, big: number, bigWord: string, small: number, smallWord: string): string {
  const rest = Math.floor((left % big) / small);
  const whole = `${Math.floor(left / big)} ${bigWord}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallWord}`;
}

/** A moment as the person's own clock shows it. Milliseconds since the epoch in. */
export function clockWords(atMs: number): string {
  return new Date(atMs).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

/** A moment with its day. Milliseconds since the epoch in. */
export function dateTimeWords(atMs: number): string {
  return new Date(atMs).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
}
