import { beforeEach, expect, it } from "vitest";
import { callRule, lastingCallRules } from "../../lib/domain/own-call-rules.ts";
import { quiet } from "./quiet.ts";
import { API_HOST, CLIENT_CREDENTIALS, TestWorker, tokenReply } from "./test-worker.ts";

const LASTING = lastingCallRules("extension");
const TOKEN_URL = "https://auth.example.com/token";

let test: TestWorker;

beforeEach(async () => {
  test = await TestWorker.start();
  test.browser.granted = { origins: ["https://*/*"], permissions: ["webRequest"] };
});

async function authorize(changes: object = {}): Promise<string> {
  const profileId = await test.saveProfile({
    ...CLIENT_CREDENTIALS,
    name: `Wants ${JSON.stringify(changes)}`,
    ...changes,
  });
  await test.do("authorize", { profileId });
  return profileId;
}

const isValid = async (profileId: string): Promise<boolean> =>
  (await test.snapshot()).profiles.find(({ id }) => id === profileId)?.status.kind === "valid";

const actions = (rules: readonly { id: number; action: object }[]): object[] =>
  rules.filter(({ id }) => !LASTING.some((rule) => rule.id === id)).map(({ action }) => action);

/** The rules go a second after the last call, where no API host keeps them. */
async function rest(): Promise<void> {
  await quiet();
  test.browser.advance(1_000);
  await quiet();
}

it("a call has the rules that all share for as long as it lasts, and touches no session rule", async () => {
  expect(test.browser.dynamicRules).toEqual([]);
  const profileId = await authorize();
  const call = await test.browser.nextCall();
  expect(call.rules).toEqual(LASTING);
  call.respond(tokenReply({ access_token: "T1" }));
  await expect.poll(() => isValid(profileId)).toBe(true);
  expect(test.life.points.filter((point) => /^(?:add|remove) rules/u.test(point))).toEqual([]);
  await rest();
  expect(test.browser.dynamicRules).toEqual([]);
});

it("the rules last as long as an API host has some of its own, which cost the same", async () => {
  const profileId = await authorize();
  await test.do("saveHost", { host: { ...API_HOST, profileId } });
  (await test.browser.nextCall()).respond(tokenReply({ access_token: "T1" }));
  await expect.poll(() => isValid(profileId)).toBe(true);
  await rest();
  expect(test.browser.dynamicRules).toEqual(LASTING);
  const changes = (): number => test.life.points.filter((point) => point.includes("call rules")).length;
  const before = changes();
  await test.do("authorize", { profileId, anew: true });
  (await test.browser.nextCall()).respond(tokenReply({ access_token: "T2" }));
  await rest();
  expect(changes()).toBe(before);
  await test.restart();
  await quiet();
  expect(test.browser.dynamicRules).toEqual(LASTING);
  await test.do("deleteHost", { hostId: test.store.hosts.all()[0]?.id ?? "" });
  await rest();
  expect([test.browser.rules, test.browser.dynamicRules]).toEqual([[], []]);
});

it.each([
  ["keep", "", { type: "allow" }],
  [
    "custom",
    "https://app.example.com",
    {
      type: "modifyHeaders",
      requestHeaders: [{ header: "origin", operation: "set", value: "https://app.example.com" }],
    },
  ],
] as const)(
  "a call that wants Origin %s has a rule for as long as it lasts",
  async (originMode, originValue, action) => {
    const profileId = await authorize({ originMode, originValue });
    const call = await test.browser.nextCall();
    expect(actions(call.rules)).toEqual([action]);
    expect(call.rules.at(-1)?.condition).toMatchObject({
      urlFilter: `|${TOKEN_URL}|`,
      initiatorDomains: ["extension"],
    });
    call.respond(tokenReply({ access_token: "T1" }));
    await expect.poll(() => isValid(profileId)).toBe(true);
    await rest();
    expect(test.browser.dynamicRules).toEqual([]);
  },
);

it("calls to one endpoint that want another Origin wait for each other, and the rule of the first is gone then", async () => {
  const kept = await authorize({ originMode: "keep" });
  const removed = await authorize({ originMode: "remove" });
  const first = await test.browser.nextCall();
  expect(test.browser.pendingCalls).toBe(0);
  first.respond(tokenReply({ access_token: "T1" }));
  const second = await test.browser.nextCall();
  expect(actions(first.rules)).toEqual([{ type: "allow" }]);
  expect(second.rules).toEqual(LASTING);
  second.respond(tokenReply({ access_token: "T2" }));
  await expect.poll(async () => [await isValid(kept), await isValid(removed)]).toEqual([true, true]);
});

it("calls that differ only in the query wait for each other too: a rule does not say it", async () => {
  await authorize({ originMode: "keep", tokenUrl: `${TOKEN_URL}?tenant=a` });
  await authorize({ originMode: "remove", tokenUrl: `${TOKEN_URL}?tenant=b` });
  const first = await test.browser.nextCall();
  expect(test.browser.pendingCalls).toBe(0);
  first.respond(tokenReply({ access_token: "T1" }));
  expect((await test.browser.nextCall()).rules).toEqual(LASTING);
  expect(first.rules.at(-1)?.condition.urlFilter).toBe(`|${TOKEN_URL}?`);
});

it("what a worker left that died in a call is gone after the next one's start, also where another version left it", async () => {
  await authorize({ originMode: "keep" });
  await test.browser.nextCall();
  expect(test.browser.dynamicRules).toHaveLength(LASTING.length + 1);
  await test.restart();
  await quiet();
  expect(test.browser.dynamicRules).toEqual([]);
  test.browser.dynamicRules = LASTING.map((rule) => ({ ...rule, priority: 1 }));
  await test.restart();
  await authorize();
  expect((await test.browser.nextCall()).rules).toEqual(LASTING);
});

it("a call that begins while the rules of the one before go has them all the same", async () => {
  await authorize();
  (await test.browser.nextCall()).respond(tokenReply({ access_token: "T1" }));
  await quiet();
  test.browser.advance(1_000);
  await authorize({ scope: "other" });
  expect((await test.browser.nextCall()).rules).toEqual(LASTING);
});

it("nothing is sent while the browser refuses the rules, and the next attempt makes them", async () => {
  test.browser.dynamicRules = [];
  test.browser.failDynamicRules = true;
  await test.restart();
  const profileId = await authorize();
  await expect.poll(async () => (await test.snapshot()).profiles[0]?.status.kind).toBe("failed");
  expect(test.browser.pendingCalls).toBe(0);
  test.browser.failDynamicRules = false;
  await test.do("authorize", { profileId });
  const call = await test.browser.nextCall();
  expect(call.rules).toEqual(LASTING);
  call.respond(tokenReply({ access_token: "T1" }));
  await expect.poll(() => isValid(profileId)).toBe(true);
});

it("a rule that would not go is taken before the next call is sent", async () => {
  const kept = await authorize({ originMode: "keep" });
  const first = await test.browser.nextCall();
  test.browser.failDynamicRules = true;
  first.respond(tokenReply({ access_token: "T1" }));
  await expect.poll(() => isValid(kept)).toBe(true);
  expect(test.browser.dynamicRules).toHaveLength(LASTING.length + 1);
  test.browser.failDynamicRules = false;
  await authorize();
  expect((await test.browser.nextCall()).rules).toEqual(LASTING);
});

it("the rule of a call says nothing of a path that a filter can't express", () => {
  const profile = { originMode: "keep", originValue: "" } as const;
  expect(callRule(profile, "https://auth.example.com/a*b", "extension")?.condition.urlFilter).toBe(
    "|https://auth.example.com/a",
  );
});
