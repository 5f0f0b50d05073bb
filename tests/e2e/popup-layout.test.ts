import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { controlsOf } from "../support/controls.ts";
import { BROWSER, type World, startWorld } from "./world.ts";

const LONG = "Customer master data of the north-western region, second production line, read only";
const SERVER = { tokenUrl: "https://login.example.com/token", clientId: "layout" } as const;

let world: World;

beforeAll(async () => {
  world = await startWorld();
  await world.saveProfile({ ...SERVER, name: LONG, grantType: "client_credentials" }, "secret");
});
afterAll(() => world.close());

/** Saves the profiles that are not there yet: the list is as long then. */
async function addProfiles(...names: string[]): Promise<void> {
  const there = new Set((await world.snapshot()).profiles.map(({ name }) => name));
  for (const name of names.filter((each) => !there.has(each))) {
    await world.saveProfile({ ...SERVER, name, grantType: "client_credentials" }, "secret");
  }
}

/** The popup as wide as it is, and as high as the browser makes it at least. */
async function openPopup(): Promise<Page> {
  const popup = await world.browser.openExtensionPage("popup.html");
  await popup.setViewport({ width: 380, height: 320 });
  await popup.waitForSelector("li.profile");
  return popup;
}

async function expectMenuInView(popup: Page): Promise<void> {
  await controlsOf(popup).find("menuitem", ".env line");
  const { top, bottom } = await popup.$eval("[role=menu]", (menu) => menu.getBoundingClientRect().toJSON() as DOMRect);
  expect(top).toBeGreaterThanOrEqual(0);
  expect(bottom).toBeLessThanOrEqual(320);
}

describe("the popup", () => {
  it("shows all of a profile's name and its state in one line, however long the name", async () => {
    const popup = await openPopup();
    const { isCut, lines } = await popup.$eval("li.profile", (row) => {
      const [name, status] = [".profile-name", ".status span"].map((css) => row.querySelector(css) ?? row);
      if (name === undefined || status === undefined) throw new Error("No profile");
      return {
        isCut: name.scrollHeight > name.clientHeight || name.scrollWidth > name.clientWidth,
        lines: status.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(status).lineHeight),
      };
    });
    expect({ isCut, lines: Math.round(lines) }).toEqual({ isCut: false, lines: 1 });
    await popup.close();
  });

  it("takes what is typed after / into a search box, which Escape takes away again", async () => {
    const popup = await openPopup();
    expect(await controlsOf(popup).exists("searchbox", "Search profiles")).toBe(false);
    await popup.bringToFront();
    await popup.keyboard.type("/no such name");
    const search = await controlsOf(popup).find("searchbox", "Search profiles");
    expect(await search.evaluate((box) => (box as HTMLInputElement).value)).toBe("no such name");
    await controlsOf(popup).waitForText("No profile");
    await popup.keyboard.press("Escape");
    await popup.waitForSelector("li.profile");
    expect(await controlsOf(popup).exists("searchbox", "Search profiles")).toBe(false);
    await popup.close();
  });

  it("is no higher with the last row's copy menu open, which is in view", async () => {
    const popup = await openPopup();
    const heights = () =>
      popup.evaluate(() =>
        [document.documentElement, document.querySelector(".popup-main")].map((each) => each?.scrollHeight),
      );
    const before = await heights();
    await controlsOf(popup).click("button", "More ways to copy");
    await expectMenuInView(popup);
    expect(await heights()).toEqual(before);
    await popup.close();
  });

  it("brings the whole copy menu into view, of a row below the edge too", async () => {
    await addProfiles("Orders", "Invoices", "Search", "Reports");
    const popup = await openPopup();
    await popup.waitForFunction(() => document.querySelectorAll("li.profile").length === 5);
    // The driver's own click would scroll to the button first.
    await popup.$eval("li.profile:last-child [aria-haspopup=menu]", (button) => (button as HTMLElement).click());
    await expectMenuInView(popup);
    await popup.close();
  });

  it.each([
    { height: 600, what: "as high as it gets" },
    { height: 300, what: "half as high, as at a zoom of 200%" },
  ])("$what, has its footer in view, and each button clear of it once it has the focus", async ({ height }) => {
    await addProfiles("Orders", "Invoices", "Search", "Reports", "Stock", "Prices", "Parcels");
    const popup = await openPopup();
    await popup.setViewport({ width: 380, height });
    await popup.waitForFunction(() => document.querySelectorAll("li.profile").length === 8);
    const covered = await popup.evaluate(() => {
      const isHit = (button: Element): boolean => {
        const { left, top, width, height: high } = button.getBoundingClientRect();
        return button.contains(document.elementFromPoint(left + width / 2, top + high / 2));
      };
      const footer = [...document.querySelectorAll("footer button")].filter((button) => !isHit(button));
      const rows = [...document.querySelectorAll<HTMLElement>("li.profile button")].filter((button) => {
        button.focus();
        return !isHit(button);
      });
      return [...footer, ...rows].map((button) => button.textContent);
    });
    expect(covered).toEqual([]);
    await popup.close();
  });

  it("scrolls its list by the keys that scroll a page", async () => {
    await addProfiles("Orders", "Invoices", "Search", "Reports", "Stock", "Prices", "Parcels");
    const popup = await openPopup();
    await popup.waitForFunction(() => document.querySelectorAll("li.profile").length === 8);
    await popup.bringToFront();
    await popup.keyboard.press("End");
    await popup.waitForFunction(() => (document.querySelector(".popup-main")?.scrollTop ?? 0) > 100);
    await popup.keyboard.press("Home");
    await popup.waitForFunction(() => document.querySelector(".popup-main")?.scrollTop === 0);
    await popup.close();
  });

  // Only Chromium's driver can open the real one, in which a page is in front.
  it.runIf(BROWSER === "chromium")(
    "shows an API host's address in one line, in a list so long that it scrolls too, and is as high as its content",
    async () => {
      await addProfiles("Orders", "Invoices", "Search", "Reports", "Stock", "Prices", "Parcels");
      const profileId = (await world.snapshot()).profiles[0]?.id ?? null;
      await world.saveHost({ pattern: "http://127.0.0.1:8732/v2", profileId });
      const page = await world.browser.newPage(world.sites.url("docs.test"));
      await page.bringToFront();
      const popup = await world.browser.openRealPopup();
      await popup.waitForSelector(".page-host-pattern");
      await popup.waitForFunction(() => {
        const list = document.querySelector(".popup-main");
        return list !== null && list.scrollHeight > list.clientHeight;
      });
      const { height, cut } = await popup.$eval(".page-host-pattern", (address) => ({
        height: address.clientHeight,
        cut: address.scrollWidth > address.clientWidth,
      }));
      expect({ height, cut }).toEqual({ height: 16, cut: false });

      const tall = await popup.evaluate(() => innerHeight);
      await popup.keyboard.type("/no such name");
      await popup.waitForFunction((before) => innerHeight < before, {}, tall);
      await popup.keyboard.press("Escape");
      await popup.waitForFunction((before) => innerHeight === before, {}, tall);
      await popup.close();
    },
  );

  it("shows names that differ late with what they differ in", async () => {
    await addProfiles("acme-production-eu-west-1-orders", "acme_production_eu_west_2_orders");
    const popup = await openPopup();
    const cut = await popup.$$eval(".profile-name", (names) =>
      names
        .filter((name) => name.scrollHeight > name.clientHeight || name.scrollWidth > name.clientWidth)
        .map(({ textContent }) => textContent),
    );
    expect(cut).toEqual([]);
    await controlsOf(popup).find("listitem", "acme_production_eu_west_2_orders");
    await popup.close();
  });

  // As above.
  it.runIf(BROWSER === "chromium")(
    "gives a chosen profile of a long name all of the line below the API host's address, and tells all of it",
    async () => {
      const { profiles, hosts } = await world.snapshot();
      const id = profiles.find(({ name }) => name === LONG)?.id ?? null;
      await world.saveHost({ ...hosts[0]?.host, pattern: "http://127.0.0.1:8732/v2", profileId: id });
      const page = await world.browser.newPage(world.sites.url("docs.test"));
      await page.bringToFront();
      const popup = await world.browser.openRealPopup();
      await popup.waitForSelector(".page-host");
      const { title, isWide, isBelow } = await popup.$eval(".page-host-head", (head) => {
        const [address, select] = [".page-host-pattern", "select"].map((css) => head.querySelector<HTMLElement>(css));
        if (!address || !select) throw new Error("No API host");
        return {
          title: select.title,
          isWide: select.offsetWidth === head.clientWidth,
          isBelow: select.getBoundingClientRect().top >= address.getBoundingClientRect().bottom,
        };
      });
      expect({ title, isWide, isBelow }).toEqual({ title: LONG, isWide: true, isBelow: true });
      await popup.close();
    },
  );
});
