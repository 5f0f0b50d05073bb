import { parseArgs } from "node:util";
import { soak } from "./rotation-soak.ts";

/** `node tests/soak/soak.ts [--renewals 1000] [--profiles 24] [--minutes 15]`, over a build. Exits 1 on any fault. */
const { values } = parseArgs({
  options: {
    renewals: { type: "string", default: "1000" },
    profiles: { type: "string", default: "24" },
    minutes: { type: "string", default: "15" },
  },
});

let shown = 0;
const figures = await soak({
  renewals: Number(values.renewals),
  profiles: Number(values.profiles),
  timeoutMs: Number(values.minutes) * 60_000,
  onProgress(renewals) {
    if (renewals < shown + 100) return;
    shown = renewals - (renewals % 100);
    console.log(`${shown} renewals`);
  },
});
console.log(JSON.stringify(figures, undefined, 2));
const faults = Object.values(figures.faults).reduce((sum, count) => sum + count, 0);
console.log(faults === 0 ? "No fault." : `${faults} faults.`);
process.exitCode = faults === 0 ? 0 : 1;
