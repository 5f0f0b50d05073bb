import { CASES } from "./all-cases.ts";
import type { ProviderCase } from "./provider-case.ts";
import { runRefused, runWithDefaults, runWithout, runWithSettings, serverError } from "./run-case.ts";

const HEAD = [
  "provider",
  "quirk",
  "with its settings",
  "with the defaults",
  "fails without each of",
  "its error read as",
];

/** Prints each provider's case and how it ends, and fails when one ends otherwise than it has to. */
async function main(): Promise<void> {
  const rows: string[][] = [];
  for (const testCase of CASES) rows.push(await row(testCase));
  const widths = HEAD.map((title, column) =>
    Math.max(title.length, ...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  for (const cells of [HEAD, ...rows]) {
    console.log(
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
  }
  const failed = rows.filter((cells) => cells.some((cell) => cell.startsWith("FAIL"))).length;
  console.log(`\n${CASES.length} cases, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

async function row(testCase: ProviderCase): Promise<string[]> {
  const settings = await runWithSettings(testCase);
  const defaults = await runWithDefaults(testCase);
  const idle: string[] = [];
  for (const setting of testCase.needs) if ((await runWithout(testCase, setting)).passed) idle.push(setting);
  const { error, description } = testCase.refused;
  const read = serverError(await runRefused(testCase));
  const isRead = read?.error === error && read.description === description;
  return [
    testCase.name,
    testCase.quirk,
    settings.passed ? "pass" : `FAIL: ${settings.reason}`,
    defaults.passed ? "FAIL: passes" : `refused: ${defaults.reason}`,
    idle.length === 0 ? testCase.needs.join(", ") : `FAIL: passes without ${idle.join(", ")}`,
    isRead ? [error, description].filter((text) => text !== undefined).join(": ") : `FAIL: ${JSON.stringify(read)}`,
  ];
}

await main();
