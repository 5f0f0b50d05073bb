import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { World } from "../e2e/world.ts";
import { showTheme } from "./look.ts";
import type { Screen } from "./tour.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const FOLDER = join(ROOT, ".github", "store", "pictures");

/** What the stores ask for, in CSS pixels: screenshots and Chrome's small promotional tile. */
const SCREENSHOT = { width: 1280, height: 800 } as const;
const TILE = { width: 440, height: 280 } as const;

/** The screens that the stores show, and the line that stands over the popup. */
const SHOWN: Readonly<Record<string, string>> = {
  popup: "1-popup",
  oauths: "2-oauths",
  "form-advanced": "3-form",
  hosts: "4-api-hosts",
  activity: "5-activity",
};
const HEADLINE = "Requests from your pages carry a fresh token";

/** Empties the folder of store pictures. */
export async function startStorePictures(): Promise<void> {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
}

/** The stores' pictures of one tour. */
export class StorePictures {
  #popup = "";

  /** Takes a screen's picture, light and at the stores' size, where the stores show it. */
  async take({ name, page, kind }: Screen): Promise<void> {
    const file = SHOWN[name];
    if (file === undefined) return;
    await showTheme(page, "light");
    if (kind === "popup") {
      this.#popup = await page.screenshot({ encoding: "base64" });
      return;
    }
    await page.setViewport(SCREENSHOT);
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: join(FOLDER, `${file}.png`) });
  }

  /** Draws what is put together of others; after the tour, for a page that opens closes the popup. */
  async finish(world: World): Promise<void> {
    const popup = `<h1>${HEADLINE}</h1><img src="data:image/png;base64,${this.#popup}">`;
    await draw(world, join(FOLDER, `${SHOWN["popup"]}.png`), SCREENSHOT, popup);
    const icon = await readFile(join(ROOT, "public", "icon.svg"), "utf8");
    await draw(world, join(FOLDER, "tile-440x280.png"), TILE, `<div class="icon">${icon}</div><h1>Bearer Bar</h1>`);
  }
}

async function draw(world: World, path: string, size: typeof SCREENSHOT | typeof TILE, body: string): Promise<void> {
  const page = await world.browser.newPage();
  await page.setViewport(size);
  await page.setContent(`<!doctype html><style>
    body { margin: 0; block-size: 100vh; display: grid; place-content: center; justify-items: center; gap: 24px;
      background: #e9e8fb; color: #171a21; font: 16px system-ui, sans-serif; }
    h1 { margin: 0; font-size: 32px; }
    img { border-radius: 10px; box-shadow: 0 12px 40px rgb(23 26 33 / 25%); }
    .icon svg { inline-size: 96px; block-size: 96px; }
  </style>${body}`);
  await page.screenshot({ path });
  await page.close();
}
