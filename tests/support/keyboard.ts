import type { ElementHandle, Page } from "puppeteer-core";
import { controlsOf } from "./controls.ts";
import { pollUntil } from "./wait.ts";

/** More presses of Tab than any page of ours has places to stop at. */
const MOST_TABS = 120;

/** Uses a page as a person without a mouse does: Tab to a control, then keys. */
export interface Keyboard {
  /** Presses Tab until the control has the focus; rejects where Tab does not lead there. */
  tabTo(role: string, name: string): Promise<void>;
  /** Goes to a button and presses the space bar, or to a link and presses Enter. */
  press(role: string, name: string): Promise<void>;
  /** Goes to a text box and types over what is in it. */
  fill(name: string, text: string): Promise<void>;
  /** Goes to a combobox and types the beginning of an entry. */
  choose(name: string, beginning: string): Promise<void>;
  /** Goes to a checkbox or switch and presses the space bar. */
  toggle(role: "checkbox" | "switch", name: string): Promise<void>;
  /** Waits until something of the page has the focus, as after every step it must: Tab goes on from there. */
  expectFocus(): Promise<void>;
}

export function keyboardOf(page: Page): Keyboard {
  const isFocused = (control: ElementHandle): Promise<boolean> =>
    control.evaluate((element) => element === document.activeElement);

  async function tabTo(role: string, name: string): Promise<void> {
    let control = await controlsOf(page).find(role, name);
    for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
      if (await isFocused(control)) return;
      // Found anew where the page has drawn it anew.
      if (!(await control.evaluate((element) => element.isConnected)))
        control = await controlsOf(page).find(role, name);
      else await page.keyboard.press("Tab");
    }
    throw new Error(`Tab does not lead to the ${role} "${name}"`);
  }

  return {
    tabTo,
    async press(role, name) {
      await tabTo(role, name);
      if (role === "button") await page.keyboard.type(" ");
      else await page.keyboard.press("Enter");
    },
    async fill(name, text) {
      await tabTo("textbox", name);
      await page.keyboard.down("Control");
      await page.keyboard.press("a");
      await page.keyboard.up("Control");
      await page.keyboard.type(text);
    },
    async choose(name, beginning) {
      await tabTo("combobox", name);
      await page.keyboard.type(beginning);
    },
    async toggle(role, name) {
      await tabTo(role, name);
      await page.keyboard.type(" ");
    },
    async expectFocus() {
      await pollUntil("something to have the focus", () => {
        return page.evaluate(() => document.activeElement !== null && document.activeElement !== document.body);
      });
    },
  };
}
