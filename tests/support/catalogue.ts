import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Catalogue } from "../../components/words/t.ts";

/** One entry of a `messages.json`, as the browsers' i18n defines it. */
export interface Message {
  readonly message: string;
  readonly description?: string;
  readonly placeholders?: Readonly<Record<string, { readonly content: string }>>;
}

export type Messages = Readonly<Record<string, Message>>;

/** A language's file under public/_locales. */
export function readMessages(locale: string): Messages {
  const file = join(import.meta.dirname, "../../public/_locales", locale, "messages.json");
  return JSON.parse(readFileSync(file, "utf8")) as Messages;
}

/** Puts words together as the browsers do: named placeholders, then `$1` to `$9`, then `$$`. */
export function catalogueOf(messages: Messages, uiLanguage: string): Catalogue {
  return {
    uiLanguage,
    getMessage(key, substitutions) {
      const { message, placeholders } = messages[key] ?? { message: "" };
      const numbered = message.replace(/\$(\w+)\$/gu, (_, name: string) => contentOf(placeholders, name));
      return numbered.replace(/\$([1-9$])/gu, (_, sign: string) =>
        sign === "$" ? "$" : (substitutions[Number(sign) - 1] ?? ""),
      );
    },
  };
}

function contentOf(placeholders: Message["placeholders"], name: string): string {
  const entry = Object.entries(placeholders ?? {}).find(([given]) => given.toLowerCase() === name.toLowerCase());
  return entry?.[1].content ?? "";
}
