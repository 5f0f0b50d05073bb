import { expect, it } from "vitest";
import { newProfile } from "../../../lib/domain/profile.ts";
import type { AttachRule } from "../../../lib/domain/rule.ts";
import { createOwnCalls } from "../../../lib/services/own-calls.ts";
import type { RuleSet } from "../../../lib/services/ports.ts";

const ENDPOINT = "https://auth.example.com/token";
const REMOVED = newProfile("removed", 1);
const KEPT = { ...newProfile("kept", 2), originMode: "keep" } as const;

it("a rule that would not go is taken before a call that waited for it is sent", async () => {
  const sent: string[] = [];
  let rules: AttachRule[] = [];
  let isRefusing = false;
  const dynamicRules: RuleSet = {
    get: async () => rules,
    async update({ removeRuleIds, addRules }) {
      if (isRefusing) throw new Error("refused");
      rules = [...rules.filter(({ id }) => !removeRuleIds.includes(id)), ...addRules];
    },
  };
  const clock = { now: () => 0, after: () => () => undefined };
  const ownCalls = createOwnCalls({ clock, dynamicRules, extensionHost: "extension" }, () => false);
  const sending = Promise.withResolvers<void>();
  const reply = Promise.withResolvers<void>();
  const first = ownCalls.during(KEPT, ENDPOINT, () => {
    sending.resolve();
    return reply.promise;
  });
  const call = async (): Promise<void> => {
    sent.push(rules.map(({ action }) => action.type).join(" "));
  };
  await sending.promise;
  const waiting = ownCalls.during(REMOVED, ENDPOINT, call);
  // Whatever it does before it waits.
  await new Promise((resolve) => setImmediate(resolve));
  isRefusing = true;
  reply.resolve();
  await first;
  await expect(waiting).rejects.toThrow("refused");
  expect(sent).toEqual([]);
  isRefusing = false;
  await ownCalls.during(REMOVED, ENDPOINT, call);
  expect(sent).toEqual(["modifyHeaders modifyHeaders"]);
});
