import { expect, test } from "vitest";
import type { AttachRule } from "../../../lib/domain/rule.ts";
import { createRuleMirror } from "../../../lib/services/rule-mirror.ts";

type Change = { readonly removeRuleIds: readonly number[]; readonly addRules: readonly AttachRule[] };

/** A browser that keeps rules, and refuses or delays them as told. Hands out copies, as browsers do. */
class FakeRules {
  rules: readonly AttachRule[] = [];
  reads = 0;
  readonly changes: Change[] = [];
  refuses: ((change: Change) => boolean) | undefined;

  async get(): Promise<readonly AttachRule[]> {
    this.reads += 1;
    return structuredClone(this.rules);
  }

  async update(change: Change): Promise<void> {
    if (this.refuses?.(change)) throw new TypeError("updateSessionRules failed");
    // An id that is there already is refused as by the browsers.
    const left = this.rules.filter(({ id }) => !change.removeRuleIds.includes(id));
    if (change.addRules.some(({ id }) => left.some((rule) => rule.id === id))) throw new TypeError("duplicate id");
    this.changes.push(change);
    this.rules = [...left, ...structuredClone(change.addRules)];
  }
}

function token(number: number, value: string): AttachRule {
  return {
    id: 1 + number,
    priority: 2,
    action: { type: "modifyHeaders", requestHeaders: [{ header: "authorization", operation: "set", value }] },
    condition: { urlFilter: "|https://api.test/", resourceTypes: ["xmlhttprequest"] },
  };
}

function shield(number: number): AttachRule {
  return { ...token(number, ""), action: { type: "allow" } };
}

async function make(mirror: ReturnType<typeof createRuleMirror>, wanted: readonly AttachRule[]): Promise<void> {
  await mirror.know();
  await mirror.set(wanted);
}

test("asks the browser twice and no more, and touches what differs", async () => {
  const browser = new FakeRules();
  const mirror = createRuleMirror(browser);
  await make(mirror, [token(1, "a"), token(2, "b")]);
  for (const value of ["c", "d", "e"]) await make(mirror, [token(1, "a"), token(2, value)]);
  expect(browser.rules).toEqual([token(1, "a"), token(2, "e")]);
  expect(browser.reads).toBe(2);
  expect(browser.changes.slice(1)).toEqual(
    ["c", "d", "e"].map((value) => ({ removeRuleIds: [token(2, "").id], addRules: [token(2, value)] })),
  );
});

test("takes away what an earlier worker's update brings after the first look", async () => {
  const browser = new FakeRules();
  const mirror = createRuleMirror(browser);
  await mirror.know();
  // Was under way when that worker was ended.
  browser.rules = [token(7, "stale")];
  await mirror.set([token(1, "a")]);
  await make(mirror, [token(1, "a")]);
  expect(browser.rules).toEqual([token(1, "a")]);
});

test("takes away what has to go where the browser refuses what is to come, and asks again then", async () => {
  const browser = new FakeRules();
  const mirror = createRuleMirror(browser);
  await make(mirror, [token(1, "old"), token(2, "b")]);
  await make(mirror, [token(1, "older"), token(2, "b")]);
  browser.refuses = ({ addRules }) => addRules.length > 0;
  await expect(make(mirror, [token(1, "new"), token(2, "b")])).rejects.toThrow("updateSessionRules failed");
  expect(browser.rules).toEqual([token(2, "b")]);
  browser.refuses = undefined;
  const readsBefore = browser.reads;
  await make(mirror, [token(1, "new"), token(2, "b")]);
  expect(browser.rules).toEqual([token(2, "b"), token(1, "new")]);
  expect(browser.reads).toBe(readsBefore + 1);
});

test("takes everything away with a shield that has to go, so that no token is there without it", async () => {
  const browser = new FakeRules();
  const mirror = createRuleMirror(browser);
  await make(mirror, [token(1, "a"), shield(2)]);
  browser.refuses = ({ addRules }) => addRules.length > 0;
  await expect(make(mirror, [token(1, "a"), token(3, "b")])).rejects.toThrow("updateSessionRules failed");
  expect(browser.rules).toEqual([]);
});

test("asks again after an update that was not answered in time, whose rules may come late", async () => {
  const browser = new FakeRules();
  const mirror = createRuleMirror(browser);
  await make(mirror, [token(1, "a")]);
  await make(mirror, [token(1, "b")]);
  browser.refuses = () => true;
  await expect(make(mirror, [token(1, "late")])).rejects.toThrow("updateSessionRules failed");
  browser.refuses = undefined;
  await mirror.know();
  browser.rules = [token(1, "late"), token(9, "late")];
  // Refused for the id that has come; the next run sees it.
  await mirror.set([token(1, "c")]).catch(() => undefined);
  await make(mirror, [token(1, "c")]);
  await make(mirror, [token(1, "c")]);
  expect(browser.rules).toEqual([token(1, "c")]);
});
