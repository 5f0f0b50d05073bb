import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { breakSignature } from "../../lib/domain/test-mode.ts";
import { pollUntil } from "../support/wait.ts";
import { CELLS, runCells } from "./leak-cells.ts";
import { CLIENT_SECRET, HOSTS, type World, startWorld } from "./world.ts";

/** The whole table in one piece, so that a difference shows which cells leak and which fell silent. */
async function table(world: World, token: string, cells = CELLS): Promise<Record<string, Seen>> {
  const rows: Record<string, Seen> = {};
  const page = await world.browser.newPage();
  for (const [name, seen] of await runCells(cells, world, page)) {
    rows[name] = seen === null ? "none" : seen === `Bearer ${token}` ? "token" : "something else";
  }
  await page.close();
  return rows;
}

type Seen = "token" | "none" | "something else";

function expected(pageLoads: boolean, cells = CELLS): Record<string, string> {
  return Object.fromEntries(
    cells.map(({ name, carries }) => {
      return [name, carries === "yes" || (carries === "page load" && pageLoads) ? "token" : "none"];
    }),
  );
}

const FEW_NAMES = new Set([
  "fetch from a calling page",
  "the preflight of that POST",
  "fetch from the API host's own page",
  "fetch from a hostile page",
  "fetch from a subdomain of the API host",
  "fetch to the API host's other port",
  "link on a hostile page",
  "WebSocket from a calling page",
  "WebSocket from a hostile page",
]);

/** One cell for each rule, and one for each way past it: test modes travel in the rules of the whole table. */
const FEW_CELLS = CELLS.filter(({ name }) => FEW_NAMES.has(name));

/** Where there is no rule, none of the whole table has one that could act. */
async function expectNoToken(world: World, token: string): Promise<void> {
  await pollUntil("the rules to go", async () => (await world.browser.sessionRules()).length === 0);
  expect(await table(world, token, FEW_CELLS)).toEqual(Object.fromEntries(FEW_CELLS.map(({ name }) => [name, "none"])));
}

// The states without a token need no second look under wider permissions: there is no rule then that could act.
describe.each([
  {
    what: "with permission for the API host and its calling page",
    granted: ["auth.test", "api.test", "docs.test"],
    states: true,
  },
  { what: "with permission for every site there is", granted: [...HOSTS], states: false },
])("who carries the token, $what", ({ granted, states }) => {
  let world: World;
  let profileId: string;
  let hostId: string;
  let token: string;

  beforeAll(async () => {
    world = await startWorld({ granted, server: { lifetimes: { accessToken: 3600 } } });
    profileId = await world.saveProfile(
      { name: "Machine", grantType: "client_credentials", clientId: "machine", autoRenew: false },
      CLIENT_SECRET,
    );
    hostId = await world.saveHost({ profileId });
    token = await world.authorize(profileId);
    await pollUntil("the rules", async () => (await world.browser.sessionRules()).length === 3);
    // While a tab of a site is open, Chromium needs no new process for each page of it.
    for (const site of ["api.test", "docs.test", "evil.test"]) await world.browser.newPage(world.sites.url(site));
  });
  afterAll(() => world.close());

  /** Changes the API host in place. */
  async function changeHost(changes: Parameters<World["saveHost"]>[0]): Promise<void> {
    await world.saveHost({ id: hostId, profileId, ...changes });
  }

  it("while it is fresh", async () => {
    expect(await table(world, token)).toEqual(expected(true));
  });

  it("while it is fresh and page loads are off", async () => {
    await changeHost({ pageLoads: false });
    expect(await table(world, token)).toEqual(expected(false));
    await changeHost({});
  });

  it("never on the extension's own token request, though the API is on the same host", async () => {
    const twin = await world.saveHost({ pattern: world.auth.issuer, profileId });
    await world.authorize(profileId);
    const requests = world.auth.requests.filter(({ path }) => path === "/token");
    const basic = `Basic ${btoa(`machine:${CLIENT_SECRET}`)}`;
    expect(requests.length).toBeGreaterThan(1);
    expect(new Set(requests.map(({ headers }) => headers.authorization))).toEqual(new Set([basic]));
    await world.do("deleteHost", { hostId: twin });
  });

  if (!states) return;

  it("in a test mode, of what that asks for in place of the token", async () => {
    const machine = { grantType: "client_credentials", clientId: "machine" } as const;
    const other = await world.saveProfile({ ...machine, name: `Other ${Math.random()}` }, CLIENT_SECRET);
    const [own, otherToken] = [await world.authorize(profileId), await world.authorize(other)];
    const all = expected(true, FEW_CELLS);
    for (const { kind, carried } of [
      { kind: "broken_signature", carried: breakSignature(own) },
      { kind: "other_profile", carried: otherToken },
    ] as const) {
      await world.do("setTestMode", { hostId, testMode: { kind, profileId: other, minutes: 5 } });
      expect([kind, await table(world, carried, FEW_CELLS)]).toEqual([kind, all]);
    }
    // None has expired yet.
    for (const kind of ["no_token", "expired_token"] as const) {
      await world.do("setTestMode", { hostId, testMode: { kind, minutes: 5 } });
      expect([kind, Object.values(await table(world, own, FEW_CELLS))]).toEqual([kind, FEW_CELLS.map(() => "none")]);
    }
    await world.do("deleteProfile", { profileId: other });
    await world.do("setTestMode", { hostId, testMode: null });
    expect(await table(world, own, FEW_CELLS)).toEqual(all);
  });

  it("by nobody while the host's Authentication type is None", async () => {
    await changeHost({ profileId: null });
    await expectNoToken(world, token);
  });

  it("by nobody while the host is switched off", async () => {
    await changeHost({ enabled: false });
    await expectNoToken(world, token);
    await changeHost({});
  });

  it("by nobody once the permission for the API host is withdrawn, and all as before when it is given again", async () => {
    await world.browser.setSiteAccess("http://api.test/*", false);
    await expectNoToken(world, token);
    await world.browser.setSiteAccess("http://api.test/*", true);
    await pollUntil("the rules to come back", async () => (await world.browser.sessionRules()).length === 3);
  });

  it("by nobody once it has expired", async () => {
    world.auth.lifetimes.accessToken = 2;
    const stale = await world.authorize(profileId);
    await world.waitForStatus(profileId, "expired");
    await expectNoToken(world, token);
    // But where a test mode asks for it.
    await world.do("setTestMode", { hostId, testMode: { kind: "expired_token", minutes: 5 } });
    expect(await table(world, stale, FEW_CELLS)).toEqual(expected(true, FEW_CELLS));
  });
});
