import { CASES } from "./all-cases.ts";
import { runRefused, runWithDefaults, runWithSettings, serverError } from "./run-case.ts";

/** Prints each provider's case and how it ends, and fails when one ends otherwise than it has to. */
async function main(): Promise<void> {
  const rows = [["provider", "quirk", "with its settings", "with the defaults", "its error read"]];
  let failures = 0;
  for (const testCase of CASES) {
    const settings = await runWithSettings(testCase);
    const defaults = await runWithDefaults(testCase);
    const refused = serverError(await runRefused(testCase));
    const isRead = refused?.error === testCase.refused.error && refused.description === testCase.refused.description;
    if (!settings.passed || defaults.passed || !isRead) failures += 1;
    rows.push([
      testCase.name,
      testCase.quirk,
      settings.passed ? "pass" : `FAIL: ${settings.reason}`,
      defaults.passed ? "FAIL: passes too" : `refused: ${defaults.reason}`,
      isRead ? testCase.refused.error : `FAIL: ${JSON.stringify(refused)}`,
    ]);
  }
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd());
  console.log(`\n${CASES.length} cases, ${failures} failed`);
  process.exitCode = failures === 0 ? 0 : 1;
}

await main();
