import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { controlsOf } from "../support/controls.ts";
import { BROWSER, type World, startWorld } from "./world.ts";

let world: World;
let formUrl: string;

beforeAll(async () => {
  world = await startWorld();
  formUrl = `options.html#/oauths/${await world.saveProfile({ name: "Layout", clientId: "layout" })}`;
});
afterAll(() => world.close());

it("gives a parameter's value at least the room of its name, beside the preview too", async () => {
  const form = await world.browser.openExtensionPage(formUrl);
  await form.waitForSelector(".parameter-group");
  for (const width of [900, 1019, 1030, 1100]) {
    await form.setViewport({ width, height: 800 });
    const narrow = await form.$$eval("fieldset.parameter-row", (rows) =>
      rows.flatMap((row) => {
        const [name, value] = [...row.querySelectorAll(".input")].map((box) => box.getBoundingClientRect().width);
        return (value ?? 0) < (name ?? 0) ? [`${row.ariaLabel}: ${value} < ${name}`] : [];
      }),
    );
    expect(narrow, `${width} px`).toEqual([]);
  }
  await form.close();
});

/** The controls that something else lies upon, once they are scrolled to. */
function coveredIn(page: Page, css: string): Promise<string[]> {
  return page.$$eval(css, (controls) =>
    controls.flatMap((control) => {
      if (!control.checkVisibility({ visibilityProperty: true })) return [];
      control.scrollIntoView({ block: "nearest", behavior: "instant" });
      const { x, y, width: across, height: down } = control.getBoundingClientRect();
      const top = document.elementFromPoint(x + across / 2, y + down / 2);
      const isFree = control.contains(top) || (control instanceof HTMLInputElement && top?.contains(control));
      return isFree ? [] : [`${control.ariaLabel ?? control.textContent}: ${top?.className}`];
    }),
  );
}

it("cuts no placeholder in a narrow window", async () => {
  // Firefox's scrollbar takes room.
  const width = BROWSER === "firefox" ? 336 : 320;
  const cut: string[] = [];
  for (const hash of ["#/oauths/new", "#/hosts/new", "#/oauths", "#/settings"]) {
    const page = await world.browser.openExtensionPage(`options.html${hash}`);
    await page.setViewport({ width, height: 800 });
    await page.waitForSelector("main input");
    const found = await page.$$eval("main input[placeholder]", (inputs) =>
      inputs.flatMap((input) => {
        const style = getComputedStyle(input);
        const canvas = document.createElement("canvas").getContext("2d");
        if (!(input instanceof HTMLInputElement) || input.clientWidth === 0 || canvas === null) return [];
        canvas.font = style.font;
        const room = input.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
        return canvas.measureText(input.placeholder).width > room ? [input.placeholder] : [];
      }),
    );
    cut.push(...found);
    await page.close();
  }
  expect(cut).toEqual([]);
});

// Wide, as tests of others may have it, narrow, and low, as at a zoom of 400 %.
it.each([
  { width: 1050, height: 917, isInView: true },
  { width: 780, height: 580, isInView: true },
  { width: 360, height: 640, isInView: true },
  { width: 320, height: 256, isInView: false },
])("covers no control with Save and Authorize, in $width by $height px", async ({ width, height, isInView }) => {
  const form = await world.browser.openExtensionPage(formUrl);
  await form.setViewport({ width, height });
  await controlsOf(form).click("button", "Advanced");
  expect((await form.$$(".form-columns :is(input, select, button)")).length).toBeGreaterThan(30);
  expect(await coveredIn(form, ".form-columns :is(input, select, button)")).toEqual([]);
  const bottom = await form.$eval(".form-actions", (bar) => bar.getBoundingClientRect().bottom);
  if (isInView) expect(bottom).toBe(height);
  await form.close();
});

it.each([
  { width: 1050, height: 600 },
  { width: 320, height: 700 },
  { width: 640, height: 400 },
])("has room for what can be undone below all controls, in $width by $height px", async ({ width, height }) => {
  const ids: string[] = [];
  for (const number of [1, 2, 3]) {
    const name = `Deleted ${number}, with a name that takes more than one line in a narrow window`;
    const profileId = await world.saveProfile({ name, clientId: "layout" });
    await world.do("deleteProfile", { profileId, revoke: false });
    ids.push(profileId);
  }
  for (const url of [formUrl, "options.html#/oauths"]) {
    const page = await world.browser.openExtensionPage(url);
    await page.setViewport({ width, height });
    await page.waitForFunction(() => document.querySelectorAll(".undo").length === 3);
    await page.waitForSelector("main button");
    expect(await coveredIn(page, "main :is(input, button, select)"), url).toEqual([]);
    await page.close();
  }
  for (const id of ids) await world.do("finishDelete", { id });
});

it("says what is wrong in view, and beside the field and not over it, in a low window too", async () => {
  const low = await world.saveProfile({ name: "Low", clientId: "layout" });
  const form = await world.browser.openExtensionPage(`options.html#/oauths/${low}`);
  await form.setViewport({ width: 640, height: 400 });
  await controlsOf(form).fill("Client ID", "");
  await controlsOf(form).click("button", "Save");
  await form.waitForSelector("[aria-invalid=true]:focus");
  const boxOf = (css: string) => form.$eval(css, (element) => element.getBoundingClientRect().toJSON() as DOMRect);
  const [field, bar] = await Promise.all([boxOf("[aria-invalid=true]"), boxOf(".form-actions")]);
  expect(bar.bottom).toBeLessThanOrEqual(400);
  expect(field.bottom).toBeLessThanOrEqual(bar.top);
  await form.close();
});

// Firefox has no `text-wrap: pretty`.
it.skipIf(BROWSER === "firefox")("leaves no single short word in a hint's last line in narrow Settings", async () => {
  const settings = await world.browser.openExtensionPage("options.html#/settings");
  await settings.setViewport({ width: 320, height: 800 });
  await settings.waitForSelector(".settings-section .field-hint");
  const lonely = await settings.$$eval(".settings-section :is(.field-hint, .quiet, .choice label)", (texts) =>
    texts.flatMap((text) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      const pieces = [...range.getClientRects()];
      const lines = [...Map.groupBy(pieces, ({ bottom }) => bottom).values()];
      const last = (lines.at(-1) ?? []).reduce((sum, { width }) => sum + width, 0);
      return lines.length > 1 && last < text.getBoundingClientRect().width / 4 ? [text.textContent] : [];
    }),
  );
  expect(lonely).toEqual([]);
  await settings.close();
});

it.each([
  { width: 1050, height: 480 },
  { width: 780, height: 480 },
  { width: 320, height: 480 },
  { width: 320, height: 640 },
])("begins a new form at its top with the first field in view, in $width by $height px", async ({ width, height }) => {
  const page = await world.browser.openExtensionPage(formUrl);
  await page.setViewport({ width, height });
  await page.waitForSelector(".parameter-group");
  await page.$eval("main", (main) => main.scrollTo(0, main.scrollHeight));
  const controls = controlsOf(page);
  await controls.click("button", "Cancel");
  await controls.click("button", "Add OAuth");
  await page.waitForFunction(() => document.activeElement?.matches("form input"));
  expect(
    await controls.find("textbox", "Name").then((name) => name.evaluate((box) => box === document.activeElement)),
  ).toBe(true);
  const { top, bar, field } = await page.evaluate(() => ({
    top: document.querySelector("main")?.scrollTop,
    bar: document.querySelector(".form-actions")?.getBoundingClientRect().top ?? 0,
    field: document.activeElement?.getBoundingClientRect().bottom ?? Infinity,
  }));
  expect(top).toBe(0);
  expect(field).toBeLessThan(bar);
  await page.close();
});
