import { execFile } from "node:child_process";
import { access, constants, readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import type { BrowserName } from "./extension.ts";

const run = promisify(execFile);

const ENVIRONMENT: Readonly<Record<BrowserName, string>> = { chromium: "CHROMIUM_PATH", firefox: "FIREFOX_PATH" };

/** Names in PATH, the real browser before wrappers. */
const COMMANDS: Readonly<Record<BrowserName, readonly string[]>> = {
  chromium: [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
  ],
  firefox: ["firefox-esr", "firefox", "firefox-devedition"],
};

const MAC_APPLICATIONS: Readonly<Record<BrowserName, readonly string[]>> = {
  chromium: [
    "Chromium.app/Contents/MacOS/Chromium",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  firefox: ["Firefox.app/Contents/MacOS/firefox", "Firefox Developer Edition.app/Contents/MacOS/firefox"],
};

const WINDOWS_PROGRAMS: Readonly<Record<BrowserName, readonly string[]>> = {
  chromium: [
    "Chromium\\Application\\chrome.exe",
    "Google\\Chrome\\Application\\chrome.exe",
    "Microsoft\\Edge\\Application\\msedge.exe",
  ],
  firefox: ["Mozilla Firefox\\firefox.exe", "Firefox Developer Edition\\firefox.exe"],
};

const DEBIAN_PACKAGES: Readonly<Record<BrowserName | "Xvfb" | "xdotool", string>> = {
  chromium: "chromium",
  firefox: "firefox-esr",
  Xvfb: "xvfb",
  xdotool: "xdotool",
};

/** A program the tests need is missing; the message says what to install. */
class MissingProgramError extends Error {
  override readonly name = "MissingProgramError";
}

/**
 * The browser's program file: `CHROMIUM_PATH` or `FIREFOX_PATH` where set, else the usual places of Linux, macOS and Windows.
 * On Debian, as root, a missing one is installed from the distribution. Rejects with `MissingProgramError` otherwise.
 */
export async function findBrowser(browser: BrowserName): Promise<string> {
  const variable = ENVIRONMENT[browser];
  const named = process.env[variable];
  if (named) {
    if (await isExecutable(named)) return named;
    throw new MissingProgramError(`${variable} is "${named}", which is not a program`);
  }
  const found = await firstExecutable(await candidates(browser));
  if (found !== undefined) return found;
  await installOnDebian(browser);
  return expectProgram(browser, await candidates(browser));
}

/** The path of a helper program (`Xvfb`, `xdotool`), installed on Debian as root where it is missing. */
export async function findTool(tool: "Xvfb" | "xdotool"): Promise<string> {
  const found = await firstExecutable(inPath([tool]));
  if (found !== undefined) return found;
  await installOnDebian(tool);
  return expectProgram(tool, inPath([tool]));
}

async function candidates(browser: BrowserName): Promise<string[]> {
  if (process.platform === "darwin") {
    const folders = ["/Applications", join(process.env["HOME"] ?? "", "Applications")];
    return folders.flatMap((folder) => MAC_APPLICATIONS[browser].map((program) => join(folder, program)));
  }
  if (process.platform === "win32") {
    const variables = ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"];
    const folders = variables.map((name) => process.env[name] ?? "").filter(Boolean);
    return folders.flatMap((folder) => WINDOWS_PROGRAMS[browser].map((program) => join(folder, program)));
  }
  const programs: string[] = [];
  for (const path of inPath(COMMANDS[browser])) if (!(await isSnapStub(path))) programs.push(path);
  return programs;
}

function inPath(commands: readonly string[]): string[] {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter(Boolean);
  return commands.flatMap((command) => folders.map((folder) => join(folder, command)));
}

/** Ubuntu's packages `chromium-browser` and `firefox` are shell scripts that only call snap, which containers lack. */
async function isSnapStub(path: string): Promise<boolean> {
  if (!(await isExecutable(path)) || (await isExecutable("/usr/bin/snap"))) return false;
  const start = (await readFile(path)).subarray(0, 4096).toString("latin1");
  return start.startsWith("#!") && start.includes("snap");
}

async function installOnDebian(program: keyof typeof DEBIAN_PACKAGES): Promise<void> {
  const name = DEBIAN_PACKAGES[program];
  const system = await readFile("/etc/os-release", "utf8").catch(() => "");
  const isBrowser = program === "chromium" || program === "firefox";
  if (/^ID=ubuntu$/mu.test(system) && isBrowser) {
    throw new MissingProgramError(
      `No ${program} found. Ubuntu's own packages are snaps, which do not work in containers: ` +
        `install a .deb from the browser's maker, or set ${ENVIRONMENT[program]} to its program file`,
    );
  }
  if (!/^ID(_LIKE)?=.*(debian|ubuntu)/mu.test(system) || process.getuid?.() !== 0) {
    const hint = isBrowser ? `, or set ${ENVIRONMENT[program]} to its program file` : "";
    throw new MissingProgramError(`No ${program} found: install it (Debian package "${name}")${hint}`);
  }
  await run("apt-get", ["update"]);
  await run("apt-get", ["install", "-y", "--no-install-recommends", name], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    maxBuffer: 64 * 1024 * 1024,
  });
}

async function expectProgram(name: string, paths: readonly string[]): Promise<string> {
  const found = await firstExecutable(paths);
  if (found === undefined) throw new MissingProgramError(`No ${name} found, although its package is installed`);
  return found;
}

async function firstExecutable(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await isExecutable(path)) return path;
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
