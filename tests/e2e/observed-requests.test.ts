import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ObservedRequest } from "../../lib/domain/observed-request.ts";
import { pollUntil } from "../support/wait.ts";
import { CLIENT_SECRET, type World, startWorld } from "./world.ts";

let world: World;
let profileId: string;
let oddId: string;

beforeAll(async () => {
  // Granted without being listed: a page that the browser has not granted is not told of.
  world = await startWorld({ granted: ["auth.test", "api.test", "docs.test", "evil.test"] });
  profileId = await world.saveProfile(
    { name: "Machine", grantType: "client_credentials", clientId: "machine" },
    CLIENT_SECRET,
  );
  // The API knows no such scheme.
  oddId = await world.saveProfile(
    { name: "Odd", grantType: "client_credentials", clientId: "machine", headerPrefix: "Odd" },
    CLIENT_SECRET,
  );
  await world.saveHost({ profileId });
  await world.authorize(oddId);
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

describe("the popup over a page that called the API", () => {
  /** What the popup says of each of the tab's requests, newest first, without their times. */
  async function listedInPopup(count: number): Promise<readonly string[]> {
    // One that came back after Authorize is that of the page in front then; Firefox keeps it open.
    await pollUntil("no popup", async () => {
      if (!(await world.browser.isPopupOpen())) return true;
      await world.browser.evaluateInPopup(({ window }) => window.close());
      return undefined;
    });
    return pollUntil(`${count} requests in the popup`, async () => {
      if (!(await world.browser.isPopupOpen())) await world.browser.openPopup();
      const rows = await world.browser.evaluateInPopup(({ window: { document } }) =>
        [...document.querySelectorAll(".request")].map((row) => {
          const part = (name: string): string => row.querySelector(name)?.textContent?.trim() ?? "";
          return [part(".status"), part(".request-target"), part(".request-token")].join(" | ");
        }),
      );
      if (rows.length === count) return rows;
      const region = await world.browser.evaluateInPopup(({ window: { document } }) => document.body.textContent);
      throw new Error(`It lists ${JSON.stringify(rows)} in ${region}`);
    });
  }

  it("lists each with its answer and its token, and none of another tab", async () => {
    const me = world.sites.url("api.test", "/me");
    const page = await world.browser.newPage(world.sites.url("docs.test"));
    await page.evaluate((url) => fetch(url), me);
    await world.saveHostOnce(oddId);
    await page.evaluate((url) => fetch(url), me);
    await page.bringToFront();
    expect(await listedInPopup(2)).toEqual(["401 | GET /me | Token of Odd", "200 | GET /me | Token of Machine"]);
    await page.close();
  });

  it("names a page that is not listed, with the button that lists it", async () => {
    const page = await world.browser.newPage(world.sites.url("evil.test"));
    await page.evaluate((url) => fetch(url), world.sites.url("api.test", "/open"));
    await page.bringToFront();
    expect(await listedInPopup(1)).toEqual(["200 | GET /open | No token: the page that made it is not listed"]);
    const words = await world.browser.evaluateInPopup(({ window: { document } }) => document.body.textContent);
    expect(words).toContain("Let this page call it");
    await page.close();
  });
});
