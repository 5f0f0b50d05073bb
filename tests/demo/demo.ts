/** `npm run demo`: shows the main job, whole, in a real browser. Arguments: `--headless`, and `--help`. */
import { parseArgs } from "node:util";
import { findBrowser } from "../support/find-browser.ts";
import { hasDisplay } from "../support/display.ts";
import { runHeadless } from "./headless.ts";
import { runWithWindow } from "./with-window.ts";
import { say } from "./terminal.ts";

const HELP = `npm run demo                  opens a browser and says what to click
npm run demo -- --headless    clicks through everything by itself, as it does where there is no display

The browser is Chromium, Chrome or Edge; CHROMIUM_PATH names one that is not found.`;

/** An error and its causes, one line each: the first says what was tried, the last what went wrong. */
function explain(error: unknown): string {
  const lines: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) {
    lines.push(at.message);
    if (at instanceof AggregateError) lines.push(...at.errors.map(String));
  }
  return lines.length === 0 ? String(error) : lines.join("\n  because: ");
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { headless: { type: "boolean" }, help: { type: "boolean" } } });
  if (values.help === true) {
    say(HELP);
    return;
  }
  say("Looking for Chromium, Chrome or Edge. As root on Debian a missing one is installed, which takes a minute.");
  say(`Found ${await findBrowser("chromium")}`);
  const isHeadless = values.headless === true || !hasDisplay();
  if (isHeadless && values.headless !== true) say("There is no display: the demo clicks through everything by itself.");
  await (isHeadless ? runHeadless() : runWithWindow());
}

try {
  await main();
} catch (error) {
  process.stderr.write(`\nThe demo failed. ${explain(error)}\n`);
  process.exitCode = 1;
}
// The wait for the API's next request would keep this process.
process.exit();
