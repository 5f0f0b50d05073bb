import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

/** Specs that are for one browser alone, in whole or in part. */
async function namesOfOneBrowser(): Promise<string[]> {
  const folder = join(ROOT, "tests/e2e");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".test.ts"));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  const some = names.filter((_, index) => /\.(?:runIf|skipIf|skip|todo)\b/u.test(texts[index] ?? ""));
  const configuration = await readFile(join(ROOT, "tests/vitest.config.ts"), "utf8");
  const excluded = names.filter((name) => configuration.includes(`"tests/e2e/${name}"`));
  return [...some, ...excluded];
}

it("the README names each spec that runs in one browser alone", async () => {
  const readme = await readFile(join(ROOT, "README.md"), "utf8");
  const [, table = ""] = /\n\| spec [^\n]*\n([\s\S]*?)\n\n/u.exec(readme) ?? [];
  const listed = [...table.matchAll(/^\| `([\w-]+\.test\.ts)`/gmu)].map(([, name]) => name);
  expect(new Set(listed)).toEqual(new Set(await namesOfOneBrowser()));
});

it("each says why, in the line before", async () => {
  const folder = join(ROOT, "tests/e2e");
  for (const name of await readdir(folder)) {
    const lines = (await readFile(join(folder, name), "utf8")).split("\n");
    const without = lines.filter(
      (line, index) => /\.(?:runIf|skipIf)\(/u.test(line) && !/^\s*\/\/ /u.test(lines[index - 1] ?? ""),
    );
    expect(without, name).toEqual([]);
  }
});
