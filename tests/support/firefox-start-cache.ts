import { cp, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Names the folder, for as long as one run of the tests lasts. */
const VARIABLE = "FIREFOX_START_CACHE";

/** In each profile: what Firefox has compiled of itself, and the version that did, which alone makes use of it. */
const PARTS = ["startupCache", "compatibility.ini"];

/** In the first: what Firefox has read of add-ons. */
const OF_ADD_ONS = "webext.sc.lz4";

/**
 * Firefox compiles all of its own user interface at the first start with a new profile, which takes longer than everything
 * else in that start. So the first profile of a run hands on what it has compiled to all those after it.
 */
export async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "bearer-bar-firefox-start-"));
  process.env[VARIABLE] = folder;
  return () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Gives a new profile what an earlier one has compiled. One that was used before has its own. */
export async function takeStartCache(profileDir: string): Promise<void> {
  const folder = process.env[VARIABLE];
  if (folder === undefined || (await readdir(profileDir)).includes("compatibility.ini")) return;
  // There is none before the first browser of the run has ended.
  await cp(join(folder, "first", "kept"), profileDir, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}

/** Keeps what the profile of a browser that has ended has compiled, if it is the run's first. */
export async function keepStartCache(profileDir: string): Promise<void> {
  const folder = process.env[VARIABLE];
  if (folder === undefined) return;
  const first = join(folder, "first");
  const isFirst = (await mkdir(first, { recursive: true })) !== undefined;
  if (!isFirst) return;
  const copy = join(first, "copy");
  const filter = (path: string): boolean => !path.endsWith(OF_ADD_ONS);
  for (const part of PARTS) await cp(join(profileDir, part), join(copy, part), { recursive: true, filter });
  // In one piece, for whoever starts meanwhile.
  await rename(copy, join(first, "kept"));
}
