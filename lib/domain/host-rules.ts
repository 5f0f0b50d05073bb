import type { ApiHost, ApiHostPattern } from "./api-host.ts";
import { fitsRegexRule, specificity } from "./api-host.ts";
import { parseUrl } from "./url.ts";
import type { AttachHeader, PlannedRule, RuleCondition } from "./rule.ts";

export interface ParsedHost {
  readonly host: ApiHost;
  readonly pattern: ApiHostPattern;
  /** Undefined while its requests carry nothing. */
  readonly header: AttachHeader | undefined;
  /** Begins the URL of the host's handshakes. */
  readonly handshakeScheme: string;
}

/** Each host's rules by their place in its range of ids; those that it shares are in that of the oldest. */
const RULE_SLOTS = {
  subrequest: 0,
  pageLoad: 1,
  webSocket: 2,
  shield: 3,
  webSocketShield: 4,
  pageSubrequest: 5,
  pageWebSocket: 6,
} as const;
const IDS_PER_HOST = 8;

/** Every method a page can use but OPTIONS and CONNECT: a preflight stays clean, and with it the server's log. */
const SUBREQUEST_METHODS = ["get", "post", "put", "patch", "delete", "head", "other"] as const;

/** What a request must be, beside where it goes and who makes it. */
export const KINDS = {
  subrequest: { resourceTypes: ["xmlhttprequest"], requestMethods: SUBREQUEST_METHODS },
  pageLoad: { resourceTypes: ["main_frame"], requestMethods: ["get"] },
  webSocket: { resourceTypes: ["websocket"] },
} as const;

export function ruleId(host: ApiHost, slot: keyof typeof RULE_SLOTS): number {
  return host.seq * IDS_PER_HOST + RULE_SLOTS[slot];
}

/** Keeps a wider host's token away from this host's requests. */
export function shieldRules({ host, pattern, handshakeScheme }: ParsedHost, webSockets: boolean): PlannedRule[] {
  const priority = 2 * specificity(pattern);
  const headerOf = undefined;
  const rules: PlannedRule[] = [
    {
      id: ruleId(host, "shield"),
      priority,
      headerOf,
      condition: { ...shieldCondition(pattern, pattern.scheme), resourceTypes: ["xmlhttprequest", "main_frame"] },
    },
  ];
  if (webSockets) {
    rules.push({
      id: ruleId(host, "webSocketShield"),
      priority,
      headerOf,
      condition: { ...shieldCondition(pattern, handshakeScheme), resourceTypes: ["websocket"] },
    });
  }
  return rules;
}

/** Where no rule can say it exactly, more is kept away than had to be. */
function shieldCondition(pattern: ApiHostPattern, scheme: string): Omit<RuleCondition, "resourceTypes"> {
  return fitsRegexRule(pattern) ? urlCondition(pattern, scheme) : { requestDomains: [pattern.host] };
}

/** The rules of one host by itself, which has a header. */
export function tokenRules({ host, pattern, handshakeScheme }: ParsedHost, granted: GrantedDomains): PlannedRule[] {
  const priority = 2 * specificity(pattern) + 1;
  const headerOf = host.id;
  const isOwn = (domain: string) => pattern.wildcard && domain.endsWith(`.${pattern.host}`);
  const [most, others] = initiatorConditions([pattern.host, ...pageDomains(host)], granted, isOwn);
  const url = urlCondition(pattern, pattern.scheme);
  const handshake = urlCondition(pattern, handshakeScheme);
  const rules: PlannedRule[] = [];
  const add = (slot: Parameters<typeof ruleId>[1], condition: RuleCondition): number =>
    rules.push({ id: ruleId(host, slot), priority, headerOf, condition });
  add("subrequest", { ...url, ...most, ...KINDS.subrequest });
  if (host.pageLoads) add("pageLoad", { ...url, ...KINDS.pageLoad });
  if (host.webSockets) add("webSocket", { ...handshake, ...most, ...KINDS.webSocket });
  if (others === undefined) return rules;
  add("pageSubrequest", { ...url, ...others, ...KINDS.subrequest });
  if (host.webSockets) add("pageWebSocket", { ...handshake, ...others, ...KINDS.webSocket });
  return rules;
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

/** Host names of the calling pages. */
export function pageDomains(host: ApiHost): string[] {
  return host.callingPages.map(pageDomain).filter((domain) => domain !== "");
}

/** By page: thousands of hosts may have the same. */
const knownDomains = new Map<string, string>();

function pageDomain(page: string): string {
  const domain = knownDomains.get(page) ?? parseUrl(page)?.hostname ?? "";
  knownDomains.set(page, domain);
  return domain;
}

/** The domains that the browser has granted by name, under each domain that they are below of. */
export type GrantedDomains = ReadonlyMap<string, readonly string[]>;

export function grantedDomains(origins: readonly string[]): GrantedDomains {
  const below = new Map<string, string[]>();
  for (const origin of origins) {
    const domain = /^[^:]+:\/\/([^*/:]+)/u.exec(origin)?.[1] ?? "";
    for (const parent of parentDomains(domain)) {
      const known = below.get(parent);
      if (known === undefined) below.set(parent, [domain]);
      else if (known.at(-1) !== domain) known.push(domain);
    }
  }
  return below;
}

/** Every domain that this one is below of, nearest first. */
export function parentDomains(domain: string): string[] {
  const parents: string[] = [];
  for (let dot = domain.indexOf("."); dot >= 0; dot = domain.indexOf(".", dot + 1)) parents.push(domain.slice(dot + 1));
  return parents;
}

type Initiators = Pick<RuleCondition, "initiatorDomains" | "excludedInitiatorDomains">;

/**
 * The pages that may call. `initiatorDomains` takes subdomains along, so those that the browser has granted for some
 * other reason are shut out by name; those it has not granted can't make a rule act.
 */
export function initiatorCondition(
  domains: readonly string[],
  granted: GrantedDomains,
  isOwn: (domain: string) => boolean = () => false,
): Initiators {
  const strangers = strangersBelow(domains, granted, isOwn);
  return {
    initiatorDomains: [...new Set(domains)],
    ...(strangers.size === 0 ? {} : { excludedInitiatorDomains: [...strangers] }),
  };
}

/**
 * As `initiatorCondition`, in two where one would shut out some of its own: `a.corp.test` may call, its parent is shut
 * out, and in Firefox that takes subdomains along whatever else is listed.
 */
function initiatorConditions(
  domains: readonly string[],
  granted: GrantedDomains,
  isOwn: (domain: string) => boolean,
): [Initiators, Initiators?] {
  const strangers = strangersBelow(domains, granted, isOwn);
  const isShutOut = (domain: string) => parentDomains(domain).some((parent) => strangers.has(parent));
  const { true: shutOut = [], false: others = [] } = Object.groupBy(
    domains,
    (domain) => `${isShutOut(domain)}` as const,
  );
  const most = initiatorCondition(others, granted, isOwn);
  return shutOut.length === 0 ? [most] : [most, initiatorCondition(shutOut, granted, isOwn)];
}

/** Whether one condition for all of them would shut out some of them, in a browser that keeps to an exclusion. */
export function shutsOutItself(domains: readonly string[], granted: GrantedDomains): boolean {
  const strangers = strangersBelow(domains, granted, () => false);
  return strangers.size > 0 && domains.some((domain) => parentDomains(domain).some((parent) => strangers.has(parent)));
}

function strangersBelow(
  domains: readonly string[],
  granted: GrantedDomains,
  isOwn: (domain: string) => boolean,
): ReadonlySet<string> {
  const initiators = new Set(domains);
  const strangers = new Set<string>();
  for (const initiator of initiators) {
    for (const domain of granted.get(initiator) ?? []) {
      if (!initiators.has(domain) && !isOwn(domain)) strangers.add(domain);
    }
  }
  return strangers;
}
