import type { Page } from "puppeteer-core";

/** The clipboard as a person reaches it from a web page: by pasting and copying, which no browser forbids. */
export interface PersonsClipboard {
  paste(): Promise<string>;
  copy(text: string): Promise<void>;
}

/** @param page a web page, which this empties and brings to the front */
export async function clipboardIn(page: Page): Promise<PersonsClipboard> {
  await page.evaluate(() => {
    document.body.innerHTML = "<textarea></textarea>";
  });

  async function fill(text: string): Promise<void> {
    await page.bringToFront();
    await page.focus("textarea");
    await page.$eval("textarea", (area, value) => Object.assign(area, { value }).select(), text);
  }
  async function pressControl(key: "c" | "v"): Promise<void> {
    await page.keyboard.down("Control");
    await page.keyboard.press(key);
    await page.keyboard.up("Control");
  }
  return {
    async paste() {
      await fill("");
      await pressControl("v");
      return page.$eval("textarea", (area) => area.value);
    },
    async copy(text) {
      await fill(text);
      await pressControl("c");
    },
  };
}
