import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSER, CLIENT_SECRET, type World, startWorld } from "./world.ts";

/** What the page notes of its own painting. */
interface Noted {
  release?: () => void;
  /** What moved, by its first class, from the first paint on. */
  readonly moved: string[];
}

let world: World;

// Chromium alone: Firefox tells nobody of layout shifts.
describe.runIf(BROWSER === "chromium")("the popup", () => {
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  it.each([0, 3])(
    "paints before the worker answers, and nothing moves when it does, with %i profiles",
    async (count) => {
      for (let nth = 0; nth < count; nth += 1) {
        const changes = { name: `Machine ${nth}`, grantType: "client_credentials", clientId: "machine" } as const;
        const profileId = await world.saveProfile(changes, CLIENT_SECRET);
        if (nth === 0) await world.saveHost({ profileId, pattern: world.sites.url("docs.test", "") });
      }
      const front = await world.browser.newPage(world.sites.url("docs.test"));
      const popup = await openHeldPopup(world.sites.url("docs.test", "/page"));
      expect(await popup.$eval("h1", (heading) => heading.textContent)).toBe("Bearer Bar");
      expect(await popup.evaluate(() => performance.getEntriesByName("first-contentful-paint").length)).toBe(1);
      expect(await popup.$$eval("li.profile", (items) => items.length)).toBe(0);

      await popup.evaluate(() => (globalThis as unknown as { noted: Noted }).noted.release?.());
      await popup.waitForFunction((items) => document.querySelectorAll("li.profile").length === items, {}, count);
      await popup.waitForFunction(() => document.querySelector(".skeleton") === null);
      expect(await popup.evaluate(() => (globalThis as unknown as { noted: Noted }).noted.moved)).toEqual([]);
      await popup.close();
      await front.close();
    },
  );
});

/** The popup as high as the browser makes it at least, whose messages wait for `release`. */
async function openHeldPopup(pageInFront: string): Promise<Page> {
  const popup = await world.browser.newPage();
  await popup.setViewport({ width: 380, height: 320 });
  await popup.evaluateOnNewDocument((url) => {
    const noted: Noted = { moved: [] };
    Object.assign(globalThis, { noted });
    const released = new Promise<void>((resolve) => {
      noted.release = resolve;
    });
    const send = chrome.runtime.sendMessage.bind(chrome.runtime);
    Object.assign(chrome.runtime, { sendMessage: (message: unknown) => released.then(() => send(message)) });
    Object.assign(chrome.tabs, { query: async () => [{ id: 1, url }] });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { sources: { node?: Element }[] })[]) {
        noted.moved.push(...entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? "gone"));
      }
    }).observe({ type: "layout-shift", buffered: true });
  }, pageInFront);
  await popup.goto(world.browser.extensionUrl("popup.html"));
  await popup.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
  return popup;
}
