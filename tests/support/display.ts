import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { findTool } from "./find-browser.ts";
import { within } from "./wait.ts";

export interface Display {
  /** As the environment variable DISPLAY wants it, `:99`. */
  readonly display: string;
  /** The environment of a program that is to draw there. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Whether programs can open windows: always on macOS and Windows, with DISPLAY or WAYLAND_DISPLAY elsewhere. */
export function hasDisplay(): boolean {
  if (process.platform === "darwin" || process.platform === "win32") return true;
  return Boolean(process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"]);
}

let shared: Promise<Display> | undefined;

/**
 * An X server without a screen for this process, which ends with it; browsers that are used again stay on it.
 * Rejects where Xvfb is missing or does not start within 10 seconds.
 */
export function sharedDisplay(): Promise<Display> {
  shared ??= startXvfb();
  return shared;
}

/** Takes a free display. */
async function startXvfb(): Promise<Display> {
  // The server picks the display number itself and writes it to file descriptor 3 once it accepts clients.
  const server = spawn(await findTool("Xvfb"), ["-displayfd", "3", "-screen", "0", "1280x900x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  process.once("exit", () => server.kill());
  const failed = Promise.withResolvers<never>();
  server.once("error", failed.reject);
  server.once("exit", (code) => failed.reject(new Error(`Xvfb ended with code ${code}`)));
  failed.promise.catch(() => {}); // Ending later is no failure to start.

  const number = await within(
    10_000,
    "Xvfb to start",
    Promise.race([firstLine(server.stdio[3] as Readable), failed.promise]),
  );
  const display = `:${number}`;
  return {
    display,
    env: { ...process.env, DISPLAY: display, WAYLAND_DISPLAY: undefined },
  };
}

async function firstLine(stream: Readable): Promise<string> {
  let text = "";
  for await (const chunk of stream) {
    text += String(chunk);
    const end = text.indexOf("\n");
    if (end >= 0) return text.slice(0, end).trim();
  }
  throw new Error("The stream ended before its first line");
}
