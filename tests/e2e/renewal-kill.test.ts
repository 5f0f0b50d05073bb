import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startBadServer, type BadReply, type BadServer } from "../support/bad-server.ts";
import { pollUntil } from "../support/wait.ts";
import { BROWSER, CLIENT_SECRET, type World, startWorld } from "./world.ts";

/** How late a rule may go on a busy machine, milliseconds; a browser's alarm would come half a minute late. */
const LATEST_MS = 3_000;

/**
 * The worker is ended at the main points of a refresh and of an authorization, in the real browser. What each of the
 * finer points leaves behind is in tests/app/faults.test.ts.
 */
let world: World;
let server: BadServer;
let profileId: string;
let count = 0;

beforeAll(async () => {
  world = await startWorld();
  server = await startBadServer({ host: "auth.test" });
});
afterAll(async () => {
  await server.close();
  await world.close();
});

function tokens(expiresIn: number): BadReply {
  count += 1;
  const body = {
    access_token: `access-${count}`,
    refresh_token: `refresh-${count}`,
    token_type: "Bearer",
    expires_in: expiresIn,
  };
  return { kind: "json", body };
}

/** A profile attached to the API with a token of so many seconds, at a server that answers as it is told. */
async function authorized(expiresIn: number): Promise<string> {
  server.answer("/auth", {
    kind: "authorization-response",
    respond: ({ state }) => ({
      query: [
        ["code", "C"],
        ["state", state ?? ""],
      ],
    }),
  });
  server.answer("/token", tokens(expiresIn));
  const id = await world.saveProfile(
    {
      name: `Killed ${count}`,
      clientId: "person",
      authorizationUrl: `${server.origin}/auth`,
      tokenUrl: `${server.origin}/token`,
    },
    CLIENT_SECRET,
  );
  const [host] = (await world.snapshot()).hosts;
  await world.saveHost({ ...host?.host, profileId: id });
  await world.do("authorize", { profileId: id });
  await world.waitForStatus(id, "valid");
  return id;
}

function refreshes(): number {
  return server.requests.filter(({ form }) => form.get("grant_type") === "refresh_token").length;
}

async function attached(): Promise<string[]> {
  const rules = await world.browser.sessionRules();
  const values = rules.flatMap(({ action }) => action.requestHeaders?.map(({ value }) => value ?? "") ?? []);
  return [...new Set(values)];
}

beforeEach(() => server.clear());

describe("a worker that is killed", () => {
  it("while a refresh waits for its answer: says so, and never presents the token again by itself", async () => {
    profileId = await authorized(12);
    expect(await attached()).toEqual([`Bearer access-${count}`]);
    server.answer("/token", { kind: "silent" });
    // By the person: an alarm that is near would start the next worker before this one is seen to have ended.
    await world.do("authorize", { profileId });
    await server.waitForRequest(({ form }) => form.get("grant_type") === "refresh_token");
    await world.browser.killWorker();
    const { status, token } = (await world.profile(profileId)) ?? {};
    expect(status).toMatchObject({ problem: { error: { code: "renewal_interrupted" } } });
    expect(status).not.toMatchObject({ problem: { retryAtMs: expect.any(Number) } });
    // Due two seconds before its end; past that it is in no rule, and no second refresh was made for it.
    const goneAtMs = await pollUntil("the rules to go", async () => (await attached()).length === 0 && Date.now());
    expect(goneAtMs).toBeLessThan((token?.expiresAtMs ?? 0) + LATEST_MS);
    expect(refreshes()).toBe(1);
  });

  it("is tried once more when the person presses Renew", async () => {
    server.answer("/token", tokens(3600));
    await world.do("authorize", { profileId });
    await pollUntil("the new token", async () => (await attached())[0] === `Bearer access-${count}`);
    expect(refreshes()).toBe(1);
  });

  it("right after a refresh was answered: has the new token set, or says that the answer was lost", async () => {
    profileId = await authorized(3600);
    const old = count;
    server.answer("/token", tokens(3600));
    await world.do("authorize", { profileId });
    await server.waitForRequest(({ form }) => form.get("grant_type") === "refresh_token");
    await world.browser.killWorker();
    const profile = await world.profile(profileId);
    const isSaved = profile?.status.kind === "valid" && profile.status.problem === undefined;
    if (isSaved) expect(await attached()).toEqual([`Bearer access-${old + 1}`]);
    else expect(profile?.status).toMatchObject({ problem: { error: { code: "renewal_interrupted" } } });
    expect(refreshes()).toBe(1);
  });

  it("while a code is exchanged: says that the answer is lost, and the code is not sent twice", async () => {
    profileId = await authorized(3600);
    server.clear();
    server.answer("/token", { kind: "silent" });
    await world.do("authorize", { profileId, anew: true });
    await server.waitForRequest(({ form }) => form.get("grant_type") === "authorization_code");
    await world.browser.killWorker();
    expect((await world.profile(profileId))?.status).toMatchObject({
      kind: "valid",
      problem: { error: { code: "authorization_interrupted" } },
    });
    expect(server.requests.filter(({ path }) => path === "/token")).toHaveLength(1);
    // The grant that was there before is as good as it was.
    expect(await attached()).toEqual([`Bearer access-${count}`]);
  });

  // Chromium alone: Firefox does not wake a sleeping background for an API's 401.
  it.runIf(BROWSER === "chromium")("and has a rule: a 401 wakes it, and the token is renewed", async () => {
    profileId = await authorized(3600);
    server.clear();
    server.answer("/token", tokens(3600));
    const old = (await attached())[0];
    await world.browser.killWorker();
    const docs = await world.browser.newPage(world.sites.url("docs.test"));
    const call = (): Promise<number> =>
      docs.evaluate(async (url) => (await fetch(url)).status, world.sites.url("api.test", "/me"));
    await pollUntil("a renewal", async () => (await call()) === 401 && refreshes() > 0, { intervalMs: 300 });
    await pollUntil("the new token", async () => (await attached())[0] === `Bearer access-${count}`);
    expect(old).not.toBe(`Bearer access-${count}`);
    for (let again = 0; again < 10; again += 1) await call();
    expect(refreshes()).toBe(1);
    await docs.close();
  });
});

describe("a server that can't be reached", () => {
  it("costs nothing: the browser knows that no connection was made, and it is tried again", async () => {
    profileId = await authorized(3600);
    await server.close();
    await world.do("authorize", { profileId });
    const profile = await pollUntil("the failure", async () => {
      const current = await world.profile(profileId);
      return current !== undefined && "problem" in current.status && current.status.problem !== undefined
        ? current
        : undefined;
    });
    expect(profile.status).toMatchObject({ kind: "valid", problem: { error: { code: "network", unsent: true } } });
    expect("problem" in profile.status && profile.status.problem?.retryAtMs).toBeGreaterThan(Date.now());
  });
});
