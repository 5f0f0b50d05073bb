import type { Page } from "puppeteer-core";

/** Puts a file into the page's file field as a person's choice does. Both drivers can do this much. */
export async function chooseFile(page: Page, name: string, content: string): Promise<void> {
  await page.$eval(
    "input[type=file]",
    (input, file) => {
      const chosen = new DataTransfer();
      chosen.items.add(new File([file.content], file.name));
      input.files = chosen.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
    { name, content },
  );
}
