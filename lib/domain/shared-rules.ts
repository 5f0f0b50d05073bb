import type { ApiHostPattern } from "./api-host.ts";
import type { AttachHeader, PlannedRule, RuleCondition } from "./rule.ts";
import {
  type GrantedDomains,
  KINDS,
  type ParsedHost,
  initiatorCondition,
  pageDomains,
  parentDomains,
  ruleId,
  shutsOutItself,
} from "./host-rules.ts";

type Sending = ParsedHost & { readonly header: AttachHeader };

/** Hosts that share rules, and what must be there with these rules: none of them without all of the shields. */
export interface SharedRules {
  readonly members: readonly ParsedHost[];
  readonly rules: readonly PlannedRule[];
  readonly shields: readonly PlannedRule[];
}

/**
 * Priorities of shared rules, far below those of any host by itself. A host's own pages are told from those of its
 * fellows by shields that must not touch the calling pages, which may call all of them.
 */
const PRIORITY = { ownPages: 1, strangersShield: 2, pages: 3, bandShield: 4 } as const;

/** Ids of the shields, beyond those of any host. */
const FIRST_SHIELD_ID = 2_000_000_000;
/** One, and one for each value of each digit: seven digits count further than there can be hosts. */
const IDS_PER_BAND = 128;
/** The base that hosts are numbered in. */
const BASE = 16;
/** More labels than this make the shield's expression too large for Chromium. */
const MOST_LABELS = 10;

/**
 * The rules of hosts that send the same to the same pages: a handful for any number of hosts, which carry the token to
 * the requests that separate rules would, and to no others.
 *
 * A rule can list host names, but takes subdomains along and knows no ports. A *band* is the hosts of one scheme, port
 * and number of labels; one shield for each band keeps every other address of those names away. No name in a band lies
 * below that of any other API host, so that a shield touches nobody else's requests.
 *
 * Own pages: initiator and target are both on the list and of the same site (`firstParty`). Hosts of one site are
 * numbered; for each digit, a shield for each of its values keeps the hosts that have it from everybody else. What is
 * left is a host that calls itself.
 *
 * A set of one digit has one rule for its own and its calling pages, because half the rules are changed in half the
 * time. Its hosts are numbered whatever their site, and no shield may touch the calling pages.
 *
 * Where a condition would shut out some of its own (see `initiatorConditions`), nothing is shared or merged.
 */
export function shareRules(parsed: readonly ParsedHost[], granted: GrantedDomains): SharedRules[] {
  const sets = groupSets(parsed, granted);
  const bands = Map.groupBy(sets, ({ hosts: [first] }) => bandKey(first.pattern));
  return [...bands.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, members], index) => {
      const shields = bandShields(members, FIRST_SHIELD_ID + index * IDS_PER_BAND);
      return members.map((set) => ({ members: set.hosts, rules: setRules(set, granted), shields }));
    });
}

interface HostSet {
  readonly hosts: readonly [Sending, ...Sending[]];
  /** Whether one rule is for own and calling pages. */
  readonly isMerged: boolean;
}

function groupSets(parsed: readonly ParsedHost[], granted: GrantedDomains): HostSet[] {
  const names = Map.groupBy(parsed, ({ pattern }) => pattern.host);
  const isAlone = ({ host }: ApiHostPattern) =>
    names.get(host)?.length === 1 && !parentDomains(host).some((parent) => names.has(parent));
  const fit = parsed.filter((entry): entry is Sending => {
    return entry.header !== undefined && isPlain(entry.pattern) && isAlone(entry.pattern);
  });
  const numberOf = numberHeaders();
  const sets = Map.groupBy(fit, ({ host, header, pattern }) => {
    const pages = pageDomains(host).toSorted().join(" ");
    return [bandKey(pattern), numberOf(header), pages, host.pageLoads, host.webSockets].join(" ");
  });
  const isTouched = (page: string) => [page, ...parentDomains(page)].some((domain) => names.has(domain));
  return [...sets.values()].flatMap((set) => {
    const [first, second] = set;
    // One has nobody to share with.
    if (first === undefined || second === undefined) return [];
    const pages = pageDomains(first.host);
    if (shutsOutItself(pages, granted)) return [];
    const isMerged =
      pages.length > 0 &&
      set.length <= BASE &&
      !pages.some(isTouched) &&
      !shutsOutItself([...set.map(({ pattern }) => pattern.host), ...pages], granted);
    return [{ hosts: [first, ...set.slice(1)], isMerged }];
  });
}

/** A short name for each header, which is one object for all hosts that send it: tokens are long. */
function numberHeaders(): (header: AttachHeader) => number {
  const numbers = new Map<AttachHeader, number>();
  return (header) => {
    const number = numbers.get(header) ?? numbers.size;
    numbers.set(header, number);
    return number;
  };
}

function isPlain({ wildcard, path, host }: ApiHostPattern): boolean {
  return !wildcard && path === "" && !/^[\d.]+$|[[\]:]|\.$/u.test(host) && countLabels(host) <= MOST_LABELS;
}

function labels(host: string): string[] {
  return host.split(".");
}

/** Without taking the name apart. */
function countLabels(host: string): number {
  let count = 1;
  for (let dot = host.indexOf("."); dot >= 0; dot = host.indexOf(".", dot + 1)) count += 1;
  return count;
}

function bandKey({ scheme, port, host }: ApiHostPattern): string {
  return `${scheme}:${port}:${countLabels(host)}`;
}

function setRules({ hosts, isMerged }: HostSet, granted: GrantedDomains): PlannedRule[] {
  const [{ host, pattern, handshakeScheme }] = hosts;
  const requestDomains = hosts.map((member) => member.pattern.host);
  const to = (scheme: string) => ({ urlFilter: `|${scheme}://`, isUrlFilterCaseSensitive: true, requestDomains });
  const pages = pageDomains(host);
  const own = isMerged
    ? initiatorCondition([...requestDomains, ...pages], granted)
    : ({ ...initiatorCondition(requestDomains, granted), domainType: "firstParty" } as const);
  const rules: PlannedRule[] = [];
  const add = (slot: Parameters<typeof ruleId>[1], priority: number, condition: RuleCondition): number =>
    rules.push({ id: ruleId(host, slot), priority, headerOf: host.id, condition });
  add("subrequest", PRIORITY.ownPages, { ...to(pattern.scheme), ...own, ...KINDS.subrequest });
  if (host.webSockets) add("webSocket", PRIORITY.ownPages, { ...to(handshakeScheme), ...own, ...KINDS.webSocket });
  if (host.pageLoads) add("pageLoad", PRIORITY.pages, { ...to(pattern.scheme), ...KINDS.pageLoad });
  if (isMerged || pages.length === 0) return rules;
  const calling = initiatorCondition(pages, granted);
  add("pageSubrequest", PRIORITY.pages, { ...to(pattern.scheme), ...calling, ...KINDS.subrequest });
  if (host.webSockets) add("pageWebSocket", PRIORITY.pages, { ...to(handshakeScheme), ...calling, ...KINDS.webSocket });
  return rules;
}

function bandShields(sets: readonly HostSet[], firstId: number): PlannedRule[] {
  const [pattern] = sets.map(({ hosts: [first] }) => first.pattern);
  if (pattern === undefined) return [];
  const elsewhere: PlannedRule = {
    id: firstId,
    priority: PRIORITY.bandShield,
    headerOf: undefined,
    condition: {
      regexFilter: elsewhereRegex(pattern),
      isUrlFilterCaseSensitive: true,
      requestDomains: sets.flatMap(({ hosts }) => hosts.map((member) => member.pattern.host)),
      resourceTypes: ["xmlhttprequest", "main_frame", "websocket"],
    },
  };
  return [elsewhere, ...strangersShields(sets, firstId + 1)];
}

/** Every address of a band's names that is not of the band: of a subdomain, another port, or with a user's name. */
function elsewhereRegex({ host, port }: ApiHostPattern): string {
  const deeper = `(?:[^/:.@]+\\.){${countLabels(host)}}`;
  const digits = [...port.matchAll(/\d/gu)].map(([digit]) => digit);
  const otherPorts = [...digits, "/"].map((digit, index) => `${digits.slice(0, index).join("")}[^${digit}]`);
  const otherPort = port === "" ? "[^/]*:" : `[^/:]*(?:/|:(?:${otherPorts.join("|")}))`;
  return `^[a-z]+://(?:${deeper}|[^/]*@|${otherPort})`;
}

/** Keeps the pages of each host from everybody else, the other hosts of its set among them. */
function strangersShields(sets: readonly HostSet[], firstId: number): PlannedRule[] {
  const numbered = sets.flatMap(numberHosts);
  const most = Math.max(...numbered.map(({ number }) => number));
  const shields: PlannedRule[] = [];
  for (let place = 1, id = firstId; place <= most; place *= BASE, id += BASE) {
    const byDigit = Map.groupBy(numbered, ({ number }) => Math.floor(number / place) % BASE);
    for (const [digit, alike] of byDigit) {
      const domains = alike.map(({ domain }) => domain);
      shields.push({
        id: id + digit,
        priority: PRIORITY.strangersShield,
        headerOf: undefined,
        condition: {
          initiatorDomains: domains,
          excludedRequestDomains: domains,
          resourceTypes: ["xmlhttprequest", "websocket"],
        },
      });
    }
  }
  return shields;
}

/**
 * Those that a rule of the set could take for one another have different numbers. Hosts that differ in their last two
 * labels are of different sites, whatever the public suffix list says.
 */
function numberHosts({ hosts, isMerged }: HostSet): { domain: string; number: number }[] {
  const counts = new Map<string, number>();
  return hosts.map(({ pattern }) => {
    const site = isMerged ? "" : labels(pattern.host).slice(-2).join(".");
    const number = counts.get(site) ?? 0;
    counts.set(site, number + 1);
    return { domain: pattern.host, number };
  });
}
