import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clipboardIn } from "../support/clipboard.ts";
import { type Controls, controlsOf } from "../support/controls.ts";
import { BROWSER, CLIENT_SECRET, type World, signIn, startWorld } from "./world.ts";

let world: World;
let page: Page;
let options: Controls;

beforeAll(async () => {
  world = await startWorld();
  page = await world.browser.openExtensionPage("options.html#/oauths");
  options = controlsOf(page);
});
afterAll(() => world.close());

async function expectAttached(token: string): Promise<void> {
  const bearer = `Bearer ${token}`;
  const { sites, browser } = world;
  const docs = await browser.newPage(sites.url("docs.test"));
  const reply = await docs.evaluate(async (url) => (await fetch(url)).json(), sites.url("api.test", "/me"));
  expect(reply).toEqual({ subject: expect.any(String) });

  const greeting = await docs.evaluate(
    (url) =>
      new Promise<string>((resolve, reject) => {
        const socket = new WebSocket(url);
        socket.addEventListener("message", ({ data }) => resolve(String(data)));
        socket.addEventListener("error", () => reject(new Error("WebSocket failed")));
      }),
    sites.url("api.test", "/socket").replace("http:", "ws:"),
  );
  expect(JSON.parse(greeting)).toEqual({ authorization: bearer });

  await docs.goto(sites.url("api.test", "/open?typed"));
  expect(sites.requests.findLast(({ target }) => target === "/open?typed")?.headers.authorization).toBe(bearer);
  expect(sites.requests.findLast(({ path, method }) => path === "/me" && method === "GET")?.headers.authorization).toBe(
    bearer,
  );
  await docs.close();
}

describe("Client Credentials, from Manage OAuth", () => {
  it("saves a profile, names what is wrong with it first, and authorizes", async () => {
    await options.click("button", "Add OAuth");
    await options.fill("Name", "Machine");
    await options.choose("Grant type", "Client Credentials");
    await options.click("button", "Save");
    await options.waitForText("Client ID");
    await options.fill("Client ID", "machine");
    await options.fill("Client Secret", CLIENT_SECRET);
    await options.fill("Access token URL", world.auth.endpoints.token);
    await options.click("button", "Save");
    await options.waitForText(/http/u);
    await options.check("checkbox", "Allow plain http for this profile", true);
    await options.click("button", "Authorize");
    await options.waitForText(/Valid for/u);
    expect(world.auth.issued).toHaveLength(1);
  });

  it("adds an API host by form, and a calling page's fetch, handshake and a typed address carry the token", async () => {
    await options.click("link", "API hosts");
    await options.click("button", "Add API host");
    await options.fill("API host", world.sites.url("api.test", ""));
    await options.choose("Authentication type", "Machine");
    await options.fill("Page", world.sites.url("docs.test", ""));
    await options.click("button", "Add page");
    await options.check("checkbox", "Attach on page loads (GET)", true);
    await options.check("checkbox", "Attach on WebSocket connections", true);
    await options.click("button", "Save");
    await options.waitForText("docs.test");
    await expect.poll(async () => (await world.browser.sessionRules()).length).toBe(3);
    await expectAttached(world.auth.issued[0]?.accessToken ?? "");
  });
});

describe("Authorization Code, from the popup", () => {
  it("signs the person in, and the API receives the new token", async () => {
    const profileId = await world.saveProfile(
      { name: "Person", clientId: "person", scope: "openid api:read" },
      CLIENT_SECRET,
    );
    const { hosts } = await world.snapshot();
    await world.saveHost({ ...hosts[0]?.host, profileId });

    const popup = await world.browser.openExtensionPage("popup.html");
    expect(await controlsOf(popup).exists("listitem", "Person")).toBe(true);
    await popup
      .locator("::-p-aria([name='Person'][role='listitem']) ::-p-aria([name='Authorize'][role='button'])")
      .click();
    await signIn(await world.browser.waitForAuthWindow());
    await world.waitForStatus(profileId, "valid");
    await popup.waitForSelector("::-p-aria([name='Person'][role='listitem']) ::-p-aria([name='Renew'][role='button'])");
    const issued = world.auth.issued.at(-1);
    expect(issued?.grantType).toBe("authorization_code");
    await expectAttached(issued?.accessToken ?? "");
    await popup.close();
  });

  it("sends state and an S256 challenge, and the verifier that fits", () => {
    const sent = world.auth.requests.find(({ path }) => path === "/auth")?.query;
    expect(sent?.get("code_challenge_method")).toBe("S256");
    expect(sent?.get("state")).toMatch(/^[\w-]{43}$/u);
    const exchange = world.auth.requests.find(({ form }) => form.get("grant_type") === "authorization_code");
    expect(exchange?.form.get("redirect_uri")).toBe(world.extension.redirectUrl());
    expect(exchange?.headers.cookie).toBeUndefined();
    expect(exchange?.headers.origin).toBeUndefined();
  });

  it("copies the token in one click", async () => {
    const popup = await world.browser.openExtensionPage("popup.html");
    await popup
      .locator("::-p-aria([name='Person'][role='listitem']) ::-p-aria([name='Copy token'][role='button'])")
      .click();
    await popup.waitForSelector("::-p-text(Copied)");
    const scratch = await world.browser.newPage(world.sites.url("docs.test"));
    const clipboard = await clipboardIn(scratch);
    expect(await clipboard.paste()).toBe(world.auth.issued.at(-1)?.accessToken);
    await scratch.close();
    await popup.close();
  });
});

it(`leaves no token and no secret in any console message of ${BROWSER}`, async () => {
  const said = JSON.stringify(await world.browser.consoleMessages());
  for (const needle of [CLIENT_SECRET, ...world.auth.issued.map(({ accessToken }) => accessToken)]) {
    expect(said).not.toContain(needle);
  }
});
