import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { deflateRawSync, gzipSync } from "node:zlib";
import type { Figure, Outcome, Row } from "../row.ts";

const BUILD = join(import.meta.dirname, "..", "..", "..", ".output", "chrome-mv3");

/** A zip's local header, central directory entry and end record without names, bytes. */
const ZIP_ENTRY = 30 + 46;
const ZIP_END = 22;

export const size: Row = {
  key: "size",
  title: "Size, compressed",
  async measure(): Promise<Outcome> {
    const popup = await scriptsOf(/src="\/?([^"]+\.js)"/u.exec(await readBuilt("popup.html"))?.[1] ?? "");
    const background = await scriptsOf("background.js");
    const files = await filesBelow("");
    const figures = [
      await sizeFigure("Popup script with its chunks (gzip)", popup, 25),
      await sizeFigure("Background script with its chunks (gzip)", background, 30),
      {
        what: "Whole extension as a zip",
        baseline: "",
        unit: "KB",
        budget: 200,
        value: kilobytes((await Promise.all(files.map(zipEntrySize))).reduce((sum, bytes) => sum + bytes, ZIP_END)),
      } satisfies Figure,
    ];
    return { figures, samples: Object.fromEntries(figures.map(({ what, value }) => [what, [value]])) };
  },
};

async function sizeFigure(what: string, scripts: ReadonlySet<string>, budget: number): Promise<Figure> {
  const sizes = await Promise.all(
    [...scripts].map(async (file) => gzipSync(await readBuilt(file), { level: 9 }).length),
  );
  return { what, baseline: "", unit: "KB", budget, value: kilobytes(sizes.reduce((sum, bytes) => sum + bytes, 0)) };
}

/** A script and everything it imports, however deep. */
async function scriptsOf(entry: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    for (const [, path = ""] of (await readBuilt(file)).matchAll(/(?:from|import)\s*"(\.{1,2}\/[^"]+\.js)"/gu)) {
      waiting.push(join(file, "..", path));
    }
  }
  return found;
}

async function zipEntrySize(file: string): Promise<number> {
  const content = await readFile(join(BUILD, file));
  return Math.min(deflateRawSync(content, { level: 9 }).length, content.length) + ZIP_ENTRY + 2 * file.length;
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(join(BUILD, folder), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(BUILD.length + 1));
}

function readBuilt(file: string): Promise<string> {
  return readFile(join(BUILD, file), "utf8");
}

function kilobytes(bytes: number): number {
  return bytes / 1_000;
}
