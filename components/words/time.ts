import { t, uiLanguage } from "./t.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A stretch of time in words, rounded down so that it never promises too much. Milliseconds in. */
export function durationWords(milliseconds: number): string {
  const left = Math.max(0, milliseconds);
  if (left < MINUTE) return t("timeSeconds", Math.max(1, Math.floor(left / SECOND)));
  if (left < HOUR) return t("timeMinutes", Math.floor(left / MINUTE));
  if (left < DAY) return twoUnits(left, HOUR, "timeHours", MINUTE, "timeMinutes");
  return twoUnits(left, DAY, "timeDays", HOUR, "timeHours");
}

/** The time until something that the person waits for, rounded up: five minutes just begun are five. Milliseconds in. */
export function remainingWords(milliseconds: number): string {
  const unit = milliseconds > MINUTE ? MINUTE : SECOND;
  return durationWords(Math.ceil(milliseconds / unit) * unit);
}

/** How long an exchange took: a request's milliseconds, but a person's sign-in in larger units. Milliseconds in. */
export function elapsedWords(milliseconds: number): string {
  return milliseconds < 10 * SECOND ? t("timeMilliseconds", Math.round(milliseconds)) : durationWords(milliseconds);
}

type Unit = "timeMinutes" | "timeHours" | "timeDays";

function twoUnits(left: number, big: number, bigUnit: Unit, small: number, smallUnit: Unit): string {
  const rest = Math.floor((left % big) / small);
  const whole = t(bigUnit, Math.floor(left / big));
  return rest === 0 ? whole : `${whole} ${t(smallUnit, rest)}`;
}

/** A moment as the person's own clock shows it. Milliseconds since the epoch in. */
export function clockWords(atMs: number): string {
  return new Date(atMs).toLocaleTimeString(uiLanguage(), { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

/** A moment with its day. Milliseconds since the epoch in. */
export function dateTimeWords(atMs: number): string {
  return new Date(atMs).toLocaleString(uiLanguage(), { dateStyle: "medium", timeStyle: "medium" });
}
