import { describe, expect, it } from "vitest";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import { type Fault, Life } from "./life.ts";
import { FakeServer } from "./fake-server.ts";
import { quiet } from "./quiet.ts";
import { API_HOST, AUTHORIZATION_CODE, TestWorker } from "./test-worker.ts";

/**
 * Each await of authorize, refresh, save and reconcile that reaches outside of the worker, and the three ways in which
 * it goes wrong there. The tables hold every point there is: a new await without a row fails the first test of each.
 */
const ALL = ["https://auth.example.com/*", "https://api.example.com/*", "https://docs.example.org/*"] as const;
const HOUR = 3_600_000;

interface World {
  readonly test: TestWorker;
  readonly server: FakeServer;
  readonly profileId: string;
}

async function start(profile: Partial<OAuthProfile>): Promise<World> {
  const test = await TestWorker.start();
  test.browser.grantAll(...ALL);
  const server = new FakeServer(test.browser, { lifetime: 3600, rotates: true });
  const profileId = await test.saveProfile({ ...AUTHORIZATION_CODE, ...profile });
  await test.do("saveHost", { host: { ...API_HOST, profileId } });
  await quiet();
  return { test, server, profileId };
}

interface Scenario {
  readonly profile?: Partial<OAuthProfile>;
  readonly prepare?: (world: World) => Promise<void>;
  readonly act: (world: World) => Promise<void>;
}

const AUTHORIZE: Scenario = {
  async act({ test, profileId }) {
    // The answer to the page may die with the worker.
    void test.send("authorize", { profileId, anew: true });
    await quiet();
    if (test.browser.openWindows > 0) {
      const window = await test.browser.nextWindow();
      window.redirect(`code=C&state=${new URL(window.url).searchParams.get("state")}`);
    }
    await quiet();
  },
};

/** Of T1 by R1, due because T1 is about to expire. */
const REFRESH: Scenario = {
  async prepare(world) {
    await AUTHORIZE.act(world);
    world.test.browser.nowMs += HOUR - 60_000;
  },
  async act({ test }) {
    void test.worker.renewalDue();
    await quiet();
  },
};

/** The one whose calls need rules of their own. */
const REFRESH_KEEPING_ORIGIN: Scenario = { ...REFRESH, profile: { originMode: "keep" } };

/** A new sign-in while T1 and R1 are well: whatever happens to it, they stay until there is something better. */
const AGAIN: Scenario = { prepare: AUTHORIZE.act, act: AUTHORIZE.act };

/** The host is switched off: T1 has to go from the rules. */
const SWITCH_OFF: Scenario = {
  prepare: AUTHORIZE.act,
  async act({ test, profileId }) {
    const host = { ...API_HOST, id: test.store.hosts.all()[0]?.id ?? null, profileId, enabled: false };
    void test.send("saveHost", { host });
    await quiet();
  },
};

/** The browser was closed: the rules have to be made anew. */
const START: Scenario = {
  prepare: AUTHORIZE.act,
  async act({ test }) {
    const life = new Life();
    life.watchFor(test.life.fault);
    // One that dies does not come to its end.
    void test.restartBrowser(life);
    await quiet();
  },
};

/** A worker that starts presumes what the browser has, and looks a second later. */
const VERIFY: Scenario = {
  prepare: AUTHORIZE.act,
  async act({ test }) {
    const life = new Life();
    await test.restart(life);
    await quiet();
    life.watchFor(test.life.fault);
    test.browser.advance(1_000);
    await quiet();
  },
};

/** Lets what is tried again by itself be tried: the pauses of saving, then timers. */
async function later({ test }: World): Promise<void> {
  for (let second = 0; second < 20; second += 1) {
    test.browser.advance(1_000);
    await quiet();
  }
}

/** What is there in the end, in one line: the words of the status, the rules' token, the stored refresh token. */
async function outcome({ test, server, profileId }: World): Promise<string> {
  const status = (await test.snapshot()).profiles[0]?.status;
  const problem = status !== undefined && "problem" in status ? status.problem?.error.code : undefined;
  const headers = test.browser.rules.flatMap(({ action }) =>
    action.type === "modifyHeaders"
      ? action.requestHeaders.map((change) => ("value" in change ? change.value : ""))
      : [],
  );
  const attached = [...new Set(headers)].filter((value) => value !== "").map((value) => value.replace("Bearer ", ""));
  const stored = await test.store.grants.tokenSet(profileId);
  // Whatever happened: never twice, never stale, never something that is not on the disk.
  expect(server.reuses).toBe(0);
  for (const token of attached) expect([token, server.honours(token)]).toEqual([stored?.accessToken, true]);
  const words = [
    status?.kind,
    problem,
    attached[0] && `attaches ${attached[0]}`,
    stored?.refreshToken && `keeps ${stored.refreshToken}`,
  ];
  return words.filter((word) => word !== undefined).join(", ");
}

async function begin({ profile = {}, prepare, act }: Scenario, fault?: Fault): Promise<World> {
  const world = await start(profile);
  await prepare?.(world);
  world.test.life.watchFor(fault);
  await act(world);
  return world;
}

async function outcomeOf(scenario: Scenario, fault: Fault): Promise<string> {
  const world = await begin(scenario, fault);
  expect(world.test.life.points).toContain(fault.point);
  if (world.test.life.isOver) {
    await world.test.restart();
    await quiet();
  }
  await later(world);
  return outcome(world);
}

type Row = readonly [point: string, killedBefore: string, killedAfter: string, fails: string];

function describeTable(name: string, scenario: Scenario, rows: readonly Row[]): void {
  describe(name, () => {
    it("has a row for every point", async () => {
      const { test } = await begin(scenario);
      expect(rows.map(([point]) => point)).toEqual(test.life.points);
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

describeTable("authorize", AUTHORIZE, [
  ["permissions", "not_authorized", "not_authorized", "not_authorized"],
  ["permissions 2", "not_authorized", "not_authorized", "failed, unexpected"],
  ["permissions 3", "not_authorized", "not_authorized", "valid, attaches T1, keeps R1"],
  ["commit grants", "not_authorized", "failed, authorization_interrupted", "failed, storage_failed"],
  ["window", "failed, authorization_interrupted", "failed, authorization_interrupted", "failed, unexpected"],
  [
    "commit grants 2",
    "failed, authorization_interrupted",
    "failed, authorization_interrupted",
    "failed, storage_failed",
  ],
  ["read call rules", "failed, authorization_interrupted", "failed, authorization_interrupted", "failed, unexpected"],
  ["add call rules", "failed, authorization_interrupted", "failed, authorization_interrupted", "failed, unexpected"],
  ["fetch", "failed, authorization_interrupted", "failed, authorization_interrupted", "failed, network"],
  [
    "commit grants 3",
    "failed, authorization_interrupted",
    "valid, attaches T1, keeps R1",
    "valid, attaches T1, keeps R1",
  ],
  ["permissions 4", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1"],
  ["note change", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1"],
  ["add rules", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1"],
]);

describeTable("authorize again", AGAIN, [
  ["permissions", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1"],
  ["permissions 2", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1", "valid, attaches T2, keeps R2"],
  ["permissions 3", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1", "valid, attaches T2, keeps R2"],
  [
    "commit grants",
    "valid, attaches T1, keeps R1",
    "valid, authorization_interrupted, attaches T1, keeps R1",
    "valid, storage_failed, attaches T1, keeps R1",
  ],
  [
    "window",
    "valid, authorization_interrupted, attaches T1, keeps R1",
    "valid, authorization_interrupted, attaches T1, keeps R1",
    "valid, unexpected, attaches T1, keeps R1",
  ],
  [
    "commit grants 2",
    "valid, authorization_interrupted, attaches T1, keeps R1",
    "valid, authorization_interrupted, attaches T1, keeps R1",
    "valid, storage_failed, attaches T1, keeps R1",
  ],
  [
    "fetch",
    "valid, authorization_interrupted, attaches T1, keeps R1",
    "valid, authorization_interrupted, attaches T1, keeps R1",
    "valid, network, attaches T1, keeps R1",
  ],
  [
    "commit grants 3",
    "valid, authorization_interrupted, attaches T1, keeps R1",
    "valid, attaches T2, keeps R2",
    "valid, attaches T2, keeps R2",
  ],
  ["permissions 4", "valid, attaches T2, keeps R2", "valid, attaches T2, keeps R2", "valid, attaches T2, keeps R2"],
  ["note change", "valid, attaches T2, keeps R2", "valid, attaches T2, keeps R2", "valid, attaches T2, keeps R2"],
  ["add rules", "valid, attaches T2, keeps R2", "valid, attaches T2, keeps R2", "valid, attaches T2, keeps R2"],
]);

const BEFORE_REFRESH: readonly Row[] = [
  ["permissions", "valid, attaches T2, keeps R2", "valid, attaches T2, keeps R2", "valid, attaches T2, keeps R2"],
  ["permissions 2", "valid, attaches T2, keeps R2", "valid, attaches T2, keeps R2", "valid, attaches T2, keeps R2"],
  [
    "commit grants",
    "valid, attaches T2, keeps R2",
    "valid, renewal_interrupted, attaches T1, keeps R1",
    "valid, attaches T2, keeps R2",
  ],
];
const THE_REFRESH: Row = [
  "fetch",
  "valid, renewal_interrupted, attaches T1, keeps R1",
  "valid, renewal_interrupted, attaches T1, keeps R1",
  "valid, renewal_unknown, attaches T1, keeps R1",
];
const AFTER_REFRESH: readonly Row[] = [
  [
    "commit grants 2",
    "valid, renewal_interrupted, attaches T1, keeps R1",
    "valid, attaches T2, keeps R2",
    "valid, attaches T2, keeps R2",
  ],
  ["permissions 3", "valid, attaches T2, keeps R2", "valid, attaches T2, keeps R2", "valid, attaches T2, keeps R2"],
  ["note change", "valid, attaches T2, keeps R2", "valid, attaches T2, keeps R2", "valid, attaches T2, keeps R2"],
  ["add rules", "valid, attaches T2, keeps R2", "valid, attaches T2, keeps R2", "valid, attaches T2, keeps R2"],
];

describeTable("refresh", REFRESH, [...BEFORE_REFRESH, THE_REFRESH, ...AFTER_REFRESH]);

describeTable("refresh that keeps Origin", REFRESH_KEEPING_ORIGIN, [
  ...BEFORE_REFRESH,
  [
    "add call rules",
    "valid, renewal_interrupted, attaches T1, keeps R1",
    "valid, renewal_interrupted, attaches T1, keeps R1",
    "valid, attaches T2, keeps R2",
  ],
  THE_REFRESH,
  [
    "remove call rules",
    "valid, renewal_interrupted, attaches T1, keeps R1",
    "valid, renewal_interrupted, attaches T1, keeps R1",
    "valid, attaches T2, keeps R2",
  ],
  ...AFTER_REFRESH,
]);

describeTable("reconcile", SWITCH_OFF, [
  ["commit hosts", "valid, attaches T1, keeps R1", "valid, keeps R1", "valid, attaches T1, keeps R1"],
  ["permissions", "valid, keeps R1", "valid, keeps R1", "valid, keeps R1"],
  ["note change", "valid, keeps R1", "valid, keeps R1", "valid, keeps R1"],
  ["remove rules", "valid, keeps R1", "valid, keeps R1", "valid, keeps R1"],
  ["read call rules", "valid, keeps R1", "valid, keeps R1", "valid, keeps R1"],
  ["remove call rules", "valid, keeps R1", "valid, keeps R1", "valid, keeps R1"],
  ["permissions 2", "valid, keeps R1", "valid, keeps R1", "valid, keeps R1"],
]);

describeTable("start of the browser", START, [
  ["permissions", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1"],
  ["read rules", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1"],
  ["note change", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1"],
  ["add rules", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1"],
  ["read call rules", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1"],
]);

describeTable("a look at the browser's rules", VERIFY, [
  ["permissions", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1"],
  ["read rules", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1", "valid, attaches T1, keeps R1"],
]);
