import type { ApiHost, ApiHostPattern } from "./api-host.ts";
import { overlaps, parseApiHost, parseUrl, specificity } from "./api-host.ts";
import type { PermissionSet } from "./permissions.ts";
import { hostPermissions, isEmpty, missingPermissions } from "./permissions.ts";

/** A session rule of declarativeNetRequest, in the words that both browsers share. */
export interface AttachRule {
  readonly id: number;
  readonly priority: number;
  readonly action:
    | { readonly type: "allow" }
    | { readonly type: "modifyHeaders"; readonly requestHeaders: readonly HeaderChange[] };
  readonly condition: RuleCondition;
}

export type HeaderChange =
  | { readonly header: string; readonly operation: "set"; readonly value: string }
  | { readonly header: string; readonly operation: "remove" };

export interface RuleCondition {
  readonly urlFilter?: string;
  readonly regexFilter?: string;
  readonly isUrlFilterCaseSensitive?: boolean;
  readonly requestDomains?: readonly string[];
  readonly tabIds?: readonly number[];
  readonly initiatorDomains?: readonly string[];
  readonly excludedInitiatorDomains?: readonly string[];
  readonly resourceTypes: readonly ("xmlhttprequest" | "main_frame" | "websocket")[];
  readonly requestMethods?: readonly string[];
}

/** The header that a host's profile wants on requests, ready to send. */
export interface AttachHeader {
  readonly name: string;
  /** Prefix and token. */
  readonly value: string;
}

/** Ids below this belong to the rules on the extension's own calls; see origin-rules.ts. */
export const FIRST_ATTACH_RULE_ID = 1_000_000;

/** Each host's rules by their place in its range of ids. */
const RULE_SLOTS = { subrequest: 0, pageLoad: 1, webSocket: 2, shield: 3, webSocketShield: 4 } as const;
const IDS_PER_HOST = 8;

/** Every method a page can use but OPTIONS and CONNECT: a preflight stays clean, and with it the server's log. */
const SUBREQUEST_METHODS = ["get", "post", "put", "patch", "delete", "head", "other"] as const;

/** The scheme under which a browser's rules see a WebSocket handshake: Chromium its own, Firefox that of http. */
export type HandshakeScheme = "ws" | "http";

interface ParsedHost {
  readonly host: ApiHost;
  /** Undefined while its requests carry nothing. */
  readonly header: AttachHeader | undefined;
  readonly pattern: ApiHostPattern;
  /** Begins the URL of the host's handshakes. */
  readonly handshakeScheme: string;
}

/**
 * The full list of attach rules wanted now, the safe shape of each kept in one place:
 *
 * - subrequests and WebSocket handshakes only from the API host's own pages and its calling pages, which also keeps
 *   the extension's own requests out;
 * - page loads only as GET of the main frame, as a SameSite=Lax cookie would travel;
 * - filters anchored at scheme, host, port and path;
 * - the more specific of two overlapping hosts keeps its ground by an `allow` rule, whether it has a token or not.
 *
 * What a test mode sends in place of the token travels in the same rules.
 *
 * @param headers the header to send, by host id; a host whose requests are to carry nothing is not in it
 * @param granted what the browser has granted now
 */
export function attachRules(
  hosts: readonly ApiHost[],
  headers: ReadonlyMap<string, AttachHeader>,
  granted: PermissionSet,
  handshake: HandshakeScheme = "ws",
): AttachRule[] {
  const parsed = hosts.map((host): ParsedHost => {
    const pattern = parseApiHost(host.pattern);
    const header = host.enabled ? headers.get(host.id) : undefined;
    return { host, header, pattern, handshakeScheme: pattern.scheme === "https" ? `${handshake}s` : handshake };
  });
  const active = parsed.filter(({ header }) => header !== undefined);
  const activeWildcards = active.filter(({ pattern }) => pattern.wildcard);
  const activeByAuthority = Map.groupBy(active, ({ pattern }) => authority(pattern));
  return parsed.flatMap((entry) => {
    const rivals = [...(activeByAuthority.get(authority(entry.pattern)) ?? []), ...activeWildcards];
    return [...shieldRules(entry, rivals), ...tokenRules(entry, granted)];
  });
}

function authority(pattern: ApiHostPattern): string {
  return `${pattern.scheme}://${pattern.host}:${pattern.port}`;
}

/** Keeps a wider host's token away from this host's requests. */
function shieldRules({ host, pattern, handshakeScheme }: ParsedHost, rivals: readonly ParsedHost[]): AttachRule[] {
  const wider = rivals.filter(
    (rival) => specificity(rival.pattern) < specificity(pattern) && overlaps(rival.pattern, pattern),
  );
  if (wider.length === 0) return [];
  const priority = 2 * specificity(pattern);
  const action = { type: "allow" } as const;
  const rules: AttachRule[] = [
    {
      id: ruleId(host, "shield"),
      priority,
      action,
      condition: { ...urlCondition(pattern, pattern.scheme), resourceTypes: ["xmlhttprequest", "main_frame"] },
    },
  ];
  if (wider.some((rival) => rival.host.webSockets)) {
    rules.push({
      id: ruleId(host, "webSocketShield"),
      priority,
      action,
      condition: { ...urlCondition(pattern, handshakeScheme), resourceTypes: ["websocket"] },
    });
  }
  return rules;
}

function tokenRules({ host, header, pattern, handshakeScheme }: ParsedHost, granted: PermissionSet): AttachRule[] {
  const needed = hostPermissions({ pattern: host.pattern, callingPages: [], webSockets: false });
  if (header === undefined || !isEmpty(missingPermissions(needed, granted))) return [];
  const priority = 2 * specificity(pattern) + 1;
  const action = {
    type: "modifyHeaders",
    requestHeaders: [{ header: header.name.toLowerCase(), operation: "set", value: header.value }],
  } as const;
  const initiators = initiatorCondition(host, pattern, granted);
  const requestUrl = urlCondition(pattern, pattern.scheme);
  const rules: AttachRule[] = [
    {
      id: ruleId(host, "subrequest"),
      priority,
      action,
      condition: {
        ...requestUrl,
        ...initiators,
        resourceTypes: ["xmlhttprequest"],
        requestMethods: SUBREQUEST_METHODS,
      },
    },
  ];
  if (host.pageLoads) {
    rules.push({
      id: ruleId(host, "pageLoad"),
      priority,
      action,
      condition: { ...requestUrl, resourceTypes: ["main_frame"], requestMethods: ["get"] },
    });
  }
  if (host.webSockets) {
    rules.push({
      id: ruleId(host, "webSocket"),
      priority,
      action,
      condition: {
        ...urlCondition(pattern, handshakeScheme),
        ...initiators,
        resourceTypes: ["websocket"],
      },
    });
  }
  return rules;
}

function ruleId(host: ApiHost, slot: keyof typeof RULE_SLOTS): number {
  return FIRST_ATTACH_RULE_ID + host.seq * IDS_PER_HOST + RULE_SLOTS[slot];
}

/**
 * Matches exactly the pattern's URLs. Only a regular expression keeps a wildcard from running into the path
 * (`https://evil.test/?.example.com/`), or a path prefix from running on (`/v1;x`, `/v1@x`: a filter's `^` stands for
 * too much). A browser allows 1,000 of them, so the common host, with neither, does without.
 */
function urlCondition(pattern: ApiHostPattern, scheme: string): Omit<RuleCondition, "resourceTypes"> {
  const port = pattern.port === "" ? "" : `:${pattern.port}`;
  if (!pattern.wildcard && pattern.path === "") {
    return { urlFilter: `|${scheme}://${pattern.host}${port}/`, isUrlFilterCaseSensitive: true };
  }
  const labels = pattern.wildcard ? "[a-z0-9._-]+\\." : "";
  const end = pattern.path === "" ? "/" : `${escapeRegex(pattern.path)}(?:[/?#]|$)`;
  return {
    regexFilter: `^${scheme}://${labels}${escapeRegex(pattern.host)}${port}${end}`,
    isUrlFilterCaseSensitive: true,
    requestDomains: [pattern.host],
  };
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/gu, "\\$&");
}

/**
 * The pages that may call. `initiatorDomains` takes subdomains along, so those that the browser has granted for some
 * other reason are shut out by name; those it has not granted can't make a rule act.
 */
function initiatorCondition(
  host: ApiHost,
  pattern: ApiHostPattern,
  granted: PermissionSet,
): Pick<RuleCondition, "initiatorDomains" | "excludedInitiatorDomains"> {
  const pages = host.callingPages.map((page) => parseUrl(page)?.hostname ?? "");
  const initiators = [...new Set([pattern.host, ...pages])].filter((domain) => domain !== "");
  const strangers = granted.origins
    .map((origin) => /^[^:]+:\/\/([^*/:]+)/u.exec(origin)?.[1] ?? "")
    .filter((domain) => initiators.some((initiator) => domain.endsWith(`.${initiator}`)))
    .filter((domain) => !initiators.includes(domain) && !isUnderWildcard(domain, pattern));
  return {
    initiatorDomains: initiators,
    ...(strangers.length === 0 ? {} : { excludedInitiatorDomains: [...new Set(strangers)] }),
  };
}

function isUnderWildcard(domain: string, pattern: ApiHostPattern): boolean {
  return pattern.wildcard && domain.endsWith(`.${pattern.host}`);
}
