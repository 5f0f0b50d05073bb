import { draftOf, type ImportedDraft } from "./draft.ts";

/** Options of curl that take a value, as far as they matter; the others are switches, or their value is no URL. */
const DATA = new Set(["-d", "--data", "--data-raw", "--data-ascii", "--data-urlencode", "--data-binary"]);
const USER = new Set(["-u", "--user"]);
const OTHER_WITH_VALUE = new Set([
  "-H",
  "--header",
  "-X",
  "--request",
  "-A",
  "--user-agent",
  "-b",
  "--cookie",
  "-o",
  "--output",
]);

/**
 * The OAuth client of a token request that is written as a curl command: `grant_type` and the like in its data, client
 * id and secret there or with `-u`. Nothing for any other request.
 */
export function readCurl(command: string): ImportedDraft[] {
  const [program, ...words] = shellWords(command);
  if (program !== "curl") return [];
  const { url, data, user } = options(words);
  const form = new URLSearchParams(data.join("&"));
  const grant = form.get("grant_type");
  const grantType = grant === "client_credentials" ? grant : grant === null ? undefined : "authorization_code";
  if (grantType === undefined || !URL.canParse(url)) return [];
  const at = user.indexOf(":");
  const [basicId, basicSecret] = at < 0 ? [user, ""] : [user.slice(0, at), user.slice(at + 1)];
  const bodySecret = form.get("client_secret") ?? "";
  const found = {
    name: new URL(url).hostname,
    grantType,
    tokenUrl: url,
    clientId: basicId || (form.get("client_id") ?? ""),
    scope: form.get("scope") ?? "",
    ...(bodySecret === "" ? {} : ({ clientAuthentication: "body" } as const)),
  } as const;
  return [draftOf(found, basicSecret || bodySecret)];
}

function options(words: readonly string[]): { url: string; data: string[]; user: string } {
  const found = { url: "", data: [] as string[], user: "" };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const next = words[at + 1] ?? "";
    if (DATA.has(word)) found.data.push(word === "--data-urlencode" ? encoded(next) : next);
    else if (USER.has(word)) found.user = next;
    else if (word === "--url") found.url = next;
    else if (!OTHER_WITH_VALUE.has(word)) {
      if (!word.startsWith("-")) found.url = word;
      continue;
    }
    at += 1;
  }
  return found;
}

/** `name=value` with the value still to be encoded. */
function encoded(pair: string): string {
  const at = pair.indexOf("=");
  return at < 0 ? encodeURIComponent(pair) : `${pair.slice(0, at)}=${encodeURIComponent(pair.slice(at + 1))}`;
}

/** Words as a POSIX shell takes them apart, without expansions. */
function shellWords(text: string): string[] {
  const joined = text.trim().replace(/\\\r?\n/gu, " ");
  const words = joined.match(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/gu) ?? [];
  return words.map((word) =>
    word.replace(/'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/gu, (_, single?: string, double?: string, escaped?: string) => {
      return single ?? double?.replace(/\\(["\\$`])/gu, "$1") ?? escaped ?? "";
    }),
  );
}
