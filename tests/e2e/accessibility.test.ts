import axe from "axe-core";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THEMES, showTheme } from "../pictures/look.ts";
import { type Screen, tour } from "../pictures/tour.ts";
import { type BadServer, startBadServer } from "../support/bad-server.ts";
import { BROWSER, type World, startWorld } from "./world.ts";

/** Widths in CSS pixels: a common window, the same at 200 % zoom, and a narrow one; the popup's, and it at 200 %. */
const WIDTHS = { options: [1280, 640, 320], popup: [380, 190] } as const;

let world: World;
let server: BadServer;

// Chromium alone: Firefox's driver can't look into a popup, and the pages are the same.
describe.runIf(BROWSER === "chromium")("every page and state", () => {
  beforeAll(async () => {
    world = await startWorld();
    server = await startBadServer({ host: "auth.test" });
  });
  afterAll(async () => {
    await server.close();
    await world.close();
  });

  it("is accessible and fits, in light and dark, left to right and right to left", async () => {
    const problems: string[] = [];
    let screens = 0;
    for await (const screen of tour(world, server)) {
      screens += 1;
      problems.push(...(await problemsOf(screen)).map((problem) => `${screen.name}: ${problem}`));
    }
    expect(problems).toEqual([]);
    expect(screens).toBeGreaterThan(15);
  });
});

async function problemsOf({ page, kind }: Screen): Promise<string[]> {
  const found: string[] = [];
  for (const theme of THEMES) {
    await showTheme(page, theme);
    found.push(...(await violations(page, theme)).map((violation) => `${theme}: ${violation}`));
  }
  for (const direction of ["rtl", "ltr"] as const) {
    await page.evaluate((dir) => {
      document.documentElement.dir = dir;
    }, direction);
    for (const width of WIDTHS[kind]) {
      await setWidth(page, kind, width);
      found.push(...(await overflow(page)).map((what) => `${direction}, ${width} px wide: ${what}`));
    }
  }
  if (kind === "options") await page.setViewport(null);
  return found;
}

/** Each theme has the same page in other colours: all else is looked at in the first. */
async function violations(page: Page, theme: (typeof THEMES)[number]): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async (onlyColours) => {
    const runner = (globalThis as unknown as { axe: typeof axe }).axe;
    const { violations: all } = await runner.run(document, {
      resultTypes: ["violations"],
      ...(onlyColours && { runOnly: ["color-contrast", "link-in-text-block"] }),
    });
    return all.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  }, theme !== THEMES[0]);
}

/** A popup is as wide as its window; there, the driver can't set a viewport. */
async function setWidth(page: Page, kind: Screen["kind"], width: number): Promise<void> {
  if (kind === "options") await page.setViewport({ width, height: 700 });
  else {
    await page.$eval(
      ".popup",
      (popup, px) => {
        // The page's policy allows no style attribute.
        if (popup instanceof HTMLElement) popup.style.inlineSize = `${px}px`;
      },
      width,
    );
  }
}

/** What sticks out of the page sideways, so that one would have to scroll for it; and times that their card cuts off. */
function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const page = document.querySelector(".popup") ?? document.body;
    const { left, right, width } = page.getBoundingClientRect();
    const card = document.querySelector(".timeline")?.getBoundingClientRect();
    const times = [...document.querySelectorAll(".timeline-axis > span")].map((time) => time.getBoundingClientRect());
    if (card !== undefined && times.some((time) => time.left < card.left || time.right > card.right)) {
      return ["the timeline cuts its times off"];
    }
    const scrollers = [page, ...page.children, ...page.querySelectorAll("main")];
    const scrolled = Math.max(...scrollers.map(({ scrollWidth }) => scrollWidth));
    const sticksOut = (element: Element): boolean => {
      const box = element.getBoundingClientRect();
      // A menu is where there was room for it as it opened, before the page was narrow.
      const isMenu = element.closest("[role=menu]") !== null;
      return !isMenu && (box.right > right + 1 || box.left < left - 1);
    };
    // What sticks out at the start can't even be scrolled to.
    const cutOff = [...page.querySelectorAll("button, input, select")].filter(sticksOut);
    if (scrolled <= Math.ceil(width) && cutOff.length === 0) return [];
    const wide = [...page.querySelectorAll("*")].filter(sticksOut);
    const names = wide.map((element) => element.getAttribute("class") ?? element.tagName);
    return [`${scrolled} of ${width} px: ${[...new Set(names)].slice(0, 4).join(", ")}`];
  });
}
