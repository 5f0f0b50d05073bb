import type { AttachRule } from "../domain/attach-rules.ts";
import { AppError } from "../domain/errors.ts";
import type { SessionRules } from "../services/ports.ts";
import { chromium } from "./api.ts";

/**
 * Session rules of declarativeNetRequest: never written to disk, gone at browser exit. Dynamic rules would lie in the
 * profile folder in plain text, token and all.
 */
export function createSessionRules(): SessionRules {
  return {
    limit: 5_000,
    async get() {
      const rules = await dnr()?.getSessionRules();
      // The browser's rule types are wider than ours; every session rule there is was made by `update`.
      return rules as readonly AttachRule[] | undefined;
    },
    async update({ removeRuleIds, addRules }) {
      const api = dnr();
      if (api === undefined) throw new AppError("permission_missing");
      await api.updateSessionRules({
        removeRuleIds: [...removeRuleIds],
        // Same rules, mutable types.
        addRules: structuredClone(addRules) as Parameters<typeof api.updateSessionRules>[0]["addRules"] & {},
      });
    },
  };
}

/** Undefined until the optional permission is granted. */
function dnr(): typeof chromium.declarativeNetRequest | undefined {
  return chromium.declarativeNetRequest;
}
