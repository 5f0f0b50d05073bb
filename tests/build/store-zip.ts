import { execFile } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Zippable, strToU8, zipSync } from "fflate";

/** A file of a zip: its path with slashes, and what is in it. */
export type ZipEntries = ReadonlyMap<string, Uint8Array>;

/**
 * A zip that depends on names and contents alone: entries sorted, the first day that a zip can tell, one set of
 * permissions, and a deflate in JavaScript, since the one of Node differs between machines.
 */
export function makeZip(entries: ZipEntries): Uint8Array {
  const files: Zippable = {};
  for (const [path, content] of [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1))) files[path] = content;
  return zipSync(files, { level: 9, mtime: new Date(1980, 0, 1), os: 3, attrs: 0o100644 << 16 });
}

/** Every file below a folder. */
export async function readFolder(dir: string, skipped: readonly string[] = []): Promise<ZipEntries> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .filter((path) => !skipped.some((name) => path.startsWith(name)));
  return readPaths(dir, paths);
}

/** What an unpacked source may hold beside the source. */
const MADE = ["node_modules/", ".output/", ".wxt/", ".artifacts/"];

/** The tracked files of a checkout; every file of an unpacked source zip, where there is nothing else. */
export async function readSource(root: string): Promise<ZipEntries> {
  const hasGit = (await readdir(root)).includes(".git");
  if (!hasGit) return readFolder(root, MADE);
  const { stdout } = await promisify(execFile)("git", ["ls-files", "-z"], { cwd: root });
  return readPaths(
    root,
    stdout.split("\0").filter((path) => path !== ""),
  );
}

/**
 * The Chromium build as its stores take it. The Chrome Web Store refuses a manifest with a `key`: it has its own, from
 * which the id follows.
 */
export function withoutKey(build: ZipEntries): ZipEntries {
  const manifest = build.get("manifest.json");
  if (manifest === undefined) throw new Error("The build has no manifest.json");
  const { key: _, ...rest } = JSON.parse(Buffer.from(manifest).toString("utf8")) as Record<string, unknown>;
  return new Map([...build, ["manifest.json", strToU8(JSON.stringify(rest))]]);
}

async function readPaths(root: string, paths: readonly string[]): Promise<ZipEntries> {
  const read = paths.map(async (path) => [path.replaceAll("\\", "/"), await readFile(join(root, path))] as const);
  return new Map(await Promise.all(read));
}
