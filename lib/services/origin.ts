import { FIRST_ATTACH_RULE_ID } from "../domain/rule.ts";
import { ownCallRule } from "../domain/origin-rules.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import type { BrowserPorts } from "./ports.ts";

export interface OriginShaper {
  /**
   * Runs one call to an endpoint with `Origin` as the profile wants it, on a connection of its own. The rule that does so is there only as long as
   * the call; calls to the same endpoint that want something else wait for it to go.
   *
   * @throws AppError `permission_missing` when the browser has not granted the power over headers
   */
  during<T>(profile: OAuthProfile, endpoint: string, call: () => Promise<T>): Promise<T>;
  /** Removes what a worker that died during a call left behind. Run once, at start. */
  clear(): Promise<void>;
}

interface RuleInUse {
  readonly wish: string;
  readonly ready: Promise<void>;
  readonly gone: Promise<void>;
  readonly release: () => Promise<void>;
  users: number;
}

export function createOriginShaper(ports: Pick<BrowserPorts, "sessionRules" | "extensionHost">): OriginShaper {
  const inUse = new Map<string, RuleInUse>();
  let lastId = 0;

  function put(profile: OAuthProfile, endpoint: string, wish: string): RuleInUse {
    const rule = ownCallRule(profile, endpoint, ports.extensionHost);
    const gone = Promise.withResolvers<void>();
    lastId = (lastId % (FIRST_ATTACH_RULE_ID - 1)) + 1;
    const id = lastId;
    return {
      wish,
      users: 0,
      ready: ports.sessionRules.update({ removeRuleIds: [id], addRules: [{ ...rule, id }] }),
      gone: gone.promise,
      async release() {
        try {
          await ports.sessionRules.update({ removeRuleIds: [id], addRules: [] });
        } finally {
          gone.resolve();
        }
      },
    };
  }

  async function acquire(profile: OAuthProfile, endpoint: string): Promise<RuleInUse> {
    const wish = `${profile.originMode} ${profile.originValue}`;
    for (;;) {
      const current = inUse.get(endpoint);
      if (current === undefined || current.wish === wish) {
        const rule = current ?? put(profile, endpoint, wish);
        inUse.set(endpoint, rule);
        rule.users += 1;
        return rule;
      }
      await current.gone;
    }
  }

  return {
    async during(profile, endpoint, call) {
      const rule = await acquire(profile, endpoint);
      try {
        await rule.ready;
        return await call();
      } finally {
        rule.users -= 1;
        if (rule.users === 0) {
          inUse.delete(endpoint);
          // The call has its outcome; a rule that will not go is cleared at the next start.
          await rule.release().catch(() => undefined);
        }
      }
    },
    async clear() {
      const rules = await ports.sessionRules.get();
      const leftOver = rules.map(({ id }) => id).filter((id) => id < FIRST_ATTACH_RULE_ID);
      if (leftOver.length > 0) await ports.sessionRules.update({ removeRuleIds: leftOver, addRules: [] });
    },
  };
}
