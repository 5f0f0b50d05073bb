import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { controlsOf } from "../support/controls.ts";
import { readOldDatabase, writeDatabase } from "../support/old-database.ts";
import { pollUntil } from "../support/wait.ts";
import { type World, startWorld } from "./world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** Puts the first build's database in the place of this one's, and ends the worker that has read the other. */
async function installOldDatabase(): Promise<void> {
  const old = await readOldDatabase("plain", {
    "http://auth.test/token": world.auth.endpoints.token,
    "http://auth.test/auth": world.auth.endpoints.authorization,
    "http://api.test": world.sites.url("api.test", ""),
  });
  // Chromium never starts a worker again that is ended while it is still being installed; one that answers has been.
  await world.snapshot();
  // A page of ours that runs none of our code.
  const page = await world.browser.openExtensionPage("icons/16.png");
  await page.evaluate(writeDatabase, old);
  await page.close();
  await world.browser.killWorker();
}

const attached = async (): Promise<(string | undefined)[]> =>
  (await world.browser.sessionRules()).map(({ action }) => action.requestHeaders?.[0]?.value);

describe("an update of the extension", () => {
  it("finds everything that the first build stored, and attaches its token", async () => {
    await installOldDatabase();
    const { profiles, storageNotes } = await world.snapshot();
    expect(storageNotes).toEqual([]);
    expect(profiles.map(({ name, status }) => [name, status.kind])).toEqual([
      ["Old machine", "valid"],
      ["Old person", "valid"],
    ]);
    expect(new Set(await attached())).toEqual(new Set(["Bearer old-access-token-machine"]));
    const page = await world.browser.openExtensionPage("options.html#/oauths/old-machine");
    await controlsOf(page).find("button", "Remove stored Client Secret");
    await page.close();
  });

  it("sends the secrets that the first build sealed", async () => {
    const issued = world.auth.issued.length;
    await world.do("authorize", { profileId: "old-machine", anew: true });
    const { accessToken } = await pollUntil("a token", () => world.auth.issued[issued]);
    await pollUntil("the new token's rules", async () => (await attached()).includes(`Bearer ${accessToken}`));
  });

  it("put in over the running one, has rules and alarm back by itself", async () => {
    const before = await attached();
    const manifestPath = join(world.extension.dir, "manifest.json");
    const manifest = JSON.parse(await readFile(manifestPath, "utf8")) as { version: string };
    await writeFile(manifestPath, JSON.stringify({ ...manifest, version: "99.0.0" }));
    await world.browser.update();
    expect(await world.browser.evaluateInBackground(() => chrome.runtime.getManifest().version)).toBe("99.0.0");
    await pollUntil("the rules", async () => (await attached()).length === before.length);
    expect(await attached()).toEqual(before);
    const alarms = await world.browser.evaluateInBackground(() => chrome.alarms.getAll());
    expect(alarms.map(({ name }) => name)).toContain("renewal");
    const page = await world.browser.openExtensionPage("options.html#/settings");
    await controlsOf(page).waitForText("Bearer Bar 99.0.0");
    await page.close();
  });
});
