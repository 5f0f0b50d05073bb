import { afterAll, beforeAll, expect, it } from "vitest";
import { pollUntil } from "../support/wait.ts";
import { CLIENT_SECRET, type World, startWorld } from "./world.ts";

/** Renewal without a refresh token, where the profile allows it: the server is asked silently, with prompt=none. */
let world: World;
let profileId: string;

beforeAll(async () => {
  world = await startWorld({ server: { lifetimes: { accessToken: 6 } } });
  profileId = await world.saveProfile(
    { name: "Silent", clientId: "silent", scope: "openid api:read", silentRenew: true },
    CLIENT_SECRET,
  );
  await world.saveHost({ profileId });
});
afterAll(() => world.close());

const silentRequests = (): number =>
  world.auth.requests.filter(({ path, query }) => path === "/auth" && query.get("prompt") === "none").length;

it("renews as long as the person is signed in at the server, and no window opens", async () => {
  const first = await world.authorize(profileId);
  const windows = (await world.browser.puppeteer.pages()).length;
  const second = await pollUntil("a second token", () => world.auth.issued[1]);
  expect(second).toMatchObject({ grantType: "authorization_code", clientId: "silent" });
  expect(second.accessToken).not.toBe(first);
  expect(silentRequests()).toBeGreaterThan(0);
  expect((await world.browser.puppeteer.pages()).length).toBe(windows);
  await world.waitForStatus(profileId, "valid");
});

it("says that the person is needed when the server answers login_required, and asks no more", async () => {
  await world.browser.puppeteer.deleteCookie(...(await world.browser.puppeteer.cookies()));
  const { status } = await pollUntil("the failure", async () => {
    const profile = await world.profile(profileId);
    return profile !== undefined && "problem" in profile.status && profile.status.problem !== undefined && profile;
  });
  expect(status).toMatchObject({ problem: { error: { code: "needs_authorization", error: "login_required" } } });
  expect(status).not.toMatchObject({ problem: { retryAtMs: expect.any(Number) } });
  const asked = silentRequests();
  // Past its end, at which anything that would be tried again is tried.
  await world.waitForStatus(profileId, "expired");
  expect(await world.browser.sessionRules()).toEqual([]);
  expect(silentRequests()).toBe(asked);
});
