import type { ConflictChoice } from "../../lib/domain/backup-merge.ts";
import type { SendIn } from "../../lib/domain/parameter-groups.ts";
import type { ClientAuthentication, OriginMode, PkceMethod } from "../../lib/domain/profile.ts";
import type { Settings } from "../../lib/domain/settings.ts";
import { type PlainKey, t } from "./t.ts";
import { idleWaitWords } from "./vault.ts";

/** Values of a select, each with its words' key. */
type Choices<Value extends string> = readonly (readonly [value: Value, words: PlainKey])[];

export const conflictChoices: Choices<ConflictChoice> = [
  ["keep", "backupKeepMine"],
  ["replace", "backupReplaceMine"],
  ["both", "backupKeepBoth"],
];

export const grantTypes = ["authorization_code", "client_credentials"] as const;

export const clientAuthentications: Choices<ClientAuthentication> = [
  ["basic", "formAuthenticationBasic"],
  ["basic_raw", "formAuthenticationBasicRaw"],
  ["body", "formAuthenticationBody"],
  ["none", "formAuthenticationNone"],
];

export const pkceMethods: Choices<PkceMethod> = [
  ["S256", "formPkceS256"],
  ["plain", "formPkcePlain"],
  ["off", "formPkceOff"],
];

export const originModes: Choices<OriginMode> = [
  ["remove", "formOriginRemove"],
  ["keep", "formOriginKeep"],
  ["custom", "formOriginCustom"],
];

export const tokenRequestMethods: Choices<"POST" | "GET"> = [
  ["POST", "formMethodPost"],
  ["GET", "formMethodGet"],
];

export const tokenRequestFormats: Choices<"form" | "json"> = [
  ["form", "formFormatForm"],
  ["json", "formFormatJson"],
];

export const scopeDelimiters: Choices<"space" | "comma" | "plus"> = [
  ["space", "formDelimiterSpace"],
  ["comma", "formDelimiterComma"],
  ["plus", "formDelimiterPlus"],
];

export const expiresInUnits: Choices<"seconds" | "milliseconds"> = [
  ["seconds", "formUnitSeconds"],
  ["milliseconds", "formUnitMilliseconds"],
];

export const placements: Choices<SendIn> = [
  ["query", "formInQuery"],
  ["body", "formInBody"],
  ["header", "formInHeader"],
];

export const themes: Choices<Settings["theme"]> = [
  ["system", "settingsThemeSystem"],
  ["light", "settingsThemeLight"],
  ["dark", "settingsThemeDark"],
];

/** The choices in words. */
export function choiceWords<Value extends string>(choices: Choices<Value>): (readonly [value: Value, text: string])[] {
  return choices.map(([value, key]) => [value, t(key)] as const);
}

/** Offered times until the clipboard is cleared, seconds and null for never; also one that came from elsewhere. */
export function clearingTimes(current: number | null): readonly (number | null)[] {
  const seconds = new Set([30, 60, 300]);
  if (current !== null) seconds.add(current);
  return [null, ...[...seconds].toSorted((a, b) => a - b)];
}

export function clearingWords(seconds: number | null): string {
  if (seconds === null) return t("settingsNever");
  return seconds % 60 === 0 ? idleWaitWords(seconds / 60) : t("settingsClearSeconds", seconds);
}
