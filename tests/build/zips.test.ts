import { execFile } from "node:child_process";
import { rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { strFromU8, unzipSync } from "fflate";
import { expect, it } from "vitest";
import { makeZip } from "./store-zip.ts";
import { plainEnvironment, unpack } from "./unpacked-source.ts";
import { STORES, makeZips, sha256 } from "./zips.ts";

const ROOT = join(import.meta.dirname, "../..");

it("a zip depends on names and contents alone", () => {
  const [a, b] = [Buffer.from("a"), Buffer.from("b")];
  const zip = makeZip(new Map([["a.js", a], ["b.js", b]])); // prettier-ignore
  expect(sha256(makeZip(new Map([["b.js", b], ["a.js", a]])))).toBe(sha256(zip)); // prettier-ignore
  expect(sha256(makeZip(new Map([["a.js", b], ["b.js", a]])))).not.toBe(sha256(zip)); // prettier-ignore
});

it("the zips of one commit are the same bytes when built again in another folder, from the source zip", async () => {
  const zips = await makeZips(ROOT);
  const dir = await unpack(zips["firefox-sources"]);
  try {
    await symlink(join(ROOT, "node_modules"), join(dir, "node_modules"), "dir");
    await promisify(execFile)("npm", ["run", "-s", "build"], { cwd: dir, env: plainEnvironment() });
    const again = await makeZips(dir);
    const differing = STORES.filter((store) => sha256(again[store]) !== sha256(zips[store]));
    expect(differing).toEqual([]);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});

it("what goes to the Chromium stores is the tested build without its key; to Firefox's, the build as it is", async () => {
  const { chrome, edge, firefox } = await makeZips(ROOT);
  expect(sha256(edge)).toBe(sha256(chrome));
  const manifestOf = (zip: Uint8Array): unknown => {
    const manifest = unzipSync(zip)["manifest.json"];
    return manifest === undefined ? undefined : JSON.parse(strFromU8(manifest));
  };
  expect(manifestOf(chrome)).not.toHaveProperty("key");
  expect(manifestOf(chrome)).toHaveProperty("minimum_chrome_version");
  expect(manifestOf(firefox)).toHaveProperty("browser_specific_settings.gecko.id");
});
