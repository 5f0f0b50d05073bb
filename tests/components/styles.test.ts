import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const COMPONENTS = join(import.meta.dirname, "../../components");

/** They look as everything does, and are there to be found. */
const PLAIN = ["mark", "profiles", "request-list", "test-end", "trace-actions"];

function read(pattern: string): string {
  return globSync(pattern, { cwd: COMPONENTS })
    .map((file) => readFileSync(join(COMPONENTS, file), "utf8"))
    .join("\n");
}

test("every class of a component has a rule in the styles", () => {
  const styled = new Set([...read("styles/*.css").matchAll(/\.([a-z][\w-]*)/gu)].map(([, name]) => name));
  const used = [...read("**/*.tsx").matchAll(/\bclass="([^"]+)"/gu)].flatMap(([, names = ""]) => names.split(" "));
  expect(used.length).toBeGreaterThan(100);
  expect([...new Set(used)].filter((name) => !styled.has(name)).toSorted()).toEqual(PLAIN);
});

test("each :has() looks for one class: of more, Chromium computes all styles anew for each card that a list grows by", () => {
  const relations = [...read("styles/*.css").matchAll(/:has\((?:[^()]|\([^()]*\))*\)/gu)].map(([has]) => has);
  expect(relations.length).toBeGreaterThan(3);
  expect(relations.filter((has) => !/^:has\((?:> )?\.[\w-]+\)$/u.test(has))).toEqual([]);
});
