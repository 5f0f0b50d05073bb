import type { ApiHost } from "./api-host.ts";
import { fitsRegexRule, patternOf } from "./api-host.ts";
import { type GrantedDomains, type ParsedHost, grantedDomains, shieldRules, tokenRules } from "./host-rules.ts";
import type { PermissionSet } from "./permission-set.ts";
import { isEmpty } from "./permission-set.ts";
import { hostOrigin, missingPermissions } from "./permissions.ts";
import { narrowerHosts } from "./rivals.ts";
import type { AttachHeader, PlannedRule, RuleBrowser, RuleLimits } from "./rule.ts";
import { type SharedRules, shareRules } from "./shared-rules.ts";

export interface AttachPlan {
  /** By id, lowest first. */
  readonly rules: readonly PlannedRule[];
  /** Ids of hosts that have something to send, and no rule, because the browser takes no more. */
  readonly leftOut: ReadonlySet<string>;
}

/** Chromium changes the rules of these in a few milliseconds; of 5,000 it takes a tenth of a second. */
const FEW_HOSTS = 250;

/**
 * All attach rules that are wanted now, the safe shape of each kept in one place:
 *
 * - subrequests and WebSocket handshakes only from the API host's own pages and its calling pages, which also keeps
 *   the extension's own requests out;
 * - page loads only as GET of the main frame, as a SameSite=Lax cookie would travel;
 * - filters anchored at scheme, host, port and path;
 * - the more specific of two overlapping hosts keeps its ground by an `allow` rule, whether it has a token or not.
 *
 * A few hosts have rules of their own each; more share them (see `shareRules`), because a browser takes the longer to
 * change one rule the more there are, and takes no more than so many. What does not fit even so is left out host by
 * host, the oldest coming first: all rules of a host are made or none, and none without the shields that keep its token
 * from others.
 *
 * What a test mode sends in place of the token travels in the same rules.
 *
 * @param headers the header to send, by host id: one object for all hosts that send the same. A host whose requests are
 *   to carry nothing is not in it
 * @param granted what the browser has granted now
 */
export function planAttachRules(
  hosts: readonly ApiHost[],
  headers: ReadonlyMap<string, AttachHeader>,
  granted: PermissionSet,
  { handshakeScheme, limits }: RuleBrowser,
): AttachPlan {
  const parsed = hosts.map((host): ParsedHost => {
    const pattern = patternOf(host);
    const origin = hostOrigin(pattern);
    const isPermitted = isEmpty(missingPermissions({ origins: [origin], permissions: ["webRequest"] }, granted));
    const header = host.enabled && isPermitted && fitsRegexRule(pattern) ? headers.get(host.id) : undefined;
    return {
      host,
      header,
      pattern,
      handshakeScheme: pattern.scheme === "https" ? `${handshakeScheme}s` : handshakeScheme,
    };
  });
  const domains = grantedDomains(granted.origins);
  const separate = (): AttachPlan => admit(separateUnits(parsed, parsed, domains), limits);
  const isFew = parsed.filter(({ header }) => header !== undefined).length <= FEW_HOSTS;
  const plan = isFew ? separate() : undefined;
  if (plan?.leftOut.size === 0) return plan;
  const shared = shareRules(parsed, domains);
  const sharing = new Set(shared.flatMap(({ members }) => members));
  const others = separateUnits(
    parsed.filter((entry) => !sharing.has(entry)),
    parsed,
    domains,
  );
  const compact = admit([...shared, ...others], limits);
  if (compact.leftOut.size === 0) return compact;
  const alternative = plan ?? separate();
  return compact.leftOut.size < alternative.leftOut.size ? compact : alternative;
}

/** Rules that are made together or not at all. */
type Unit = SharedRules;

/** Each of `chosen` for itself, with the shields of whichever of all hosts it overlaps with. */
function separateUnits(chosen: readonly ParsedHost[], all: readonly ParsedHost[], domains: GrantedDomains): Unit[] {
  const narrower = narrowerHosts(chosen, all);
  return chosen.flatMap((entry) => {
    const { header, host } = entry;
    if (header === undefined) return [];
    const shields = (narrower.get(entry) ?? []).flatMap((narrow) => shieldRules(narrow, host.webSockets));
    return [{ members: [entry], rules: tokenRules(entry, domains), shields }];
  });
}

function admit(units: readonly Unit[], limits: RuleLimits): AttachPlan {
  const admitted = new Map<number, PlannedRule>();
  const leftOut = new Set<string>();
  let regexRules = 0;
  const oldest = ({ members }: Unit) => members[0]?.host.seq ?? 0;
  for (const { members, rules, shields } of units.toSorted((a, b) => oldest(a) - oldest(b))) {
    const missing = [...shields.filter(({ id }) => !admitted.has(id)), ...rules];
    const regexes = missing.filter(({ condition }) => condition.regexFilter !== undefined).length;
    if (admitted.size + missing.length > limits.rules || regexRules + regexes > limits.regexRules) {
      for (const { host } of members) leftOut.add(host.id);
      continue;
    }
    regexRules += regexes;
    for (const rule of missing) admitted.set(rule.id, rule);
  }
  return { rules: [...admitted.values()].toSorted((a, b) => a.id - b.id), leftOut };
}
