import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeZip, readFolder, readSource, withoutKey } from "./store-zip.ts";

/** The files that go to the stores: Chrome Web Store, Edge Add-ons, addons.mozilla.org and its reviewers. */
export const STORES = ["chrome", "edge", "firefox", "firefox-sources"] as const;
export type StoreZip = (typeof STORES)[number];

/** Reads both builds and the source below `root` and makes the zips of them. Rejects where there is no build. */
export async function makeZips(root: string): Promise<Record<StoreZip, Uint8Array>> {
  const chromium = makeZip(withoutKey(await readFolder(join(root, ".output/chrome-mv3"))));
  return {
    chrome: chromium,
    // The same source builds the same files for both.
    edge: chromium,
    firefox: makeZip(await readFolder(join(root, ".output/firefox-mv3"))),
    "firefox-sources": makeZip(await readSource(root)),
  };
}

/** Writes them into `.output/`, and says each one's path and SHA-256. */
export async function writeZips(root: string): Promise<readonly string[]> {
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
  const zips = await makeZips(root);
  await mkdir(join(root, ".output"), { recursive: true });
  return Promise.all(
    STORES.map(async (store) => {
      const path = `.output/bearer-bar-${version}-${store}.zip`;
      await writeFile(join(root, path), zips[store]);
      return `${sha256(zips[store])}  ${path}`;
    }),
  );
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
