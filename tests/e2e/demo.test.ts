import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { PORTS } from "../demo/servers.ts";
import { STEPS } from "../demo/walk.ts";
import { hasDisplay } from "../support/display.ts";
import { listen } from "../support/http-listener.ts";

/** Below the test's own time, so that a demo that hangs still tells how far it came. Milliseconds. */
const TIME_LIMIT_MS = 90_000;

/** Runs `npm run demo` after its build, told to click through everything by itself where there is a display. */
async function runDemo(): Promise<{ exitCode: number | null; output: string }> {
  const folder = await mkdtemp(join(tmpdir(), "bearer-bar-demo-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const demo = spawn(process.execPath, ["tests/demo/demo.ts", ...(hasDisplay() ? ["--headless"] : [])], {
    cwd: join(import.meta.dirname, "../.."),
    env: { ...process.env, TMPDIR: folder },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: TIME_LIMIT_MS,
    // As Ctrl-C, at which the driver ends its browser first.
    killSignal: "SIGINT",
  });
  let output = "";
  for (const stream of [demo.stdout, demo.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const [exitCode] = (await once(demo, "close")) as [number | null];
  return { exitCode, output };
}

it("the demo clicks through every step by itself", async () => {
  // At its usual port the empty popups of the specs beside this one would find it; whoever has the port already keeps it.
  const taken = await listen((_, response) => response.writeHead(404).end(), PORTS.auth).catch(() => undefined);
  onTestFinished(() => taken?.close());
  const { exitCode, output } = await runDemo();
  const said = [...output.matchAll(/^ *(?<number>\d+)\. (?<words>.*)$/gmu)].map(({ groups }) => ({ ...groups }));
  expect(said, output).toEqual(STEPS.map(({ words }, index) => ({ number: String(index + 1), words })));
  expect(output).toContain(`All ${STEPS.length} steps are done.`);
  expect(exitCode, output).toBe(0);
});
