import type english from "../../public/_locales/en/messages.json";

type Messages = typeof english;

/** A key of the catalogue, a `messages.json` for each language under public/_locales. */
export type MessageKey = keyof Messages;

/** The keys of messages without placeholders. */
export type PlainKey = {
  [Key in MessageKey]: Messages[Key] extends { placeholders: object } ? never : Key;
}[MessageKey];

/** What is put into a message; numbers are written as its language writes them. */
type Substitution = string | number;

type Substitutions<Key extends MessageKey> = Key extends PlainKey ? [] : [first: Substitution, ...more: Substitution[]];

/** Keys of a message in its forms by number: `…One`, `…Other`, and what else a language's plural rules name. */
type CountedKey = MessageKey extends infer Key ? (Key extends `${infer Base}Other` ? Base : never) : never;

/** Where the words come from: the browser's i18n, or the English file in tests. */
export interface Catalogue {
  /** The message in the person's language, else in English; empty for an unknown key. */
  getMessage(key: string, substitutions: readonly string[]): string;
  /** The browser's own language, BCP 47; clock and calendar follow it. */
  readonly uiLanguage: string;
}

let catalogue: Catalogue | undefined;
let numbers: Intl.NumberFormat | undefined;

/** The messages that were read, with marks where something is put in: lists of thousands say the same over and over. */
const templates = new Map<string, string>();
/** One for each substitution that a message may have; characters for private use, which no message has. */
const MARKS = Array.from("\uE000\uE001\uE002\uE003\uE004\uE005\uE006\uE007\uE008");
const EVERY_MARK = /[\uE000-\uE008]/gu;

/** Must be called before anything is rendered. */
export function setCatalogue(given: Catalogue): void {
  catalogue = given;
  templates.clear();
  numbers = new Intl.NumberFormat(language());
}

/** The words for a key. */
export function t<Key extends MessageKey>(key: Key, ...substitutions: Substitutions<Key>): string {
  return read(key, substitutions);
}

/** The words for a key in the form that the language has for `count`, which is the first substitution. */
export function tCount(key: CountedKey, count: number, ...more: readonly Substitution[]): string {
  const form = new Intl.PluralRules(language()).select(count);
  const substitutions = [count, ...more];
  return (
    read(`${key}${form.charAt(0).toUpperCase()}${form.slice(1)}`, substitutions) || read(`${key}Other`, substitutions)
  );
}

/** The language of the words, BCP 47: where the browser's own has no catalogue, English. */
function language(): string {
  return t("languageTag");
}

/** The browser's own language, BCP 47. */
export function uiLanguage(): string {
  return expectCatalogue().uiLanguage;
}

/** Things named one after another, as the language joins them. */
export function listWords(items: Iterable<string>): string {
  return new Intl.ListFormat(language()).format(items);
}

/** Tells the browser, and with it screen readers, the language and direction of the words. */
export function markLanguage(root: HTMLElement): void {
  root.lang = language();
  root.dir = t("languageDirection");
}

function read(key: string, substitutions: readonly Substitution[]): string {
  let template = templates.get(key);
  if (template === undefined) {
    template = expectCatalogue().getMessage(key, MARKS);
    templates.set(key, template);
  }
  if (substitutions.length === 0) return template;
  return template.replace(EVERY_MARK, (mark) => {
    const value = substitutions[MARKS.indexOf(mark)] ?? "";
    return typeof value === "number" ? (numbers?.format(value) ?? String(value)) : value;
  });
}

function expectCatalogue(): Catalogue {
  if (catalogue === undefined) throw new Error("setCatalogue comes before the first word");
  return catalogue;
}
