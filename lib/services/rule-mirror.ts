import { digestText } from "../domain/digest.ts";
import type { AttachRule } from "../domain/rule.ts";
import { isSame } from "../domain/is-same.ts";
import type { RuleSet, SessionValues } from "./ports.ts";

/**
 * What attach rules the browser has, so that it need not be asked each time: it takes some tenths of a second to tell
 * thousands, in which the worker does nothing else. What they were when they were last changed is noted for the next
 * worker, as a digest, where it is lost no later than they are: both go when the browser is closed, the note also with
 * an update or when the extension is switched off. One `set` at a time.
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
  /** Has the browser asked at the next `know` if what is known is only presumed, and says whether it is. */
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
  /** Known by an earlier worker's note, or because there is none. */
  let isPresumed = false;
  let mayPresume = true;
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
      const isTold = noted !== undefined && noted !== CHANGING;
      if (mayPresume && isTold) {
        const expected = wanted();
        // It may have been doubted meanwhile.
        if (noted === (await digestOf(expected)) && mayPresume) {
          current = byId(expected);
          isKnown = true;
          isPresumed = true;
          isNoted = true;
          return;
        }
      }
      const isLasting = isOnlyOne || noted !== CHANGING;
      const isUnnoted = noted === undefined && !isOnlyOne;
      current = byId(await rules.get());
      isKnown = isLasting;
      // What a worker had under way when the extension was switched off could come yet.
      isPresumed = isUnnoted && mayPresume;
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
      mayPresume = false;
      const wasPresumed = isPresumed;
      if (wasPresumed) isKnown = false;
      isPresumed = false;
      return wasPresumed;
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
    if (before !== undefined && isSame(before, rule)) left.delete(rule.id);
    else addRules.push(rule);
  }
  return { removeRuleIds: [...left], addRules };
}
