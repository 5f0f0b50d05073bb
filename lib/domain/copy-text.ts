import { parseApiHost } from "./api-host.ts";
import type { OAuthProfile } from "./profile.ts";

/** In what shape a token is copied: alone, or ready for another tool. */
export type CopyFormat = "token" | "header" | "curl" | "fetch" | "httpie" | "env";

/** As what a token is copied. */
export interface CopyShape {
  /** Default: the token alone. */
  readonly format?: CopyFormat;
  /** The API host that a copied request goes to. Default: the only one that the profile is used for. */
  readonly hostId?: string;
}

/** What a copied text is made of. */
export interface CopyParts {
  readonly token: string;
  /** As the profile has it attached. */
  readonly header: { readonly name: string; readonly value: string };
  /** Where the copied request goes; see `copyUrl`. */
  readonly url: string;
}

/** `.example` never leads anywhere (RFC 2606 §2): a request pasted as it is takes the token to nobody. */
const NO_HOST_URL = "https://your-api.example/";

/** The profile's header for a token: the prefix, a space, the token; without a prefix the token alone. */
export function tokenHeader(
  { headerName, headerPrefix }: Pick<OAuthProfile, "headerName" | "headerPrefix">,
  token: string,
): CopyParts["header"] {
  const prefix = headerPrefix.trim();
  return { name: headerName, value: prefix === "" ? token : `${prefix} ${token}` };
}

/**
 * The URL to put into a copied request. Of a wildcard host it is one of its subdomains, for the person to name; without
 * a host a name that leads nowhere.
 */
export function copyUrl(pattern: string | undefined): string {
  if (pattern === undefined) return NO_HOST_URL;
  const { scheme, wildcard, host, port, path } = parseApiHost(pattern);
  const name = wildcard ? `your-subdomain.${host}` : host;
  return `${scheme}://${name}${port === "" ? "" : `:${port}`}${path === "" ? "/" : path}`;
}

/** The text for the clipboard. Has no line end at its end: pasted into a shell, nothing runs by itself. */
export function copyText(format: CopyFormat, { token, header, url }: CopyParts): string {
  const line = `${header.name}: ${header.value}`;
  switch (format) {
    case "token":
      return token;
    case "header":
      return line;
    case "curl":
      // Brackets are a range to curl, in an address as in a path.
      return `curl ${url.includes("[") ? "--globoff " : ""}${shellQuote(url)} --header ${shellQuote(line)}`;
    case "httpie":
      // The space keeps a value that begins with = or @ from being read as another kind of item.
      return `http GET ${shellQuote(url)} ${shellQuote(line)}`;
    case "fetch":
      return `fetch(${JSON.stringify(url)}, { headers: { ${memberName(header.name)}: ${JSON.stringify(header.value)} } })`;
    case "env":
      return `ACCESS_TOKEN=${envQuote(token)}`;
  }
}

/** One word of a POSIX shell, whatever is in it: nothing is special between single quotes (POSIX.1 §2.2.2). */
function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * A value as both a shell and the usual readers of `.env` files take it: bare, or between single quotes. One with a
 * single quote in it needs double quotes, in which the shell knows four special characters.
 */
function envQuote(text: string): string {
  if (/^[\w./~+=-]*$/u.test(text) && !text.startsWith("~")) return text;
  if (!text.includes("'")) return `'${text}'`;
  return `"${text.replace(/[\\"$`]/gu, String.raw`\$&`)}"`;
}

/** A member of this one name in an object literal would set its prototype, and be no member. */
function memberName(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : JSON.stringify(name);
}
