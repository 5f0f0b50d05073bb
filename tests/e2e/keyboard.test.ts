import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { controlsOf } from "../support/controls.ts";
import { keyboardOf } from "../support/keyboard.ts";
import { BROWSER, CLIENT_SECRET, type World, startWorld } from "./world.ts";

const MACHINE = { name: "Machine", grantType: "client_credentials", clientId: "machine" } as const;

let world: World;

// Chromium alone: headless Firefox has lost its window's focus once Tab has gone through the browser's own buttons.
describe.runIf(BROWSER === "chromium")("with the keyboard", () => {
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  it("the whole main job is done by keyboard alone, and the focus is never lost", async () => {
    const page = await world.browser.openExtensionPage("options.html#/oauths");
    const keys = keyboardOf(page);
    const screen = controlsOf(page);

    await keys.press("button", "Add OAuth");
    await keys.fill("Name", "Machine");
    await keys.choose("Grant type", "Client");
    await keys.fill("Client ID", "machine");
    await keys.fill("Client Secret", CLIENT_SECRET);
    await keys.fill("Access token URL", world.auth.endpoints.token);
    await keys.toggle("checkbox", "Allow plain http for this profile");
    await keys.press("button", "Authorize");
    await screen.waitForText(/Valid for/u);
    await keys.expectFocus();

    await keys.press("link", "API hosts");
    await screen.waitForText("No API host yet");
    await keys.expectFocus();
    await keys.press("button", "Add API host");
    await keys.fill("API host", world.sites.url("api.test", ""));
    await keys.choose("Authentication type", "Machine");
    await keys.fill("Page", world.sites.url("docs.test", ""));
    await keys.press("button", "Add page");
    await keys.expectFocus();
    await keys.press("button", "Save");
    await screen.waitForText("Requests carry the token of Machine");
    await keys.expectFocus();

    const docs = await world.browser.newPage(world.sites.url("docs.test"));
    const call = (): Promise<number> =>
      docs.evaluate(async (url) => (await fetch(url)).status, world.sites.url("api.test", "/me"));
    expect(await call()).toBe(200);

    await page.bringToFront();
    await keys.choose("Authentication type", "None");
    await screen.waitForText("Authentication type is None");
    await keys.expectFocus();
    expect(await call()).toBe(401);
    await docs.close();
    await page.close();
    await world.do("resetStorage", {});
  });

  it("the popup's buttons are reached and pressed by keyboard", async () => {
    await world.authorize(await world.saveProfile(MACHINE, CLIENT_SECRET));
    const before = world.auth.issued.length;
    const popup = await world.browser.openExtensionPage("popup.html");
    const keys = keyboardOf(popup);
    await keys.press("button", "Renew");
    await expect.poll(() => world.auth.issued.length).toBe(before + 1);
    await controlsOf(popup).find("button", "Renew");
    await keys.expectFocus();
    await keys.press("button", "Copy token");
    await controlsOf(popup).waitForText("Copied");
    await keys.expectFocus();
    await popup.close();
  });

  it("the entry of a list that a key leads to is marked", async () => {
    await world.do("resetStorage", {});
    await world.saveProfile(MACHINE, CLIENT_SECRET);
    for (const path of ["options.html#/oauths", "popup.html"]) {
      const page = await world.browser.openExtensionPage(path);
      await controlsOf(page).find("listitem", MACHINE.name);
      await page.bringToFront();
      await page.keyboard.press("j");
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
      expect({ path, outline }).toEqual({ path, outline: "solid" });
      await page.close();
    }
  });

  it("End goes to the last of hundreds of API hosts, which opens with Enter, and nothing moves while others are drawn", async () => {
    await world.do("resetStorage", {});
    const patterns = Array.from({ length: 200 }, (_, number) => `https://api-${number}.example.com`);
    for (const pattern of patterns) await world.saveHost({ pattern, profileId: null, callingPages: [] });
    const last = patterns.at(-1) ?? "";
    const page = await world.browser.openExtensionPage("options.html#/hosts");
    await page.setViewport({ width: 1000, height: 600 });
    await controlsOf(page).waitForText("200 API hosts");
    await page.bringToFront();

    await page.keyboard.press("End");
    await page.waitForFunction(() => scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight);
    await controlsOf(page).find("button", `Edit ${last}`);
    await page.keyboard.press("k");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForSelector(`[aria-label="Edit ${last}"][aria-expanded="true"]:focus`);

    const isGrowing = (count: number): boolean => document.querySelectorAll(".host-card").length > count;
    const [drawn, place] = await page.evaluate(() => {
      document.querySelector("li[aria-posinset='190']")?.scrollIntoView({ behavior: "instant" });
      const top = document.querySelector("li[aria-posinset='190']")?.getBoundingClientRect().top;
      return [document.querySelectorAll(".host-card").length, top] as const;
    });
    await page.waitForFunction(isGrowing, {}, drawn);
    expect(drawn).toBeLessThan(patterns.length);
    const now = await page.$eval("li[aria-posinset='190']", (entry) => entry.getBoundingClientRect().top);
    expect(Math.abs(now - (place ?? 0))).toBeLessThan(2);
    await page.close();
  });
});
