import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Controls, controlsOf } from "../support/controls.ts";
import { BROWSER, CLIENT_SECRET, type World, signIn, startWorld } from "./world.ts";

let world: World;
let page: Page;
let options: Controls;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.do("discardProfileForm", { draftId: "new" });
  page = await world.browser.openExtensionPage("options.html#/oauths/new");
  options = controlsOf(page);
  await options.find("searchbox", "Search providers");
  return () => page.close();
});

async function valueOf(name: string): Promise<string> {
  const box = await options.find("textbox", name);
  return box.evaluate((element) => (element as HTMLInputElement).value);
}

async function searchFor(text: string): Promise<void> {
  await (await options.find("searchbox", "Search providers")).type(text);
}

/** What the API at the test's host receives from a page that may call it. */
async function sentToApi(): Promise<string | undefined> {
  const docs = await world.browser.newPage(world.sites.url("docs.test"));
  await docs.evaluate(async (url) => (await fetch(url)).status, world.sites.url("api.test", "/me"));
  await docs.close();
  return world.sites.requests.findLast(({ path, method }) => path === "/me" && method === "GET")?.headers.authorization;
}

describe("from an issuer", () => {
  it("names both issuers where they differ, and fills nothing", async () => {
    await options.fill("Issuer or discovery address", `${world.auth.issuer}/`);
    await options.check("checkbox", "Allow plain http for this profile", true);
    await options.click("button", "Discover");
    await options.waitForText(`Expected “${world.auth.issuer}/”, got “${world.auth.issuer}”.`);
    expect(await valueOf("Access token URL")).toBe("");
    await options.click("button", "See the exchange");
    await options.waitForText(/Discovery Not saved .*Issuer differs/u);
    await options.waitForText("GET http://auth.test");
    await options.click("button", "Copy trace");
    await options.waitForText("Copied: trace");
  });

  it("fills in what the server says, and Authorize works", async () => {
    await options.fill("Issuer or discovery address", world.auth.issuer);
    await options.check("checkbox", "Allow plain http for this profile", true);
    await options.click("button", "Discover");
    await options.waitForText(`Filled from ${world.auth.issuer}`);
    expect(await valueOf("Authorization URL")).toBe(world.auth.endpoints.authorization);
    expect(await valueOf("Access token URL")).toBe(world.auth.endpoints.token);

    await options.fill("Name", "Discovered");
    await options.fill("Client ID", "person");
    await options.fill("Client Secret", CLIENT_SECRET);
    await options.fill("Scope", "openid api:read");
    await options.click("button", "Authorize");
    await signIn(await world.browser.waitForAuthWindow());
    await options.waitForText(/Valid for/u);
    expect(world.auth.issued.at(-1)).toMatchObject({ clientId: "person", grantType: "authorization_code" });
  });
});

describe("from a provider", () => {
  it("is found by name, fills the form, and is undone", async () => {
    await searchFor("github");
    await options.click("button", "GitHub");
    await options.waitForText("Filled from GitHub");
    expect(await valueOf("Name")).toBe("GitHub");
    expect(await valueOf("Access token URL")).toBe("https://github.com/login/oauth/access_token");
    await options.click("button", "Undo");
    await options.find("searchbox", "Search providers");
    expect(await valueOf("Access token URL")).toBe("");
    await options.click("button", "Cancel");
    await options.find("button", "Add OAuth");
  });

  it("leads to the first request with a token in 13 interactions or fewer", async () => {
    let interactions = 0;
    const step = async (done: Promise<unknown>): Promise<void> => {
      interactions += 1;
      await done;
    };
    await step(searchFor("spotify"));
    await step(options.click("button", "Spotify"));
    await options.waitForText("Filled from Spotify");
    await step(options.click("radio", "Client Credentials"));
    // The server of the test stands in for the provider's.
    await options.fill("Access token URL", world.auth.endpoints.token);
    await options.check("checkbox", "Allow plain http for this profile", true);
    await step(options.fill("Client ID", "machine"));
    await step(options.fill("Client Secret", CLIENT_SECRET));
    await step(options.click("button", "Authorize"));
    await options.waitForText(/Valid for/u);

    await step(options.click("link", "API hosts"));
    await step(options.click("button", "Add API host"));
    await step(options.fill("API host", world.sites.url("api.test", "")));
    await step(options.choose("Authentication type", "Spotify"));
    await step(options.fill("Page", world.sites.url("docs.test", "")));
    await step(options.click("button", "Add page"));
    await step(options.click("button", "Save"));
    await expect.poll(async () => (await world.browser.sessionRules()).length).toBeGreaterThan(0);
    expect(await sentToApi()).toBe(`Bearer ${world.auth.issued.at(-1)?.accessToken}`);
    process.stdout.write(`From Add OAuth to the first attached request in ${BROWSER}: ${interactions} interactions\n`);
    expect(interactions).toBeLessThanOrEqual(13);
  });
});
