import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { startWorld } from "../e2e/world.ts";
import { startBadServer } from "../support/bad-server.ts";
import { pollUntil } from "../support/wait.ts";
import { THEMES, showTheme } from "./look.ts";
import { StorePictures, startStorePictures } from "./store.ts";
import { type Screen, tour } from "./tour.ts";

/** `npm run screenshots`: a picture of every page and state, light and dark, and those that the stores show. */
const FOLDER = join(import.meta.dirname, "..", "..", ".github", "pictures");
const README = join(import.meta.dirname, "..", "..", "README.md");
const TAB = { width: 1000, height: 800 } as const;

await using cleanup = new AsyncDisposableStack();
const world = await startWorld();
cleanup.defer(() => world.close());
const server = await startBadServer({ host: "auth.test" });
cleanup.defer(() => server.close());
await removeOld();
await startStorePictures();
const store = new StorePictures();

const names: string[] = [];
for await (const screen of tour(world, server)) {
  for (const theme of THEMES) {
    await showTheme(screen.page, theme);
    await take(screen, `${screen.name}-${theme}`);
  }
  await store.take(screen);
  names.push(screen.name);
}
await store.finish(world);
await writeGallery(names);
console.log(`${names.length * THEMES.length} pictures are in ${relative(process.cwd(), FOLDER)}`);

/** The README's gallery stands between two marks, a row for each page and state. */
async function writeGallery(screens: readonly string[]): Promise<void> {
  const rows = screens.map((name) => {
    const cells = THEMES.map(
      (theme) => `<img src=".github/pictures/${name}-${theme}.png" alt="${name}, ${theme}" width="360">`,
    );
    return `| ${name} | ${cells.join(" | ")} |`;
  });
  const table = ["|  | light | dark |", "| --- | --- | --- |", ...rows].join("\n");
  const readme = await readFile(README, "utf8");
  await writeFile(
    README,
    readme.replace(/(?<=<!-- gallery -->\n\n)[^]*?(?=\n\n<!-- end of gallery -->)/u, () => table),
  );
}

/** Of a page or state that there is no more; the demo's own pictures stay. */
async function removeOld(): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const old = (await readdir(FOLDER)).filter((name) => THEMES.some((theme) => name.endsWith(`-${theme}.png`)));
  await Promise.all(old.map((name) => rm(join(FOLDER, name))));
}

/** A tab as high as its content, so that what sticks to an edge is where a person sees it, and that lists are whole. */
async function take({ page, kind }: Screen, name: string): Promise<void> {
  if (kind === "options") {
    await page.setViewport(TAB);
    await pollUntil("the whole page", async () => {
      const height = await page.evaluate(wholeHeight);
      await page.setViewport({ ...TAB, height });
      const isWhole = (await page.$("[aria-setsize]")) === null;
      return isWhole && (await page.evaluate(wholeHeight)) === height;
    });
  }
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
}

/** In pixels, for all of the page to be in view: of one that scrolls above a bar too. */
function wholeHeight(): number {
  const { scrollHeight, clientHeight } = document.querySelector("main") ?? document.documentElement;
  return document.documentElement.scrollHeight + scrollHeight - clientHeight;
}
