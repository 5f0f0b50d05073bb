import { parseArgs } from "node:util";
import { NotReached, type Outcome, disturb, findPoints } from "./disturb.ts";
import { SCENARIOS, endStage, startStage } from "./scenarios.ts";
import { CUTS } from "./strict-server.ts";

const KINDS = ["killed before", "killed after", "fails"] as const;

/** `node tests/faults/faults.ts [--only refresh]`, over a build: prints the table of point by fault. Exits 1 on any fault. */
const { values } = parseArgs({
  options: { only: { type: "string" }, kinds: { type: "string", default: KINDS.join(",") } },
});

let wrong = 0;
function print(point: string, kind: string, { state, wanted, faults }: Outcome): void {
  const isRight = wanted.test(state) && faults.length === 0;
  if (!isRight) wrong += 1;
  const blame = isRight ? "" : `  WRONG: ${[`wanted ${wanted.source}`, ...faults].join("; ")}`;
  console.log(`  ${point.padEnd(24)} ${kind.padEnd(26)} ${state}${blame}`);
}

const stage = await startStage();
try {
  for (const scenario of SCENARIOS.filter(({ name }) => values.only === undefined || name === values.only)) {
    console.log(scenario.name);
    for (const point of await findPoints(stage, scenario)) {
      for (const kind of KINDS.filter((each) => values.kinds.includes(each))) {
        // A value that does not open is damaged, which has tests of its own (tests/app/storage-trouble.test.ts).
        if (kind === "fails" && point.startsWith("decrypt")) continue;
        const outcome = await disturb(stage, scenario, { point, kind }).catch((error: unknown) => {
          if (error instanceof NotReached) return undefined;
          throw error;
        });
        if (outcome !== undefined) print(point, kind, outcome);
        else console.log(`  ${point.padEnd(24)} ${kind.padEnd(26)} not reached this time`);
      }
    }
    if (scenario.afterCut === undefined) continue;
    for (const cut of CUTS) print("fetch", `cut ${cut}`, await disturb(stage, scenario, cut));
  }
} finally {
  await endStage(stage);
}
console.log(wrong === 0 ? "Nothing lost but replies that never came." : `${wrong} wrong.`);
process.exitCode = wrong === 0 ? 0 : 1;
