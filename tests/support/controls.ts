import type { ElementHandle, Page } from "puppeteer-core";
import { PATIENCE_MS } from "./wait.ts";

/** Finds controls as a person does who hears the page: by role and accessible name. */
export interface Controls {
  /** Waits for the control; rejects after `PATIENCE_MS`, naming it. */
  find(role: string, name: string): Promise<ElementHandle>;
  click(role: string, name: string): Promise<void>;
  /** Replaces a text box's content by typing. */
  fill(name: string, text: string): Promise<void>;
  /** Chooses an entry of a combobox by its visible label. */
  choose(name: string, label: string): Promise<void>;
  check(role: "checkbox" | "switch", name: string, checked: boolean): Promise<void>;
  exists(role: string, name: string): Promise<boolean>;
  /** The visible text of everything, white space folded. */
  text(): Promise<string>;
  /** Waits until the visible text contains this; rejects with the text that was there instead. */
  waitForText(part: string | RegExp): Promise<void>;
}

/** @param within CSS selector of the part of the page to look in; the whole page otherwise */
export function controlsOf(page: Page, within = "body"): Controls {
  const selector = (role: string, name: string): string => {
    const named = `[name="${name.replaceAll('"', '\\"')}"]`;
    // Firefox gives a masked text box no role.
    const masked = role === "textbox" ? `, ${within} input[type=password]::-p-aria(${named})` : "";
    return `${within} ::-p-aria(${named}[role="${role}"])${masked}`;
  };
  const find = async (role: string, name: string): Promise<ElementHandle> => {
    const handle = await page
      .waitForSelector(selector(role, name), { timeout: PATIENCE_MS })
      .catch(async (cause: unknown) => {
        throw new Error(`No ${role} "${name}" on the page, which says: ${await text()}`, { cause });
      });
    if (handle === null) throw new Error(`No ${role} "${name}"`);
    return handle;
  };
  const text = async (): Promise<string> => {
    const inner = await page.$eval(within, (element) => (element as HTMLElement).innerText);
    return inner.replace(/\s+/gu, " ").trim();
  };
  return {
    find,
    text,
    async click(role, name) {
      await (await find(role, name)).click();
    },
    async fill(name, value) {
      const box = await find("textbox", name);
      await box.evaluate((element) => {
        (element as HTMLInputElement).focus();
        (element as HTMLInputElement).select();
      });
      if (value === "") await page.keyboard.press("Backspace");
      else await box.type(value);
    },
    async choose(name, label) {
      const box = await find("combobox", name);
      const value = await box.evaluate((element, wanted) => {
        const option = [...(element as HTMLSelectElement).options].find((candidate) => candidate.label === wanted);
        return option?.value;
      }, label);
      if (value === undefined) throw new Error(`"${name}" has no entry "${label}"`);
      await (box as ElementHandle<HTMLSelectElement>).select(value);
    },
    async check(role, name, checked) {
      const box = await find(role, name);
      const isChecked = await box.evaluate((element) => {
        return element.getAttribute("aria-checked") === "true" || (element as HTMLInputElement).checked;
      });
      if (isChecked !== checked) await box.click();
    },
    async exists(role, name) {
      return (await page.$(selector(role, name))) !== null;
    },
    async waitForText(part) {
      const source = typeof part === "string" ? part.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&") : part.source;
      await page
        .waitForFunction(
          (css: string, pattern: string, flags: string) => {
            const inner = document.querySelector<HTMLElement>(css)?.innerText ?? "";
            return new RegExp(pattern, flags).test(inner.replace(/\s+/gu, " "));
          },
          { timeout: PATIENCE_MS },
          within,
          source,
          typeof part === "string" ? "u" : part.flags,
        )
        .catch(async (cause: unknown) => {
          throw new Error(`Waited in vain for ${String(part)}; the page says: ${await text()}`, { cause });
        });
    },
  };
}
