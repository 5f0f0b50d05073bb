import { beforeEach, describe, expect, it } from "vitest";
import type { CommandAnswer } from "../../lib/messages/protocol.ts";
import type { BrowserPorts } from "../../lib/services/ports.ts";
import { deriveAtOnce } from "./derive-at-once.ts";
import { FakeServer } from "./fake-server.ts";
import type { Fault } from "./life.ts";
import { quiet } from "./quiet.ts";
import { API_HOST, AUTHORIZATION_CODE, TestWorker } from "./test-worker.ts";

/**
 * As faults.test.ts, for what locks and unlocks the vault; the keys in session values and the alarm are points too here.
 *
 * After a lock that answered OK no rule carries the token, and no worker takes up the key. A worker killed in the middle
 * of it leaves the key, and the next one is unlocked, or no key, and an alarm no later than half a minute that calls the
 * next one to take the rules: nobody else would. Nothing is ever lost.
 */
const ALL = ["https://auth.example.com/*", "https://api.example.com/*", "https://docs.example.org/*"] as const;
const PASSPHRASE = "correct horse battery staple";

beforeEach(deriveAtOnce);

interface World {
  readonly test: TestWorker;
  readonly server: FakeServer;
  readonly profileId: string;
}

/** A worker with a passphrase set and T1, fresh, on the rules of an API host. */
async function start(): Promise<World> {
  const test = new TestWorker();
  watchMorePorts(test);
  await test.restart();
  test.browser.grantAll(...ALL);
  const server = new FakeServer(test.browser, { lifetime: 3600, rotates: true });
  const profileId = await test.saveProfile(AUTHORIZATION_CODE);
  await test.do("saveHost", { host: { ...API_HOST, profileId } });
  await test.do("setPassphrase", { next: PASSPHRASE });
  await test.do("authorize", { profileId });
  const window = await test.browser.nextWindow();
  window.redirect(`code=C&state=${new URL(window.url).searchParams.get("state")}`);
  await quiet();
  expect(attached(test)).toEqual(["T1"]);
  return { test, server, profileId };
}

/** `Life` lets these pass as long as it lasts; here they are points. */
function watchMorePorts(test: TestWorker): void {
  const { browser } = test;
  const makePorts = browser.ports.bind(browser);
  browser.ports = (): BrowserPorts => {
    const { life } = test;
    const ports = makePorts();
    const { session, alarms } = ports;
    const pass = (name: string, verb: string, call: () => Promise<void>): Promise<void> =>
      name.endsWith("Key") ? life.pass(`${verb} ${name}`, call) : call();
    return {
      ...ports,
      session: {
        get: (name) => session.get(name),
        set: (name, value) => pass(name, "keep", () => session.set(name, value)),
        remove: (name) => pass(name, "remove", () => session.remove(name)),
      },
      alarms: { set: (atMs) => life.pass("alarm", () => alarms.set(atMs)) },
    };
  };
}

function attached({ browser }: TestWorker): string[] {
  const values = browser.rules.flatMap(({ action }) =>
    action.type === "modifyHeaders"
      ? action.requestHeaders.flatMap((change) => ("value" in change ? [change.value.replace("Bearer ", "")] : []))
      : [],
  );
  return [...new Set(values)].filter((value) => value !== "");
}

interface Scenario {
  readonly prepare: (world: World) => Promise<void>;
  readonly act: (world: World) => Promise<CommandAnswer<"lock" | "unlock">>;
}

const LOCK: Scenario = {
  prepare: async () => undefined,
  act: ({ test }) => test.send("lock", {}),
};

const UNLOCK: Scenario = {
  async prepare({ test }) {
    await test.do("lock", {});
    await quiet();
  },
  act: ({ test }) => test.send("unlock", { passphrase: PASSPHRASE }),
};

/** The vault, its profile's status where it says more, and the rules' token; the two always agree. */
async function stateOf({ test }: World): Promise<string> {
  const { vault, profiles } = await test.snapshot();
  const status = profiles[0]?.status;
  expect(status).toMatchObject({ kind: vault === "locked" ? "locked" : "valid" });
  expect(status !== undefined && "problem" in status ? status.problem : undefined).toBeUndefined();
  expect(attached(test)).toEqual(vault === "locked" ? [] : ["T1"]);
  return vault === "locked" ? "locked" : "attaches T1";
}

function hasKey({ test }: World): boolean {
  return test.browser.sessionValues.has("vaultKey");
}

async function begin(scenario: Scenario, fault?: Fault): Promise<{ world: World; told: string }> {
  const world = await start();
  const { test } = world;
  await scenario.prepare(world);
  test.life.watchFor(fault);
  const { announcements } = test.browser;
  let told = "nothing";
  let left: unknown;
  const ask = async (): Promise<void> => {
    const answer = await scenario.act(world);
    told = answer.ok ? "ok" : answer.error.code;
    left = { tokens: attached(test), key: hasKey(world) };
  };
  // The answer to the page may die with the worker.
  void ask();
  await quiet();
  if (scenario === LOCK && told === "ok")
    expect(left).toEqual({ tokens: [], key: fault?.point === "remove vaultKey" && fault.kind === "fails" });
  // Every other page looks again, whatever this one is told.
  if (told !== "nothing") expect(test.browser.announcements).toBeGreaterThan(announcements);
  return { world, told };
}

/** What the person is told, how it is for this worker if it lives, and how it is for the next one if that differs. */
async function outcomeOf(scenario: Scenario, fault: Fault): Promise<string> {
  const { world, told } = await begin(scenario, fault);
  const { test, server, profileId } = world;
  expect(test.life.points).toContain(fault.point);
  const words = [told];
  if (test.life.isOver) {
    if (attached(test).length > 0 && !hasKey(world))
      expect(test.browser.alarmAtMs).toBeLessThanOrEqual(test.browser.nowMs + 30_000);
  } else {
    for (let second = 0; second < 20; second += 1) {
      test.browser.advance(1_000);
      await quiet();
    }
    words.push(await stateOf(world));
  }
  await test.restart();
  await quiet();
  const next = await stateOf(world);
  if (words.at(-1) !== next) words.push(`next ${next}`);
  await test.do("unlock", { passphrase: PASSPHRASE });
  expect(await stateOf(world)).toBe("attaches T1");
  expect(await test.store.grants.tokenSet(profileId)).toMatchObject({ accessToken: "T1", refreshToken: "R1" });
  expect([server.reuses, server.honours("T1"), server.takes("R1")]).toEqual([0, true, true]);
  return words.join(", ");
}

type Row = readonly [point: string, killedBefore: string, killedAfter: string, fails: string];

function describeTable(name: string, scenario: Scenario, rows: readonly Row[]): void {
  describe(name, () => {
    it("has a row for every point", async () => {
      const { world, told } = await begin(scenario);
      expect(told).toBe("ok");
      expect(rows.map(([point]) => point)).toEqual(world.test.life.points);
    });
    for (const [point, killedBefore, killedAfter, fails] of rows) {
      const faults = [
        ["killed before", killedBefore],
        ["killed after", killedAfter],
        ["fails", fails],
      ] as const;
      it.each(faults)(`"${point}" %s: %s`, async (kind, expected) => {
        expect(await outcomeOf(scenario, { point, kind })).toBe(expected);
      });
    }
  });
}

const UNLOCKED = "nothing, next attaches T1";
/** The worker dies with what comes after the answer. */
const ANSWERED = "ok, next attaches T1";
const LOCKED = "nothing, next locked";

describeTable("lock", LOCK, [
  ["alarm", UNLOCKED, UNLOCKED, "ok, locked"],
  ["permissions", UNLOCKED, UNLOCKED, "unexpected, locked"],
  ["note change", UNLOCKED, LOCKED, "ok, locked"],
  ["remove rules", UNLOCKED, LOCKED, "unexpected, locked"],
  ["remove vaultKey", UNLOCKED, LOCKED, "ok, locked"],
  ["read call rules", LOCKED, LOCKED, "ok, locked"],
  ["remove call rules", LOCKED, LOCKED, "ok, locked"],
  ["permissions 2", LOCKED, LOCKED, "unexpected, locked"],
  ["alarm 2", LOCKED, LOCKED, "ok, locked"],
  ["alarm 3", LOCKED, LOCKED, "ok, locked"],
  ["permissions 3", LOCKED, LOCKED, "unexpected, locked"],
]);

describeTable("unlock", UNLOCK, [
  ["keep vaultKey", LOCKED, UNLOCKED, "ok, attaches T1, next locked"],
  ["remove sessionKey", UNLOCKED, UNLOCKED, "ok, attaches T1"],
  ["permissions", UNLOCKED, UNLOCKED, "unexpected, attaches T1"],
  ["note change", UNLOCKED, UNLOCKED, "ok, attaches T1"],
  ["add rules", UNLOCKED, UNLOCKED, "unexpected, attaches T1"],
  ["read call rules", UNLOCKED, UNLOCKED, "ok, attaches T1"],
  ["add call rules", UNLOCKED, UNLOCKED, "ok, attaches T1"],
  ["alarm", UNLOCKED, UNLOCKED, "ok, attaches T1"],
  ["permissions 2", UNLOCKED, UNLOCKED, "ok, attaches T1"],
  ["permissions 3", UNLOCKED, UNLOCKED, "unexpected, attaches T1"],
  ["alarm 2", ANSWERED, ANSWERED, "ok, attaches T1"],
  ["alarm 3", ANSWERED, ANSWERED, "ok, attaches T1"],
]);
