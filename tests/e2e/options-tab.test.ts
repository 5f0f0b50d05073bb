import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { controlsOf } from "../support/controls.ts";
import { pollUntil } from "../support/wait.ts";
import { BROWSER, type World, startWorld } from "./world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** Presses a button of the popup, which stands in a tab of its own here. */
async function pressInPopup(name: string): Promise<void> {
  const popup = await world.browser.openExtensionPage("popup.html");
  await controlsOf(popup).click("button", name);
}

/** The tabs of Manage OAuth, as the browser tells them without a permission. */
function optionsTabs() {
  return world.browser.evaluateInBackground(async () => {
    const tabs = await chrome.tabs.query({ url: `${chrome.runtime.getURL("/options.html")}*` });
    return tabs.map(({ active, title, url = "" }) => ({ active, title, hash: new URL(url).hash }));
  });
}

function waitForTab(hash: string): Promise<unknown> {
  return pollUntil(hash, async () => (await optionsTabs()).some((tab) => tab.hash === hash && tab.active));
}

function typedName(page: Page): Promise<string> {
  return page.$eval("form input", ({ value }) => value);
}

it("the popup's buttons show the one tab of Manage OAuth, which is titled after its page", async () => {
  await pressInPopup("Manage OAuth");
  await waitForTab("#/oauths");
  await pressInPopup("Add OAuth");
  await waitForTab("#/oauths/new");
  const title = "Add OAuth – Manage OAuth – Bearer Bar";
  await pollUntil("the page's title", async () => (await optionsTabs()).every((tab) => tab.title === title));
  expect(await optionsTabs()).toHaveLength(1);
});

// Only in Chromium a tab in which the driver opened the popup closes itself, by which both clicks have been dealt with.
it.runIf(BROWSER === "chromium")("a double click opens one tab", async () => {
  const popup = await world.browser.openExtensionPage("popup.html");
  const button = await controlsOf(popup).find("button", "Manage OAuth");
  await world.browser.evaluateInBackground(async () => {
    const tabs = await chrome.tabs.query({ url: `${chrome.runtime.getURL("/options.html")}*` });
    await chrome.tabs.remove(tabs.flatMap(({ id }) => id ?? []));
  });
  await button.evaluate((element) => {
    if (!(element instanceof HTMLElement)) return;
    element.click();
    element.click();
  });
  await pollUntil("the popup to close", () => popup.isClosed());
  await waitForTab("#/oauths");
  expect(await optionsTabs()).toHaveLength(1);
});

it("a form that is typed into is shown as it is, and is there again after another page", async () => {
  const page = await world.browser.openExtensionPage("options.html#/oauths/new");
  const form = controlsOf(page);
  await form.fill("Name", "Half typed");
  await pressInPopup("Manage OAuth");
  await waitForTab("#/oauths/new");
  expect(await typedName(page)).toBe("Half typed");
  await form.click("link", "Activity");
  await pressInPopup("Add OAuth");
  await waitForTab("#/oauths/new");
  await form.waitForText("Restored what you had typed");
  expect(await typedName(page)).toBe("Half typed");
  await page.close();
});

it("what is typed of an API host is there again after the page was closed", async () => {
  const page = await world.browser.openExtensionPage("options.html#/hosts/new");
  await controlsOf(page).fill("API host", "https://half.example.com");
  await pollUntil("the draft", async () => (await world.snapshot()).hostDrafts[0]?.host.pattern.endsWith(".com"));
  await page.close();
  const again = await world.browser.openExtensionPage("options.html#/hosts");
  await controlsOf(again).click("button", "Continue");
  await controlsOf(again).waitForText("Restored what you had typed");
  expect(await typedName(again)).toBe("https://half.example.com");
  await controlsOf(again).click("button", "Cancel");
  await controlsOf(again).click("button", "Undo: https://half.example.com");
  await controlsOf(again).waitForText("Restored what you had typed");
  expect(await typedName(again)).toBe("https://half.example.com");
  await again.close();
});

it("a tab that shows Settings is left as it is, where a passphrase may be half typed", async () => {
  await world.browser.evaluateInBackground(async () => {
    const tabs = await chrome.tabs.query({ url: `${chrome.runtime.getURL("/options.html")}*` });
    await chrome.tabs.remove(tabs.flatMap(({ id }) => id ?? []));
  });
  await world.browser.openExtensionPage("options.html#/settings");
  await pressInPopup("Add OAuth");
  await waitForTab("#/oauths/new");
  expect((await optionsTabs()).map(({ hash }) => hash)).toEqual(["#/settings", "#/oauths/new"]);
});
