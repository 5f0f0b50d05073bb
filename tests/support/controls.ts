import type { ElementHandle, Page } from "puppeteer-core";
import { PATIENCE_MS, pollUntil } from "./wait.ts";

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

/** Rounds in which a control is looked for only where its name stands, before everything is looked through each time. */
const QUICK_ROUNDS = 10;

/** A text box to which Firefox gives no role. */
const MASKED = "input[type=password]";

/** The elements that may be controls and say this name themselves, as a label or as their text. */
async function findNamed(page: Page, within: string, name: string): Promise<ElementHandle[]> {
  const list = await page.evaluateHandle(
    (css, wanted) => {
      const folded = (text: string | null): string => (text ?? "").replaceAll(/\s+/gu, " ").trim();
      return [...document.querySelectorAll(css)].filter((element) => {
        const labels = "labels" in element ? [...((element.labels as NodeListOf<Element> | null) ?? [])] : [];
        const said = [element.ariaLabel, element.textContent, ...labels.map(({ textContent }) => textContent)];
        return said.some((text) => folded(text) === wanted);
      });
    },
    `${within} :is(a, button, input, select, textarea, li, [role])`,
    name,
  );
  const elements = [...(await list.getProperties()).values()].map((each) => each.asElement());
  await list.dispose();
  return elements.filter((each): each is ElementHandle => each !== null);
}

/** @param within CSS selector of the part of the page to look in; the whole page otherwise */
export function controlsOf(page: Page, within = "body"): Controls {
  const nameOnly = (name: string): string => `[name="${name.replaceAll('"', '\\"')}"]`;
  const nameAndRole = (role: string, name: string): string => `${nameOnly(name)}[role="${role}"]`;
  const selector = (role: string, name: string): string => {
    const masked = role === "textbox" ? `, ${within} ${MASKED}::-p-aria(${nameOnly(name)})` : "";
    return `${within} ::-p-aria(${nameAndRole(role, name)})${masked}`;
  };
  /**
   * Asks the browser's accessibility tree about the elements that say the name, and then about all of them: through all of a
   * page, Firefox takes a second.
   */
  const look = async (role: string, name: string, isThorough: boolean): Promise<ElementHandle | null> => {
    for (const element of await findNamed(page, within, name)) {
      const isMasked = role === "textbox" && (await element.evaluate((each, css) => each.matches(css), MASKED));
      const control = await element.$(`::-p-aria(${isMasked ? nameOnly(name) : nameAndRole(role, name)})`);
      if (control !== null) return control;
    }
    return isThorough ? page.$(selector(role, name)) : null;
  };
  const find = async (role: string, name: string): Promise<ElementHandle> => {
    let round = 0;
    const isThere = async (): Promise<ElementHandle | undefined> =>
      (await look(role, name, (round += 1) > QUICK_ROUNDS)) ?? undefined;
    return pollUntil(`${role} "${name}"`, isThere).catch(async (cause: unknown) => {
      throw new Error(`No ${role} "${name}" on the page, which says: ${await text()}`, { cause });
    });
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
      return (await look(role, name, true)) !== null;
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
