import type { AttachRule } from "../domain/rule.ts";
import type { BrowserPorts, RuleSet } from "../services/ports.ts";
import { answered } from "./answered.ts";
import { IS_FIREFOX, chromium } from "./api.ts";

type Dnr = typeof chromium.declarativeNetRequest;

/** Session rules of declarativeNetRequest: never written to disk, gone at browser exit. */
export function createSessionRules(): BrowserPorts["sessionRules"] {
  const dnr = chromium.declarativeNetRequest;
  return {
    limits: { rules: 5_000, regexRules: 1_000 },
    handshakeScheme: IS_FIREFOX ? "http" : "ws",
    ...createRuleSet(
      () => dnr.getSessionRules(),
      (change) => dnr.updateSessionRules(change),
    ),
  };
}

/** Dynamic rules: kept in the profile folder in plain text, from one start of the browser to the next. */
export function createDynamicRules(): RuleSet {
  const dnr = chromium.declarativeNetRequest;
  return createRuleSet(
    () => dnr.getDynamicRules(),
    (change) => dnr.updateDynamicRules(change),
  );
}

function createRuleSet(get: Dnr["getSessionRules"], update: Dnr["updateSessionRules"]): RuleSet {
  return {
    async get() {
      // The browser's rule types are wider than ours; every rule there is was made by `update`.
      return (await answered(get())) as readonly AttachRule[];
    },
    async update({ removeRuleIds, addRules }) {
      await answered(
        update({
          removeRuleIds: [...removeRuleIds],
          // Same rules, mutable types.
          addRules: addRules as unknown as Parameters<typeof update>[0]["addRules"] & {},
        }),
      );
    },
  };
}
