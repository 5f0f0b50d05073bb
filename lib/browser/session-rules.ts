import type { AttachRule } from "../domain/rule.ts";
import type { SessionRules } from "../services/ports.ts";
import { answered } from "./answered.ts";
import { IS_FIREFOX, chromium } from "./api.ts";

/**
 * Session rules of declarativeNetRequest: never written to disk, gone at browser exit. Dynamic rules would lie in the
 * profile folder in plain text, token and all.
 */
export function createSessionRules(): SessionRules {
  const dnr = chromium.declarativeNetRequest;
  return {
    // Of 5,000, all but what the extension's own calls may need.
    limits: { rules: 4_950, regexRules: 1_000 },
    handshakeScheme: IS_FIREFOX ? "http" : "ws",
    async get() {
      // The browser's rule types are wider than ours; every session rule there is was made by `update`.
      return (await answered(dnr.getSessionRules())) as readonly AttachRule[];
    },
    async update({ removeRuleIds, addRules }) {
      await answered(
        dnr.updateSessionRules({
          removeRuleIds: [...removeRuleIds],
          // Same rules, mutable types.
          addRules: addRules as unknown as Parameters<typeof dnr.updateSessionRules>[0]["addRules"] & {},
        }),
      );
    },
  };
}
