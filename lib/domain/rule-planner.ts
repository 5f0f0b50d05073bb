import type { ApiHost } from "./api-host.ts";
import { type AttachPlan, planAttachRules } from "./attach-rules.ts";
import type { PermissionSet } from "./permission-set.ts";
import type { AttachHeader, AttachRule, PlannedRule, RuleBrowser } from "./rule.ts";
import { isSameList } from "./same-list.ts";

/** What the browser's rules are to be. */
export interface WantedRules extends Pick<AttachPlan, "leftOut"> {
  /** By id, lowest first. A rule that is as it was the last time is the same object. */
  readonly rules: readonly AttachRule[];
}

/** See `planAttachRules` for the parameters. */
type RulePlanner = (
  hosts: readonly ApiHost[],
  headers: ReadonlyMap<string, AttachHeader>,
  granted: PermissionSet,
) => WantedRules;

interface Known {
  readonly hosts: readonly ApiHost[];
  readonly headers: ReadonlyMap<string, AttachHeader>;
  readonly granted: PermissionSet;
  readonly plan: AttachPlan;
}

/**
 * Plans the attach rules, and plans them anew only when something has changed that is more than a token: a renewed one
 * is filled into the rules that carry it.
 */
export function createRulePlanner(browser: RuleBrowser): RulePlanner {
  let known: Known | undefined;
  const filled = new WeakMap<PlannedRule, { readonly header: AttachHeader | undefined; readonly rule: AttachRule }>();

  function fill(planned: PlannedRule, headers: ReadonlyMap<string, AttachHeader>): AttachRule {
    const header = planned.headerOf === undefined ? undefined : headers.get(planned.headerOf);
    const before = filled.get(planned);
    if (before !== undefined && before.header === header) return before.rule;
    const { id, priority, condition } = planned;
    const rule = { id, priority, condition, action: header === undefined ? ALLOW : setHeader(header) };
    filled.set(planned, { header, rule });
    return rule;
  }

  return (hosts, headers, granted) => {
    const isSamePlan =
      known !== undefined &&
      isSameList(known.hosts, hosts) &&
      isSameList(known.granted.origins, granted.origins) &&
      isSameList(known.granted.permissions, granted.permissions) &&
      sendsAlike(known.headers, headers);
    const plan = isSamePlan && known !== undefined ? known.plan : planAttachRules(hosts, headers, granted, browser);
    known = { hosts, headers, granted, plan };
    return { rules: plan.rules.map((planned) => fill(planned, headers)), leftOut: plan.leftOut };
  };
}

const ALLOW = { type: "allow" } as const;

function setHeader({ name, value }: AttachHeader): AttachRule["action"] {
  return { type: "modifyHeaders", requestHeaders: [{ header: name.toLowerCase(), operation: "set", value }] };
}

/** Whether the same hosts send something, and those that sent the same still do, and no others. */
function sendsAlike(a: ReadonlyMap<string, AttachHeader>, b: ReadonlyMap<string, AttachHeader>): boolean {
  if (a.size !== b.size) return false;
  const there = new Map<AttachHeader, AttachHeader>();
  const back = new Map<AttachHeader, AttachHeader>();
  for (const [hostId, after] of b) {
    const before = a.get(hostId);
    if (before === undefined) return false;
    if ((there.get(before) ?? after) !== after || (back.get(after) ?? before) !== before) return false;
    there.set(before, after);
    back.set(after, before);
  }
  return true;
}
