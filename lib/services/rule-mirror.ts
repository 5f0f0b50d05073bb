import type { AttachRule } from "../domain/rule.ts";
import { isSameRule } from "../domain/same-rule.ts";
import type { RuleSet } from "./ports.ts";

/**
 * What attach rules the browser has, so that it need not be asked each time: it takes a tenth of a second to tell
 * thousands. One `set` at a time.
 */
export interface RuleMirror {
  /** Asks the browser, where that is not known. */
  know(): Promise<void>;
  /**
   * Makes the rules these, touching the differences only, in one step. Asks the browser before anything is awaited.
   *
   * @throws what the browser says when it refuses a rule; what had to go is gone then all the same
   */
  set(wanted: readonly AttachRule[]): Promise<void>;
}

type RulesById = ReadonlyMap<number, AttachRule>;
type RuleChange = Parameters<RuleSet["update"]>[0];

export function createRuleMirror(rules: RuleSet): RuleMirror {
  let current: RulesById = new Map();
  let isKnown = false;
  /**
   * An update of this worker's has been made. The browser makes them in turn, so that none from before, of an earlier
   * worker's, can come after what is read from then on.
   */
  let isOnlyOne = false;

  async function update(change: RuleChange): Promise<void> {
    try {
      await rules.update(change);
    } catch (error) {
      // In one step; or, where the browser refuses a rule, first what has to go: a stale token must not stay for it. A
      // shield does not go alone: what it keeps a token from would be open until the next attempt.
      const losesShield = change.removeRuleIds.some((id) => current.get(id)?.action.type === "allow");
      const removeRuleIds = losesShield ? [...current.keys()] : change.removeRuleIds;
      isKnown = false;
      // One that is not answered in time may come yet.
      isOnlyOne = false;
      if (removeRuleIds.length > 0) await rules.update({ removeRuleIds, addRules: [] });
      throw error;
    }
  }

  return {
    async know() {
      if (isKnown) return;
      const isLasting = isOnlyOne;
      current = byId(await rules.get());
      isKnown = isLasting;
    },
    async set(wanted) {
      const change = difference(current, wanted);
      if (change.removeRuleIds.length === 0 && change.addRules.length === 0) return;
      const next = byId(wanted);
      await update(change);
      current = next;
      isOnlyOne = true;
    },
  };
}

function byId(rules: readonly AttachRule[]): RulesById {
  return new Map(rules.map((rule) => [rule.id, rule]));
}

/** The rules to remove and to add; a rule that changed is both. */
function difference(current: RulesById, wanted: readonly AttachRule[]): RuleChange {
  const left = new Set(current.keys());
  const addRules: AttachRule[] = [];
  for (const rule of wanted) {
    const before = current.get(rule.id);
    if (before !== undefined && isSameRule(before, rule)) left.delete(rule.id);
    else addRules.push(rule);
  }
  return { removeRuleIds: [...left], addRules };
}
