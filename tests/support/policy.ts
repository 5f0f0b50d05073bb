import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { LaunchOptions } from "./browser-session.ts";
import type { BrowserName } from "./extension.ts";
import { findBrowser } from "./find-browser.ts";

/** Where the Chromium of Debian looks for policies; Chrome and Edge look elsewhere. */
const CHROMIUM_FOLDER = "/etc/chromium";

/** An administrator's policy for the extension, which only the browser sees that is started with `launch`. */
export interface PreparedPolicy {
  readonly launch: Partial<LaunchOptions>;
  /** Puts another in its place. Chromium notices within seconds, Firefox at its next start. */
  set(policy: object): Promise<void>;
  /** Once the browser has ended. */
  remove(): Promise<void>;
}

/**
 * Whether a browser can be given a policy of its own. Chromium reads a folder of the whole system, so it is started in a
 * mount namespace of its own, in which another folder lies over that one: root on Linux may do so.
 */
export function canHavePolicy(browser: BrowserName): boolean {
  if (browser === "firefox") return process.platform === "linux";
  return spawnSync("unshare", ["--mount", "test", "-d", CHROMIUM_FOLDER]).status === 0;
}

/** @param extensionId as `runtime.id` answers */
export async function preparePolicy(
  browser: BrowserName,
  extensionId: string,
  policy: object,
): Promise<PreparedPolicy> {
  const folder = await mkdtemp(join(tmpdir(), "bearer-bar-policy-"));
  const { file, content, launch } =
    browser === "firefox" ? inHome(folder, extensionId) : await inNamespace(folder, extensionId);
  const set = (wanted: object): Promise<void> => writeFile(file, JSON.stringify(content(wanted)));
  await mkdir(dirname(file), { recursive: true });
  await set(policy);
  return { launch, set, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }) };
}

interface Place {
  readonly file: string;
  readonly content: (policy: object) => object;
  readonly launch: Partial<LaunchOptions>;
}

/** As a managed storage manifest in the home folder. */
function inHome(folder: string, name: string): Place {
  return {
    file: join(folder, ".mozilla/managed-storage", `${name}.json`),
    content: (data) => ({ name, description: "Policy of a test", type: "storage", data }),
    launch: { env: { ...process.env, HOME: folder } },
  };
}

async function inNamespace(folder: string, extensionId: string): Promise<Place> {
  const program = join(folder, "chromium");
  const inside = `mount --bind "$1" ${CHROMIUM_FOLDER} && shift && exec "$@"`;
  const start = `exec unshare --mount sh -c '${inside}' sh '${folder}' '${await findBrowser("chromium")}' "$@"`;
  await writeFile(program, `#!/bin/sh\n${start}\n`, { mode: 0o755 });
  return {
    file: join(folder, "policies/managed/bearer-bar.json"),
    content: (policy) => ({ "3rdparty": { extensions: { [extensionId]: policy } } }),
    launch: { program },
  };
}
