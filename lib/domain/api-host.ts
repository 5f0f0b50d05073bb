import { AppError } from "./errors.ts";
import type { TestMode } from "./test-mode.ts";
import { parseUrl } from "./url.ts";

/** An API that tokens are sent to, as the tester set it up. */
export interface ApiHost {
  readonly id: string;
  /** Number that never changes and is never used twice; order of creation, and base of rule ids. */
  readonly seq: number;
  /** As ApiHostPattern writes it: `https://api.example.com`, `https://*.example.com:8443/v1`. */
  readonly pattern: string;
  /** *Authentication type*: a profile's id, or null for None. */
  readonly profileId: string | null;
  /** Origins whose pages may call with the token, beside the API host itself. */
  readonly callingPages: readonly string[];
  /** *Attach on page loads (GET)*. */
  readonly pageLoads: boolean;
  /** *Attach on WebSocket connections*. */
  readonly webSockets: boolean;
  readonly enabled: boolean;
  /** See `activeTestMode`; absent is normal. */
  readonly testMode?: TestMode | undefined;
}

/** The parts of a pattern. A wildcard stands for one or more labels in front of `host`, never for `host` itself. */
export interface ApiHostPattern {
  readonly scheme: "https" | "http";
  readonly wildcard: boolean;
  /** Lower case, punycode; `[::1]` in brackets. */
  readonly host: string;
  /** Empty for the scheme's default port. */
  readonly port: string;
  /** Empty, or `/…` without a slash at the end. */
  readonly path: string;
}

const WILDCARD_LABEL = "wildcard-label.";

/**
 * Reads `https://api.example.com`, `https://*.example.com`, with a port and a path prefix if wanted.
 *
 * @throws AppError `invalid_field` for the field "API host" with the rule that is broken
 */
export function parseApiHost(text: string): ApiHostPattern {
  const field = "API host";
  const trimmed = text.trim();
  if (trimmed === "") throw new AppError("invalid_field", { field, problem: "required" });
  const match = /^(https?):\/\/(\*\.)?(.+)$/iu.exec(trimmed);
  const rest = match?.[3];
  if (match === null || rest === undefined) throw new AppError("invalid_field", { field, problem: "not_an_api_host" });
  const wildcard = match[2] !== undefined;
  const url = parseUrl(`${match[1]}://${wildcard ? WILDCARD_LABEL : ""}${rest}`);
  if (url === undefined || url.hostname === "")
    throw new AppError("invalid_field", { field, problem: "not_an_api_host" });
  if (url.username !== "" || url.password !== "")
    throw new AppError("invalid_field", { field, problem: "has_credentials" });
  if (url.search !== "" || rest.includes("?")) throw new AppError("invalid_field", { field, problem: "has_query" });
  if (url.hash !== "" || rest.includes("#")) throw new AppError("invalid_field", { field, problem: "has_fragment" });
  const host = wildcard ? url.hostname.slice(WILDCARD_LABEL.length) : url.hostname;
  // `*.com` would send the token to strangers; an address or a bare name has no subdomains.
  if (
    host === "" ||
    isNoHostName(host) ||
    (wildcard && !/^[^.[\]]+(\.[^.]+)+$/u.test(host)) ||
    (wildcard && /^[\d.]+$/u.test(host))
  ) {
    throw new AppError("invalid_field", { field, problem: "not_an_api_host" });
  }
  // These three mean something to a rule's filter, and none can be escaped there.
  if (/[*|^]/u.test(url.pathname)) throw new AppError("invalid_field", { field, problem: "unsupported_character" });
  return {
    scheme: url.protocol === "https:" ? "https" : "http",
    wildcard,
    host,
    port: url.port,
    path: url.pathname.replace(/\/+$/u, ""),
  };
}

/** Whether it can't be one, though a URL can have it: of `*` Chromium makes `%2A`, and others leave it as it is. */
function isNoHostName(host: string): boolean {
  return /[*%]/u.test(host);
}

const patterns = new WeakMap<Pick<ApiHost, "pattern">, ApiHostPattern>();

/** A stored host's pattern, parsed once for each object: there may be thousands, looked at after every change. */
export function patternOf(host: Pick<ApiHost, "pattern">): ApiHostPattern {
  const known = patterns.get(host);
  if (known !== undefined) return known;
  const pattern = parseApiHost(host.pattern);
  patterns.set(host, pattern);
  return pattern;
}

/** Characters of name, port and path together. Chromium refuses expressions of more than 2 KB, compiled. */
const LONGEST_WILDCARD = 80;

/**
 * Whether a browser takes the pattern's regular expression as a rule; one that it refuses would keep all others from
 * being made. Without a wildcard in front, Chromium compares text and takes any length.
 */
export function fitsRegexRule({ wildcard, host, port, path }: ApiHostPattern): boolean {
  return !wildcard || host.length + port.length + path.length <= LONGEST_WILDCARD;
}

/** The one way a pattern is written; two API hosts are the same when this is. */
export function formatApiHost(pattern: ApiHostPattern): string {
  return `${pattern.scheme}://${pattern.wildcard ? "*." : ""}${pattern.host}${pattern.port === "" ? "" : `:${pattern.port}`}${pattern.path}`;
}

/**
 * Reads the origin of a calling page. A whole address is taken for its origin.
 *
 * @throws AppError `invalid_field` for the field "Page" with the rule that is broken
 */
export function parseCallingPage(text: string): string {
  const field = "Page";
  if (text.trim() === "") throw new AppError("invalid_field", { field, problem: "required" });
  const url = parseUrl(text.trim());
  if (url === undefined || !/^https?:$/u.test(url.protocol) || isNoHostName(url.hostname)) {
    throw new AppError("invalid_field", { field, problem: "not_an_origin" });
  }
  if (url.username !== "" || url.password !== "")
    throw new AppError("invalid_field", { field, problem: "has_credentials" });
  return url.origin;
}

/** Whether a request to `url` falls under the pattern. `ws:` counts as `http:`, `wss:` as `https:`. */
export function matchesApiHost(pattern: ApiHostPattern, url: string): boolean {
  const target = parseUrl(url);
  if (target === undefined) return false;
  const scheme = target.protocol.replace(/^ws/u, "http");
  if (scheme !== `${pattern.scheme}:` || target.port !== pattern.port) return false;
  const hostMatches = pattern.wildcard
    ? target.hostname.endsWith(`.${pattern.host}`)
    : target.hostname === pattern.host;
  return hostMatches && matchesPath(pattern, target.pathname);
}

/** Whether a request's path falls under the pattern's. */
export function matchesPath(pattern: ApiHostPattern, path: string): boolean {
  return isPathPrefix(pattern.path, path);
}

/** Whether some request could fall under both patterns. */
export function overlaps(a: ApiHostPattern, b: ApiHostPattern): boolean {
  if (a.scheme !== b.scheme || a.port !== b.port) return false;
  return hostsOverlap(a, b) && (isPathPrefix(a.path, b.path) || isPathPrefix(b.path, a.path));
}

function hostsOverlap(a: ApiHostPattern, b: ApiHostPattern): boolean {
  if (!a.wildcard && !b.wildcard) return a.host === b.host;
  if (a.wildcard && b.wildcard) {
    return a.host === b.host || a.host.endsWith(`.${b.host}`) || b.host.endsWith(`.${a.host}`);
  }
  const [wide, exact] = a.wildcard ? [a, b] : [b, a];
  return exact.host.endsWith(`.${wide.host}`);
}

function isPathPrefix(prefix: string, path: string): boolean {
  return prefix === "" || path === prefix || path.startsWith(`${prefix}/`);
}

/** Longer paths than this count as equally specific. */
const LONGEST_PATH = (1 << 14) - 2;

/**
 * How specific a pattern is: of two that overlap, the greater wins. An exact host beats any wildcard, then the longer
 * host (a name has at most 253 characters, RFC 1035 §2.3.4), then the longer path. At least 1, below 2^23 less 2^15: a
 * rule's priority is made of it, and of that Chromium heeds 24 bits.
 */
export function specificity(pattern: ApiHostPattern): number {
  const path = Math.min(pattern.path.length, LONGEST_PATH);
  return (pattern.wildcard ? 0 : 1 << 22) + (Math.min(pattern.host.length, 253) << 14) + path + 1;
}
