import { mkdir, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Page } from "puppeteer-core";

const FOLDER = join(import.meta.dirname, "..", "..", ".artifacts", "demo");

/** The size of the tabs that pictures are taken of, in pixels. */
export const TAB_SIZE = { width: 1000, height: 800 } as const;

/** The pictures of one run. */
export class Album {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** An empty album at `.artifacts/demo`: pictures of an earlier run must not pass for this one's. */
  static async open(folder = FOLDER): Promise<Album> {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    return new Album(folder);
  }

  /** Where the pictures are, seen from the working directory. */
  get folder(): string {
    return relative(process.cwd(), this.#folder);
  }

  /** Saves what a person sees of the page as `name.png`. */
  async take(page: Page, name: string): Promise<void> {
    await page.screenshot({ path: join(this.#folder, `${name}.png`) });
  }
}
