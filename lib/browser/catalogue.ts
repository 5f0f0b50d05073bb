import type english from "../../public/_locales/en/messages.json";
import { browser } from "./api.ts";

/** A message of the catalogue in the browser's language, else in English. */
export function message(key: keyof typeof english, ...substitutions: string[]): string {
  return browser.i18n.getMessage(key, substitutions);
}

/** The catalogue for the pages, which know no browser API. It is there at once, before the first paint. */
export const catalogue = {
  getMessage: (key: string, substitutions: readonly string[]): string =>
    browser.i18n.getMessage(key, [...substitutions]),
  uiLanguage: browser.i18n.getUILanguage(),
};

/** What the copy of a profile is called; the second one is numbered 2. */
export function copyName(name: string, number: number): string {
  return number === 1 ? message("oauthsCopyName", name) : message("oauthsCopyNameNumbered", name, String(number));
}
