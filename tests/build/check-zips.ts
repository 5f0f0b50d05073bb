import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { promisify } from "node:util";
import { plainEnvironment, unpack } from "./unpacked-source.ts";
import { STORES, makeZips, sha256 } from "./zips.ts";

/** What a reviewer does: unpacks the source zip, installs, builds, and compares. Ends with 1 where anything differs. */
const zips = await makeZips(process.cwd());
const dir = await unpack(zips["firefox-sources"]);
try {
  const run = promisify(execFile);
  for (const args of [["ci"], ["run", "-s", "build"]]) await run("npm", args, { cwd: dir, env: plainEnvironment() });
  const again = await makeZips(dir);
  for (const store of STORES) {
    const isSame = sha256(again[store]) === sha256(zips[store]);
    console.log(`${isSame ? "same     " : "DIFFERENT"} ${sha256(again[store])} ${store}`);
    if (!isSame) process.exitCode = 1;
  }
} finally {
  await rm(dir, { recursive: true, force: true });
}
