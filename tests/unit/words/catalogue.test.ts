import { globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { variableLabel } from "../../../components/words/provider-variables.ts";
import { setCatalogue } from "../../../components/words/t.ts";
import { PROVIDERS } from "../../../lib/domain/providers/catalogue.ts";
import { readMessages } from "../../support/catalogue.ts";

const ROOT = join(import.meta.dirname, "../../..");
const ENGLISH = readMessages("en");
const OTHERS = readdirSync(join(ROOT, "public/_locales")).filter((locale) => locale !== "en");

/** Terms of the field, names and values that German writes as English does. */
const SAME_IN_GERMAN = new Set([
  "Bearer Bar",
  "ltr",
  "Authorization Code",
  "Client Credentials",
  "Name",
  "Client",
  "Client ID",
  "Server",
  "Client Secret",
  "Scope",
  "PKCE",
  "Issuer",
  "Origin",
  "S256",
  "plain",
  "POST",
  "GET",
  "JSON",
  "Plus",
  "Query",
  "Body",
  "Header",
  "Tokens",
  "Host",
  "Realm",
  "Site",
  "Subdomain",
  "Website",
  "Shop",
  "Passphrase",
  "$FIELDS$.",
  "$COUNT$ ms",
  "$COUNT$ $WHAT$",
  "Introspection",
  "Userinfo",
  "cURL",
  "fetch",
  "HTTPie",
  "Claims",
]);

function read(pattern: string): [file: string, text: string][] {
  return globSync(pattern, { cwd: ROOT }).map((file) => [file, readFileSync(join(ROOT, file), "utf8")]);
}

/** A language has as many forms of a counted message as its plural rules name. */
function withoutCount(key: string): string {
  return key.replace(/(?:Zero|One|Two|Few|Many|Other)$/u, "");
}

function placeholdersIn(text: string): string[] {
  return [...new Set(text.match(/\$\w+\$/gu))].toSorted();
}

describe("the catalogue", () => {
  it("has no message that nothing says", () => {
    const source = [...read("{components,entrypoints,lib}/**/*.{ts,tsx}"), ...read("wxt.config.ts")];
    const said = new Set(source.flatMap(([, text]) => text.match(/(?<=["_])[a-z][A-Za-z0-9]+(?=["_])/gu) ?? []));
    expect(Object.keys(ENGLISH).filter((key) => !said.has(key) && !said.has(withoutCount(key)))).toEqual([]);
  });

  it("names in each message the placeholders that it declares, and no other", () => {
    for (const locale of ["en", ...OTHERS]) {
      for (const [key, { message, placeholders }] of Object.entries(readMessages(locale))) {
        const declared = Object.keys(placeholders ?? {}).map((name) => `$${name.toUpperCase()}$`);
        expect([locale, key, placeholdersIn(message)]).toEqual([locale, key, declared.toSorted()]);
        expect([locale, key, message.trim()]).not.toEqual([locale, key, ""]);
      }
    }
  });

  it.each(OTHERS)("says in %s all that it says in English, with the same placeholders", (locale) => {
    const messages = readMessages(locale);
    expect(new Set(Object.keys(messages).map(withoutCount))).toEqual(new Set(Object.keys(ENGLISH).map(withoutCount)));
    for (const [key, { placeholders }] of Object.entries(messages)) {
      expect([key, placeholders]).toEqual([key, (ENGLISH[key] ?? ENGLISH[`${withoutCount(key)}Other`])?.placeholders]);
    }
  });

  it("leaves nothing in German as it is in English but terms, names and values", () => {
    const german = readMessages("de");
    const same = Object.entries(ENGLISH).filter(([key, { message }]) => german[key]?.message === message);
    expect(same.map(([, { message }]) => message).filter((message) => !SAME_IN_GERMAN.has(message))).toEqual([]);
  });
});

/** Words between tags, and in the attributes that are shown or read out. */
function literalWords(source: string): string[] {
  const between = /(?<!=)>\s*([^<>{}();=&|]*\p{L}{2}[^<>{}();=&|]*?)\s*<\//gu;
  const attributes = /\b(?:aria-label|title|label|hint|placeholder|alt|lead|text|action)="([^"]*\p{L}[^"]*)"/gu;
  return [...source.matchAll(between), ...source.matchAll(attributes)].map((match) => match[1] ?? "");
}

it("every variable of a provider has a label of its own in the catalogue", () => {
  setCatalogue({ uiLanguage: "en", getMessage: (key) => (key === "languageTag" ? "en" : key) });
  const labels = PROVIDERS.flatMap(({ variables }) => (variables ?? []).map(({ label }) => label));
  expect(labels.filter((label) => !variableLabel(label).startsWith("startVariable"))).toEqual([]);
});

describe("words outside the catalogue", () => {
  it("are seen between tags and in attributes", () => {
    const source = '<p class="quiet">\n  Not here\n</p><Button label="Nor here">{t("commonSave")}</Button>';
    expect(literalWords(source)).toEqual(["Not here", "Nor here"]);
  });

  it("are in no component; an example value is no word", () => {
    const found = read("{components,entrypoints}/**/*.tsx").flatMap(([file, source]) =>
      literalWords(source).map((text) => `${file}: ${text}`),
    );
    expect(found.filter((line) => !/: (?:https:\/\/\S+|tenant)$/u.test(line))).toEqual([]);
  });
});
