import { FIRST_CALL_RULE_ID, callFilter, callRule, lastingCallRules } from "../domain/own-call-rules.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import type { AttachRule } from "../domain/rule.ts";
import { isSame } from "../domain/is-same.ts";
import { createQueue } from "./in-turn.ts";
import type { BrowserPorts } from "./ports.ts";

export interface OwnCalls {
  /**
   * Runs one call to an endpoint with `Origin` as the profile wants it, on a connection of its own. Calls that no rule can
   * tell apart (see `callFilter`) and that want another `Origin` wait for each other.
   *
   * @throws AppError `browser_silent`, or what the browser says when it refuses a rule; nothing was sent then
   */
  during<T>(profile: OAuthProfile, endpoint: string, call: () => Promise<T>): Promise<T>;
  /**
   * Makes the rules that last or takes them away, whichever is right now, and removes what a worker that died during a
   * call left behind. Run whenever the attach rules may have come or gone; each call does so for itself.
   */
  settle(): Promise<void>;
}

interface Wish {
  readonly origin: string;
  readonly ready: Promise<void>;
  readonly gone: Promise<void>;
  /** Takes the rule away, and with it the wish. */
  readonly release: () => Promise<void>;
  users: number;
  isLeaving: boolean;
}

/** How long after a call the rules stay, milliseconds: the attach rules of its token come sooner. */
const LINGER_MS = 1_000;

/**
 * The rules on the extension's own calls are dynamic ones: they hold no secret, and a change of session rules takes the
 * longer the more API hosts there are.
 *
 * While there is any rule that changes headers, Chromium takes a tenth longer for every request of every page. So they
 * last only while there are attach rules, which cost the same already.
 *
 * @param hasAttachRules whether there are any now
 */
export function createOwnCalls(
  { clock, dynamicRules, extensionHost }: Pick<BrowserPorts, "clock" | "dynamicRules" | "extensionHost">,
  hasAttachRules: () => boolean,
): OwnCalls {
  /** By filter. */
  const wishes = new Map<string, Wish>();
  /** Rules of calls that are under way. */
  const inUse = new Set<number>();
  /** Changes of the rules, one after the other: what one does, or fails to, the next one finds. */
  const inTurn = createQueue();
  let nextId = FIRST_CALL_RULE_ID;
  let underWay = 0;
  let lasting: "there" | "gone" | "unknown" = "unknown";

  const settle = (): Promise<void> =>
    inTurn(async () => {
      const wanted = underWay > 0 || hasAttachRules() ? "there" : "gone";
      if (lasting === wanted) return;
      lasting = "unknown";
      await makeLastingRules(wanted === "there" ? lastingCallRules(extensionHost) : []);
      lasting = wanted;
    });

  async function makeLastingRules(wanted: readonly AttachRule[]): Promise<void> {
    const current = await dynamicRules.get();
    const isThere = (rule: AttachRule): boolean => current.some((other) => isSame(other, rule));
    const addRules = wanted.filter((rule) => !isThere(rule));
    const kept = new Set(wanted.filter(isThere).map(({ id }) => id));
    const removeRuleIds = current.map(({ id }) => id).filter((id) => !kept.has(id) && !inUse.has(id));
    if (removeRuleIds.length > 0 || addRules.length > 0) await dynamicRules.update({ removeRuleIds, addRules });
  }

  /** The rules that last come first, and with them goes what another call could not take away. */
  async function put(rule: Omit<AttachRule, "id"> | undefined, id: number): Promise<void> {
    await settle();
    if (rule === undefined) return;
    inUse.add(id);
    await inTurn(() => dynamicRules.update({ removeRuleIds: [], addRules: [{ ...rule, id }] }));
  }

  const take = (id: number): Promise<void> =>
    inTurn(async () => {
      inUse.delete(id);
      try {
        await dynamicRules.update({ removeRuleIds: [id], addRules: [] });
      } catch {
        // The call has its outcome. The next one tries again before it is sent.
        lasting = "unknown";
      }
    });

  function express(origin: string, filter: string, rule: Omit<AttachRule, "id"> | undefined): Wish {
    const gone = Promise.withResolvers<void>();
    const id = nextId;
    if (rule !== undefined) nextId += 1;
    return {
      origin,
      users: 0,
      isLeaving: false,
      ready: put(rule, id),
      gone: gone.promise,
      async release() {
        if (rule !== undefined) await take(id);
        wishes.delete(filter);
        gone.resolve();
      },
    };
  }

  async function acquire(profile: OAuthProfile, endpoint: string): Promise<Wish> {
    const origin = `${profile.originMode} ${profile.originValue}`;
    const filter = callFilter(endpoint);
    for (;;) {
      const current = wishes.get(filter);
      if (current === undefined || (current.origin === origin && !current.isLeaving)) {
        const wish = current ?? express(origin, filter, callRule(profile, endpoint, extensionHost));
        wishes.set(filter, wish);
        wish.users += 1;
        return wish;
      }
      await current.gone;
    }
  }

  async function shaped<T>(profile: OAuthProfile, endpoint: string, call: () => Promise<T>): Promise<T> {
    const wish = await acquire(profile, endpoint);
    try {
      await wish.ready;
      return await call();
    } finally {
      wish.users -= 1;
      if (wish.users === 0) {
        wish.isLeaving = true;
        await wish.release();
      }
    }
  }

  return {
    settle,
    async during(profile, endpoint, call) {
      underWay += 1;
      try {
        return await shaped(profile, endpoint, call);
      } finally {
        underWay -= 1;
        clock.after(LINGER_MS, () => void settle().catch(() => undefined));
      }
    },
  };
}
