import { digestText } from "../domain/digest.ts";
import type { AttachRule } from "../domain/rule.ts";
import { isSameRule } from "../domain/same-rule.ts";
import type { RuleSet, SessionValues } from "./ports.ts";

/**
 * What attach rules the browser has, so that it need not be asked each time: it takes some tenths of a second to tell
 * thousands, in which the worker does nothing else. What they were when they were last changed is noted for the next
 * worker, as a digest, where it is lost when they are: both last until the browser is closed. One `set` at a time.
 */
export interface RuleMirror {
  /**
   * Asks the browser, where that is not known.
   *
   * @param wanted makes what the rules should be, to be looked up first: most often they are already
   */
  know(wanted: () => readonly AttachRule[]): Promise<void>;
  /**
   * Makes the rules these, touching the differences only, in one step. Asks the browser before anything is awaited.
   *
   * @throws what the browser says when it refuses a rule; what had to go is gone then all the same
   */
  set(wanted: readonly AttachRule[]): Promise<void>;
  /** Has the browser asked at the next `know`, if an earlier worker's note was believed, and says whether it was. */
  doubt(): boolean;
}

type RulesById = ReadonlyMap<number, AttachRule>;
type RuleChange = Parameters<RuleSet["update"]>[0];

const NOTE = "rules.digest";
/** In the digest's place while an update is under way: no worker can tell whether one that died has had its way. */
const CHANGING = "changing";

export function createRuleMirror(rules: RuleSet, session: SessionValues): RuleMirror {
  let current: RulesById = new Map();
  let isKnown = false;
  /** Whether an earlier worker's note may be believed; undefined once it was. */
  let mayBelieve: boolean | undefined = true;
  let isNoted = false;
  /** How many this worker has made, whether they went or not. */
  let updates = 0;
  /**
   * An update of this worker's has been made. The browser makes them in turn, so that none from before, of an earlier
   * worker's, can come after what is read from then on.
   */
  let isOnlyOne = false;

  async function update(change: RuleChange): Promise<void> {
    updates += 1;
    isNoted = false;
    // Not awaited: the browser takes what a worker asks of it in turn.
    session.set(NOTE, CHANGING).catch(() => undefined);
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

  async function note(wanted: readonly AttachRule[]): Promise<void> {
    if (!isKnown || isNoted) return;
    isNoted = true;
    const asOf = updates;
    const digest = await digestOf(wanted);
    if (asOf === updates) await session.set(NOTE, digest);
  }

  return {
    async know(wanted) {
      if (isKnown) return;
      const noted = await session.get(NOTE);
      const isChanging = noted === CHANGING;
      if (mayBelieve === true && noted !== undefined && !isChanging) {
        const expected = wanted();
        if (noted === (await digestOf(expected))) {
          current = byId(expected);
          mayBelieve = undefined;
          isKnown = true;
          isNoted = true;
          return;
        }
      }
      const isLasting = isOnlyOne || !isChanging;
      current = byId(await rules.get());
      isKnown = isLasting;
    },
    async set(wanted) {
      const change = difference(current, wanted);
      if (change.removeRuleIds.length > 0 || change.addRules.length > 0) {
        const next = byId(wanted);
        await update(change);
        current = next;
        isOnlyOne = true;
      }
      // The next worker asks the browser where there is none.
      note(wanted).catch(() => undefined);
    },
    doubt() {
      const believed = mayBelieve === undefined;
      mayBelieve = false;
      if (believed) isKnown = false;
      return believed;
    },
  };
}

function digestOf(rules: readonly AttachRule[]): Promise<string> {
  return digestText(JSON.stringify(rules));
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
