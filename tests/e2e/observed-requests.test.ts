import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ObservedRequest } from "../../lib/domain/observed-request.ts";
import { pollUntil } from "../support/wait.ts";
import { CLIENT_SECRET, type World, startWorld } from "./world.ts";

let world: World;
let profileId: string;

beforeAll(async () => {
  // Granted without being listed: a page that the browser has not granted is not told of.
  world = await startWorld({ granted: ["auth.test", "api.test", "docs.test", "evil.test"] });
  profileId = await world.saveProfile(
    { name: "Machine", grantType: "client_credentials", clientId: "machine" },
    CLIENT_SECRET,
  );
  await world.saveHost({ profileId });
  await world.authorize(profileId);
});
afterAll(() => world.close());

/** Has a page of `host` call the API, and answers with what was seen of it, newest first. */
async function callFrom(host: string, path: string, init: RequestInit = {}): Promise<readonly ObservedRequest[]> {
  const url = world.sites.url("api.test", path);
  const page = await world.browser.newPage(world.sites.url(host));
  await page.evaluate((target, options) => fetch(target, options).catch(() => undefined), `${url}?secret-query`, init);
  await page.close();
  return pollUntil(`${path} from ${host} among the requests`, async () => {
    const requests = await world.do("listRequests", {});
    const seen = requests.filter((request) => request.url === url);
    return seen.some(({ method }) => method !== "OPTIONS") ? seen : undefined;
  });
}

describe("a request to an API host", () => {
  it("from a calling page is seen with its token and its status", async () => {
    const [request] = await callFrom("docs.test", "/me");
    expect(request).toMatchObject({
      method: "GET",
      type: "xmlhttprequest",
      initiator: world.sites.url("docs.test", ""),
      tabId: expect.any(Number),
      carried: { kind: "profile", profileId },
      status: 200,
    });
    expect(request?.durationMs).toBeGreaterThanOrEqual(0);
  });

  it("from a page that is not listed is seen without it, and why", async () => {
    const [request] = await callFrom("evil.test", "/open");
    expect(request).toMatchObject({
      initiator: world.sites.url("evil.test", ""),
      carried: { kind: "none", reason: "page_not_listed" },
      status: 200,
    });
  });

  it("that brings a token of its own is told apart, with what the API says of that", async () => {
    const [request] = await callFrom("evil.test", "/me", { headers: { authorization: "Bearer not-ours" } });
    expect(request).toMatchObject({
      carried: { kind: "other", reason: "page_not_listed" },
      status: 401,
      challenge: { error: "invalid_token", errorDescription: "The token is unknown or expired" },
    });
  });

  it("is listed for its tab alone, and without its query", async () => {
    const requests = await world.do("listRequests", {});
    const tabId = requests.find(({ status }) => status === 401)?.tabId;
    const ofTab = await world.do("listRequests", tabId === undefined ? {} : { tabId });
    expect(ofTab.length).toBeGreaterThan(0);
    expect(ofTab.every((request) => request.tabId === tabId)).toBe(true);
    expect(ofTab.length).toBeLessThan(requests.length);
    const text = JSON.stringify(requests);
    expect(text).not.toContain("secret-query");
    expect(text).not.toContain("not-ours");
    expect(text).not.toContain(world.auth.issued[0]?.accessToken);
  });

  it("is not watched while Observe requests is off", async () => {
    const { settings } = await world.snapshot();
    await world.do("saveSettings", { settings: { ...settings, observeRequests: false } });
    const docs = await world.browser.newPage(world.sites.url("docs.test"));
    const me = world.sites.url("api.test", "/me");
    expect(await docs.evaluate(async (url) => (await fetch(url)).status, me)).toBe(200);
    await docs.close();
    await world.do("saveSettings", { settings });
    const later = await callFrom("docs.test", "/open");
    expect(await world.do("listRequests", {})).toEqual(later);
  });
});
