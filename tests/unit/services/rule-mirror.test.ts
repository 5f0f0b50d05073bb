import { expect, test, vi } from "vitest";
import { digestText } from "../../../lib/domain/digest.ts";
import type { AttachRule } from "../../../lib/domain/rule.ts";
import { type RuleMirror, createRuleMirror } from "../../../lib/services/rule-mirror.ts";

type Change = { readonly removeRuleIds: readonly number[]; readonly addRules: readonly AttachRule[] };

/** A browser that keeps rules, and refuses or delays them as told. Hands out copies, as browsers do. */
class FakeRules {
  rules: readonly AttachRule[] = [];
  reads = 0;
  readonly changes: Change[] = [];
  refuses: ((change: Change) => boolean) | undefined;
  readonly #session = new Map<string, string>();

  /** The mirror of a worker that has just started. */
  worker(): RuleMirror {
    return createRuleMirror(this, {
      get: async (name) => this.#session.get(name),
      set: async (name, value) => void this.#session.set(name, value),
      remove: async (name) => void this.#session.delete(name),
    });
  }

  /** Once the rules are noted, which is done beside. */
  async noted(): Promise<void> {
    await expect.poll(() => [...this.#session.values()]).toEqual([expect.stringMatching(/^[\da-f]{64}$/u)]);
  }

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

async function make(mirror: RuleMirror, wanted: readonly AttachRule[]): Promise<void> {
  await mirror.know(() => wanted);
  await mirror.set(wanted);
}

/** Keeps digests back until they are released, the first one last. */
function holdDigests(): { asked(): number; release(): Promise<void> } {
  const held: (() => void)[] = [];
  const digest = crypto.subtle.digest.bind(crypto.subtle);
  const spy = vi.spyOn(crypto.subtle, "digest").mockImplementation(async (...parameters) => {
    await new Promise<void>((resolve) => held.push(resolve));
    return digest(...parameters);
  });
  return {
    asked: () => held.length,
    async release() {
      spy.mockRestore();
      for (const go of held.toReversed()) {
        go();
        await digest("SHA-256", new Uint8Array());
      }
    },
  };
}

/** A worker that is ended between its update and the browser's answer. */
async function dieWhileChanging(browser: FakeRules): Promise<void> {
  const mirror = browser.worker();
  await mirror.know(() => []);
  browser.refuses = () => true;
  await mirror.set([token(6, "dying")]).catch(() => undefined);
  browser.refuses = undefined;
}

test("asks the browser once, and touches what differs", async () => {
  const browser = new FakeRules();
  const mirror = browser.worker();
  await make(mirror, [token(1, "a"), token(2, "b")]);
  for (const value of ["c", "d", "e"]) await make(mirror, [token(1, "a"), token(2, value)]);
  expect(browser.rules).toEqual([token(1, "a"), token(2, "e")]);
  expect(browser.reads).toBe(1);
  expect(browser.changes.slice(1)).toEqual(
    ["c", "d", "e"].map((value) => ({ removeRuleIds: [token(2, "").id], addRules: [token(2, value)] })),
  );
});

test("takes away what an earlier worker's update brings after the first look", async () => {
  const browser = new FakeRules();
  await dieWhileChanging(browser);
  const mirror = browser.worker();
  await mirror.know(() => [token(1, "a")]);
  // Was under way when that worker was ended.
  browser.rules = [token(7, "stale")];
  await mirror.set([token(1, "a")]);
  await make(mirror, [token(1, "a")]);
  expect(browser.rules).toEqual([token(1, "a")]);
});

test("takes away what has to go where the browser refuses what is to come, and asks again then", async () => {
  const browser = new FakeRules();
  const mirror = browser.worker();
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
  const mirror = browser.worker();
  await make(mirror, [token(1, "a"), shield(2)]);
  browser.refuses = ({ addRules }) => addRules.length > 0;
  await expect(make(mirror, [token(1, "a"), token(3, "b")])).rejects.toThrow("updateSessionRules failed");
  expect(browser.rules).toEqual([]);
});

test("asks again after an update that was not answered in time, whose rules may come late", async () => {
  const browser = new FakeRules();
  const mirror = browser.worker();
  await make(mirror, [token(1, "a")]);
  await make(mirror, [token(1, "b")]);
  browser.refuses = () => true;
  await expect(make(mirror, [token(1, "late")])).rejects.toThrow("updateSessionRules failed");
  browser.refuses = undefined;
  await mirror.know(() => []);
  browser.rules = [token(1, "late"), token(9, "late")];
  // Refused for the id that has come; the next run sees it.
  await mirror.set([token(1, "c")]).catch(() => undefined);
  await make(mirror, [token(1, "c")]);
  await make(mirror, [token(1, "c")]);
  expect(browser.rules).toEqual([token(1, "c")]);
});

test("believes what the worker before has noted, if that is what is wanted", async () => {
  const browser = new FakeRules();
  await make(browser.worker(), [token(1, "a"), token(2, "b")]);
  await browser.noted();
  const mirror = browser.worker();
  await make(mirror, [token(1, "a"), token(2, "b")]);
  expect([browser.reads, browser.changes.length]).toEqual([1, 1]);
  await make(mirror, [token(1, "a"), token(2, "c")]);
  expect([browser.reads, browser.changes.at(-1)]).toEqual([
    1,
    { removeRuleIds: [token(2, "").id], addRules: [token(2, "c")] },
  ]);
});

test("asks the browser where others are wanted than were noted, and notes those", async () => {
  const browser = new FakeRules();
  await make(browser.worker(), [token(1, "a"), token(2, "b")]);
  await browser.noted();
  await make(browser.worker(), [token(2, "b")]);
  await browser.noted();
  expect([browser.reads, browser.rules]).toEqual([2, [token(2, "b")]]);
  await make(browser.worker(), [token(2, "b")]);
  expect(browser.reads).toBe(2);
});

test("believes no note of before an update whose end was not seen, though it tells of what is wanted", async () => {
  const browser = new FakeRules();
  await make(browser.worker(), []);
  await browser.noted();
  await dieWhileChanging(browser);
  browser.rules = [token(6, "dying")];
  await make(browser.worker(), []);
  expect(browser.rules).toEqual([]);
});

test("notes nothing while it can't be certain", async () => {
  const browser = new FakeRules();
  await dieWhileChanging(browser);
  await make(browser.worker(), [token(1, "a")]);
  // If a digest were made of these, it would be there by now.
  await digestText(JSON.stringify([token(1, "a")]));
  // What the dying worker wanted has come after all.
  browser.rules = [...browser.rules, token(6, "dying")];
  await make(browser.worker(), [token(1, "a")]);
  expect(browser.rules).toEqual([token(1, "a")]);
});

test("is not overtaken by a note of before: the rules are others meanwhile", async () => {
  const browser = new FakeRules();
  const mirror = browser.worker();
  await make(mirror, []);
  await browser.noted();
  const digests = holdDigests();
  await make(mirror, [token(1, "a")]);
  await make(mirror, [token(1, "b")]);
  await digests.release();
  await browser.noted();
  browser.rules = [token(1, "b")];
  await make(browser.worker(), [token(1, "a")]);
  expect(browser.rules).toEqual([token(1, "a")]);
});

test("believes no note that is doubted while it is looked at", async () => {
  const browser = new FakeRules();
  await make(browser.worker(), [token(1, "a")]);
  await browser.noted();
  browser.rules = [token(1, "a"), token(5, "foreign")];
  const mirror = browser.worker();
  const digests = holdDigests();
  const made = make(mirror, [token(1, "a")]);
  await expect.poll(() => digests.asked()).toBe(1);
  expect(mirror.doubt()).toBe(false);
  await digests.release();
  await made;
  expect(browser.rules).toEqual([token(1, "a")]);
});

test("where nothing is noted, doubts what the browser said first: an update may have been under way", async () => {
  const browser = new FakeRules();
  const mirror = browser.worker();
  await make(mirror, [token(1, "a")]);
  browser.rules = [...browser.rules, token(6, "of before")];
  expect(mirror.doubt()).toBe(true);
  await make(mirror, [token(1, "a")]);
  expect(browser.rules).toEqual([token(1, "a")]);
});

test("looks for itself once it doubts a note, and doubts nothing else", async () => {
  const browser = new FakeRules();
  await make(browser.worker(), [token(1, "a")]);
  await browser.noted();
  browser.rules = [token(1, "a"), token(5, "foreign")];
  const mirror = browser.worker();
  await make(mirror, [token(1, "a")]);
  expect(browser.rules).toHaveLength(2);
  expect(mirror.doubt()).toBe(true);
  await make(mirror, [token(1, "a")]);
  expect(browser.rules).toEqual([token(1, "a")]);
  expect(mirror.doubt()).toBe(false);
});
