import { type Arbitrary, array, assert, asyncProperty, constant, constantFrom, oneof, record } from "fast-check";
import { expect, it, vi } from "vitest";
import { newProfile } from "../../lib/domain/profile.ts";
import { breakSignature, type TestModeKind } from "../../lib/domain/test-mode.ts";
import { deriveAtOnce } from "./derive-at-once.ts";
import { FakeServer, type Issued } from "./fake-server.ts";
import { quiet } from "./quiet.ts";
import { API_HOST, AUTHORIZATION_CODE, CLIENT_CREDENTIALS, TestWorker } from "./test-worker.ts";

/**
 * Whatever comes in whatever order: after each event the session rules are what a model of a few lines demands, and none
 * carries a token that is forgotten, revoked, or locked away, or expired but where a test mode asks for one.
 */
const SEQUENCES = Number(process.env["SEQUENCES"] ?? 10_000);
/** What a failure says of itself; empty for new sequences each time. */
const REPLAY = process.env["SEED"] === undefined ? {} : { seed: Number(process.env["SEED"]) };
const HOUR = 3_600_000;
const PASSPHRASE = "correct horse battery";
const HOSTS = ["https://api0.example.com", "https://api1.example.com"] as const;
const ORIGINS = ["https://auth.example.com/*", "https://docs.example.org/*", ...HOSTS.map((host) => `${host}/*`)];

/** What happens to one of two profiles. */
const OF_PROFILE = [
  "authorize",
  "lose reply",
  "401",
  "copy",
  "forget",
  "revoke",
  "delete",
  "undo",
  "switch host",
] as const;
/** What happens to all. */
const OF_ALL = [
  "restart",
  "browser restart",
  "lock",
  "unlock",
  "permission lost",
  "permission back",
  "offline",
  "online",
  "alarm",
] as const;

/** Test modes of a host, each of a quarter of an hour; `normal` ends one. */
const TEST_MODES = ["no_token", "expired_token", "broken_signature", "other_profile", "normal"] as const;
const TEST_MINUTES = 15;

type Event =
  | { readonly what: "test mode"; readonly at: 0 | 1; readonly kind: (typeof TEST_MODES)[number] }
  | { readonly what: (typeof OF_PROFILE)[number]; readonly at: 0 | 1 }
  | { readonly what: (typeof OF_ALL)[number] }
  | { readonly what: "time passes"; readonly ms: number };

const PASSES = [1_000, 60_000, HOUR - 60_000, HOUR, 8 * HOUR, -HOUR] as const;
const EVENT: Arbitrary<Event> = oneof(
  { weight: 4, arbitrary: record({ what: constant("authorize" as const), at: constantFrom(0 as const, 1 as const) }) },
  { weight: 6, arbitrary: record({ what: constantFrom(...OF_PROFILE), at: constantFrom(0 as const, 1 as const) }) },
  { weight: 5, arbitrary: record({ what: constantFrom(...OF_ALL) }) },
  {
    weight: 3,
    arbitrary: record({
      what: constant("test mode" as const),
      at: constantFrom(0 as const, 1 as const),
      kind: constantFrom(...TEST_MODES),
    }),
  },
  { weight: 4, arbitrary: record({ what: constant("time passes" as const), ms: constantFrom(...PASSES) }) },
);

/** One sequence's world: a worker, a strict server, two profiles with a host each. */
class World {
  readonly test: TestWorker;
  readonly server: FakeServer;
  readonly profileIds: (string | undefined)[] = [];
  /** What was deleted last at each place, with the tokens it had. */
  readonly removed: { readonly profileId: string; readonly history: Issued[] }[] = [];
  /** The model: which hosts are switched on. All else it asks of the server and the worker's own record. */
  readonly enabled = [true, true];
  /** And the test modes they were put into. */
  readonly testModes: ({ readonly kind: TestModeKind; readonly atMs: number } | undefined)[] = [undefined, undefined];
  hasPassphrase = false;
  #added = 1;

  private constructor(test: TestWorker) {
    this.test = test;
    this.server = new FakeServer(test.browser, { lifetime: 3600, rotates: true });
    test.browser.grantAll(...ORIGINS);
  }

  static async start(): Promise<World> {
    const world = new World(await TestWorker.start());
    await world.add(0);
    await world.add(1);
    return world;
  }

  /** Straight into the store: ten thousand sequences begin with it, and there is no token yet that could matter. */
  async add(at: 0 | 1): Promise<void> {
    const { store } = this.test;
    this.#added += 1;
    const shape = at === 0 ? AUTHORIZATION_CODE : CLIENT_CREDENTIALS;
    const profileId = `profile ${this.#added}`;
    await store.profiles.put({
      ...newProfile(profileId, this.#added),
      ...shape,
      clientAuthentication: "none",
      revocationUrl: "https://auth.example.com/revoke",
    });
    this.profileIds[at] = profileId;
    await store.hosts.put(this.#host(at));
    this.testModes[at] = undefined;
  }

  async saveHost(at: 0 | 1): Promise<void> {
    await this.test.send("saveHost", { host: this.#host(at) });
  }

  #host(at: 0 | 1) {
    const profileId = this.profileIds[at] ?? null;
    return {
      ...API_HOST,
      id: `host ${at}`,
      seq: at,
      pattern: HOSTS[at],
      profileId,
      enabled: this.enabled[at] === true,
    };
  }

  async setTestMode(at: 0 | 1, kind: (typeof TEST_MODES)[number]): Promise<void> {
    const testMode = kind === "normal" ? null : { kind, profileId: this.profileIds[1 - at], minutes: TEST_MINUTES };
    const { ok } = await this.test.send("setTestMode", { hostId: `host ${at}`, testMode });
    if (ok) this.testModes[at] = kind === "normal" ? undefined : { kind, atMs: this.test.browser.nowMs };
  }
}

const CLIENTS = [AUTHORIZATION_CODE.clientId, CLIENT_CREDENTIALS.clientId] as const;

/** Lets everything happen that needs nobody: alarms and timers that are due, and what follows from them. */
async function settle({ test }: World): Promise<void> {
  await quiet();
  while (test.browser.isTimerDue || (test.browser.alarmAtMs ?? Infinity) <= test.browser.nowMs) {
    // Alarms ring once.
    if ((test.browser.alarmAtMs ?? Infinity) <= test.browser.nowMs) test.browser.alarmAtMs = undefined;
    void test.worker.renewalDue();
    test.browser.advance(0);
    await quiet();
  }
}

async function happen(world: World, event: Event): Promise<void> {
  const { test } = world;
  if (event.what === "test mode") return world.setTestMode(event.at, event.kind);
  if ("at" in event) return happenTo(world, event.what, event.at);
  switch (event.what) {
    case "time passes":
      test.browser.advance(event.ms);
      // The browser wakes nobody when its clock is set back; whatever comes next finds it so.
      if (event.ms < 0) await test.worker.renewalDue();
      return;
    case "restart":
      return test.restart();
    case "browser restart":
      return test.restartBrowser();
    case "lock":
      if (!world.hasPassphrase) await test.do("setPassphrase", { next: PASSPHRASE });
      world.hasPassphrase = true;
      await test.do("lock", {});
      return;
    case "unlock":
      if (world.hasPassphrase) await test.do("unlock", { passphrase: PASSPHRASE });
      return;
    case "permission lost":
    case "permission back":
      test.browser.grantAll(...(event.what === "permission lost" ? ORIGINS.slice(0, 2) : ORIGINS));
      return test.worker.permissionsChanged();
    case "offline":
    case "online":
      test.browser.isOnline = event.what === "online";
      return;
    case "alarm":
      return test.worker.renewalDue();
  }
}

async function happenTo(world: World, what: (typeof OF_PROFILE)[number], at: 0 | 1): Promise<void> {
  const { test, server } = world;
  const profileId = world.profileIds[at];
  if (profileId === undefined) {
    if (what === "undo") await undo(world, at);
    if (what === "authorize" && test.store.vault.state() !== "locked") await world.add(at);
    return;
  }
  switch (what) {
    case "authorize": {
      await test.send("authorize", { profileId, anew: true });
      await quiet();
      if (test.browser.openWindows === 0) return;
      const window = await test.browser.nextWindow();
      window.redirect(`code=C&state=${new URL(window.url).searchParams.get("state")}`);
      return;
    }
    case "lose reply":
      server.next = ["lost after"];
      return;
    case "401":
      test.browser.refuse(`${HOSTS[at]}/me`, `Bearer ${server.delivered.get(CLIENTS[at])?.accessToken}`);
      return;
    case "copy": {
      // For what needs the person a window opens, and stays open until it is called off.
      const copying = test.send("copyToken", { profileId });
      await quiet();
      await test.send("cancelAuthorize", { profileId });
      await copying;
      return;
    }
    case "forget":
    case "revoke":
    case "delete": {
      const command = ({ forget: "forgetToken", revoke: "revokeToken", delete: "deleteProfile" } as const)[what];
      const history = server.history.get(CLIENTS[at]) ?? [];
      const { ok } = await test.send(command, { profileId });
      if (!ok) return;
      server.delivered.delete(CLIENTS[at]);
      server.history.delete(CLIENTS[at]);
      if (what !== "delete") return;
      world.removed[at] = { profileId, history };
      world.profileIds[at] = undefined;
      if (world.testModes[1 - at]?.kind === "other_profile") world.testModes[1 - at] = undefined;
      return;
    }
    case "undo":
      return;
    case "switch host":
      world.enabled[at] = world.enabled[at] !== true;
      return world.saveHost(at);
  }
}

async function undo(world: World, at: 0 | 1): Promise<void> {
  const { profileId, history = [] } = world.removed[at] ?? {};
  if (profileId === undefined || !(await world.test.send("undoDelete", { id: profileId })).ok) return;
  world.profileIds[at] = profileId;
  const token = history.at(-1);
  if (token === undefined) return;
  world.server.delivered.set(CLIENTS[at], token);
  world.server.history.set(CLIENTS[at], history);
}

/** The model: the header that each host's requests have to carry now. */
function demanded(world: World): Record<string, string> {
  const { test } = world;
  const wanted: Record<string, string> = {};
  for (const at of [0, 1] as const) {
    const isUsed = world.profileIds[at] !== undefined && world.enabled[at] === true;
    const isGranted = test.browser.granted.origins.includes(`${HOSTS[at]}/*`);
    if (!isUsed || !isGranted || test.store.vault.state() === "locked") continue;
    const token = demandedToken(world, at);
    if (token !== undefined) wanted[HOSTS[at]] = `Bearer ${token}`;
  }
  return wanted;
}

function demandedToken(world: World, at: 0 | 1): string | undefined {
  const { nowMs } = world.test.browser;
  endTestModes(world, nowMs);
  switch (world.testModes[at]?.kind) {
    case undefined:
      return freshToken(world, at);
    case "no_token":
      return undefined;
    case "expired_token":
      return expiredToken(world, at);
    case "broken_signature": {
      const token = freshToken(world, at);
      return token && breakSignature(token);
    }
    case "other_profile":
      return freshToken(world, at === 0 ? 1 : 0);
  }
}

/** Over after its time, or found before its beginning: then for good. */
function endTestModes({ testModes }: World, nowMs: number): void {
  for (const at of [0, 1]) {
    const ageMs = nowMs - (testModes[at]?.atMs ?? nowMs);
    if (ageMs < -1_000 || ageMs >= TEST_MINUTES * 60_000) testModes[at] = undefined;
  }
}

function freshToken({ test, server }: World, at: 0 | 1): string | undefined {
  const token = server.delivered.get(CLIENTS[at]);
  // All but ten seconds of an hour, and nothing of it where the clock stands before its beginning.
  const ageMs = test.browser.nowMs - (token?.atMs ?? Infinity);
  return ageMs >= -1_000 && ageMs < HOUR - 10_000 ? token?.accessToken : undefined;
}

/** Of all that came: at each replacement the newest that had expired was kept, and the next to expire. */
function expiredToken({ test, server }: World, at: 0 | 1): string | undefined {
  const newestFirst = (a: Issued, b: Issued) => b.atMs - a.atMs;
  let kept: Issued[] = [];
  for (const issued of server.history.get(CLIENTS[at]) ?? []) {
    const hasExpired = ({ atMs }: Issued) => atMs + HOUR <= issued.atMs;
    const [newestExpired] = kept.filter(hasExpired).toSorted(newestFirst);
    const nextToExpire = kept
      .filter((one) => !hasExpired(one))
      .toSorted(newestFirst)
      .at(-1);
    kept = [issued, newestExpired, nextToExpire].filter((one) => one !== undefined);
  }
  const expired = kept.filter(({ atMs }) => atMs + HOUR <= test.browser.nowMs);
  return expired.toSorted(newestFirst)[0]?.accessToken;
}

/** What the rules do: the header by host, and whether each host has exactly its two rules. */
function actual({ test }: World): Record<string, string> {
  const found: Record<string, string[]> = {};
  for (const { id, action, condition } of test.browser.rules) {
    const change = action.type === "modifyHeaders" ? action.requestHeaders[0] : undefined;
    const host = /^\|(https:\/\/[^/]+)\/$/u.exec(condition.urlFilter ?? "")?.[1] ?? `rule ${id}`;
    (found[host] ??= []).push(change !== undefined && "value" in change ? change.value : "nothing");
  }
  return Object.fromEntries(
    Object.entries(found).map(([host, values]) => {
      const isPair = values.length === 2 && values[0] === values[1];
      return [host, isPair ? (values[0] ?? "") : values.join(" and ")];
    }),
  );
}

it(`has the rules that a model demands after every event of ${SEQUENCES} sequences`, { timeout: 300_000 }, async () => {
  deriveAtOnce();
  // No request hangs in here, and its timer of 25 s would hold every world in memory for as long.
  vi.spyOn(AbortSignal, "timeout").mockImplementation(() => new AbortController().signal);
  const property = asyncProperty(array(EVENT, { minLength: 1, maxLength: 7 }), async (events) => {
    const world = await World.start();
    for (const [number, event] of events.entries()) {
      await happen(world, event);
      await settle(world);
      const after = `after ${number + 1} of ${JSON.stringify(events)}`;
      expect(actual(world), after).toEqual(demanded(world));
      expect(world.server.reuses, after).toBe(0);
    }
  });
  await assert(property, { numRuns: SEQUENCES, timeout: 5_000, ...REPLAY });
});
