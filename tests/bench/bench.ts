import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Recorded, formatMarkdown } from "./markdown.ts";
import { formatGrowth, formatOutcome } from "./print.ts";
import { type Outcome, type Row, holds } from "./row.ts";
import { authorize } from "./rows/authorize.ts";
import { coldStart } from "./rows/cold-start.ts";
import { memory } from "./rows/memory.ts";
import { options } from "./rows/options.ts";
import { popup } from "./rows/popup.ts";
import { renewal } from "./rows/renewal.ts";
import { size } from "./rows/size.ts";
import { start } from "./rows/start.ts";
import { trafficGrowth } from "./rows/traffic-growth.ts";
import { traffic } from "./rows/traffic.ts";

/**
 * `npm run bench -- [--only=popup,start] [--rounds=30] [--sizes=10,100,1000,5000]`, over a build. Exits 1 when a
 * budget does not hold, or a row can't be measured. `--table` prints the tables of the README from the last run's file,
 * `--table --file=…` from another's. The table's budgets are those of 10 and 1,000 profiles: sizes without these have none.
 */
const ROWS: readonly Row[] = [
  size,
  coldStart,
  popup,
  options,
  start,
  renewal,
  authorize,
  traffic,
  trafficGrowth,
  memory,
];
const FOLDER = join(import.meta.dirname, "..", "..", ".artifacts", "bench");

const { values } = parseArgs({
  options: {
    only: { type: "string", default: ROWS.map(({ key }) => key).join(",") },
    rounds: { type: "string", default: "15" },
    sizes: { type: "string", default: "10,100,1000,5000" },
    table: { type: "boolean", default: false },
    file: { type: "string" },
  },
});
if (values.table) {
  const written = (await readdir(FOLDER)).filter((name) => name.endsWith(".json")).toSorted();
  const file = values.file ?? join(FOLDER, written.at(-1) ?? "");
  console.log(formatMarkdown(JSON.parse(await readFile(file, "utf8")) as Recorded));
  process.exit(0);
}
const keys = values.only.split(",");
const chosen = ROWS.filter(({ key }) => keys.includes(key));
if (chosen.length !== keys.length) throw new Error(`Rows are ${ROWS.map(({ key }) => key).join(", ")}`);
const run = { rounds: Number(values.rounds), sizes: values.sizes.split(",").map(Number) };

const startedAt = new Date().toISOString();
const outcomes: Record<string, Outcome & { readonly title: string }> = {};
const unmeasured: string[] = [];
for (const row of chosen) {
  try {
    const outcome = await row.measure(run);
    outcomes[row.key] = { title: row.title, ...outcome };
    console.log(formatOutcome(row.title, outcome));
  } catch (error) {
    // The others are worth having all the same.
    unmeasured.push(`${row.title}: not measured`);
    console.error(`\n${row.title}: not measured`, error);
  }
}
const growth = Object.values(outcomes).flatMap((outcome) => outcome.growth ?? []);
if (growth.length > 0) console.log(formatGrowth(growth));

const machine = { cpu: cpus()[0]?.model, cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30) };
const file = join(FOLDER, `${startedAt.replaceAll(":", "-")}.json`);
await mkdir(FOLDER, { recursive: true });
const asJson = (_: string, value: unknown): unknown => (value instanceof Map ? Object.fromEntries(value) : value);
await writeFile(file, JSON.stringify({ startedAt, machine, ...run, outcomes }, asJson, 1));

const broken = [
  ...unmeasured,
  ...Object.values(outcomes).flatMap(({ title, figures }) =>
    figures.filter((figure) => !holds(figure)).map((figure) => `${title}: ${figure.what}`),
  ),
];
console.log(`\nEvery sample: ${file}`);
console.log(
  broken.length === 0 ? "Every budget holds." : `Broken budgets:\n${broken.map((each) => `  ${each}`).join("\n")}`,
);
process.exitCode = broken.length === 0 ? 0 : 1;
