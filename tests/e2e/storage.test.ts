import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { controlsOf } from "../support/controls.ts";
import { pollUntil } from "../support/wait.ts";
import { BROWSER, CLIENT_SECRET, HOSTS, type World, startWorld } from "./world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** A profile whose token is attached. */
async function setUp(): Promise<string> {
  // A test before that failed may have left its own.
  for (const { id } of (await world.snapshot()).profiles) await world.do("deleteProfile", { profileId: id });
  for (const { host } of (await world.snapshot()).hosts) await world.do("deleteHost", { hostId: host.id });
  const changes = { name: "Machine", grantType: "client_credentials", clientId: "machine" } as const;
  const profileId = await world.saveProfile(changes, CLIENT_SECRET);
  await world.saveHost({ profileId });
  await world.authorize(profileId);
  await pollUntil("the rules", async () => (await world.browser.sessionRules()).length === 3);
  return profileId;
}

/** Does something to the database behind the worker's back; the next command starts a worker that finds it so. */
async function damage(kind: "newer" | "without a store" | "deleted"): Promise<void> {
  const page = await world.browser.openExtensionPage("options.html#/settings");
  await page.evaluate(async (what) => {
    const settled = (request: IDBRequest): Promise<unknown> =>
      new Promise((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("IndexedDB")));
      });
    if (what === "newer") ((await settled(indexedDB.open("bearer-bar", 99))) as IDBDatabase).close();
    else await settled(indexedDB.deleteDatabase("bearer-bar"));
    if (what === "without a store") {
      const request = indexedDB.open("bearer-bar", 1);
      request.addEventListener("upgradeneeded", () => request.result.createObjectStore("hosts", { keyPath: "id" }));
      ((await settled(request)) as IDBDatabase).close();
    }
  }, kind);
  await page.close();
  await world.browser.killWorker();
}

const isExportName = (name: string): boolean => /^bearer-bar-\d{4}-\d\d-\d\d\.json$/u.test(name);

/** What the button of this name gives to the person. */
async function exported(page: Page, button: string): Promise<string> {
  if (BROWSER === "firefox") {
    // Its driver can't reach a download; the file's content is caught on its way into it.
    await page.evaluate(() => {
      const create = URL.createObjectURL.bind(URL);
      URL.createObjectURL = (blob) => {
        void (blob as Blob).text().then((text) => (document.body.dataset["exported"] = text));
        return create(blob);
      };
    });
    await controlsOf(page).click("button", button);
    return pollUntil("the file", () => page.evaluate(() => document.body.dataset["exported"]));
  }
  const folder = await mkdtemp(join(tmpdir(), "bearer-bar-download-"));
  const devtools = await page.createCDPSession();
  await devtools.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
  await controlsOf(page).click("button", button);
  // The file has its name before it has its end.
  const text = await pollUntil("the download", async () => {
    const name = (await readdir(folder)).find(isExportName);
    const soFar = name === undefined ? "" : await readFile(join(folder, name), "utf8");
    return soFar.trimEnd().endsWith("}") ? soFar : undefined;
  });
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  return text;
}

async function reset(page: Page): Promise<void> {
  const controls = controlsOf(page);
  await controls.click("button", "Reset");
  await controls.waitForText("This can't be undone");
  // Everything but the dialog is inert now, and not found.
  await controlsOf(page, "dialog").click("button", "Delete everything");
  await controls.waitForText("Everything was deleted");
}

describe.each([
  ["newer", "Made by a newer version"],
  ["without a store", "The stored data is damaged"],
] as const)("a database that is %s", (kind, title) => {
  it("is told by popup and Manage OAuth, and no request carries a token", async () => {
    await setUp();
    await damage(kind);
    const popup = await world.browser.openExtensionPage("popup.html");
    await controlsOf(popup).waitForText(title);
    await controlsOf(popup).find("button", "Export or reset");
    expect(await world.browser.sessionRules()).toEqual([]);
    await popup.close();
  });

  it("is exported as a file without secrets, and reset to a first start", async () => {
    const page = await world.browser.openExtensionPage("options.html#/oauths");
    await controlsOf(page).waitForText(title);
    const text = await exported(page, "Export");
    expect(JSON.parse(text)).toMatchObject({ format: "bearer-bar-readable" });
    for (const secret of [CLIENT_SECRET, ...world.auth.issued.map(({ accessToken }) => accessToken)]) {
      expect(text).not.toContain(secret);
    }
    if (kind === "newer") expect(text).toContain('"Machine"');
    await reset(page);
    await controlsOf(page).find("button", "Add OAuth");
    const snapshot = await world.snapshot();
    expect(snapshot).toMatchObject({ profiles: [], storageNotes: [] });
    expect(snapshot.storageProblem).toBeUndefined();
    await page.close();
  });
});

it("a database that was deleted between two starts is said once", async () => {
  await setUp();
  await damage("deleted");
  const popup = await world.browser.openExtensionPage("popup.html");
  const controls = controlsOf(popup);
  await controls.waitForText("Your stored profiles are gone");
  expect(await world.browser.sessionRules()).toEqual([]);
  await controls.click("button", "OK");
  await pollUntil("the note to go", async () => (await world.snapshot()).storageNotes.length === 0);
  await world.browser.killWorker();
  expect((await world.snapshot()).storageNotes).toEqual([]);
  await popup.close();
});

it("Settings gives a readable copy of what is well, and resets it", async () => {
  await setUp();
  const page = await world.browser.openExtensionPage("options.html#/settings");
  expect(await exported(page, "Save a readable copy")).toContain('"Machine"');
  await reset(page);
  expect(await world.browser.sessionRules()).toEqual([]);
  expect((await world.snapshot()).profiles).toEqual([]);
  await page.close();
});

describe("database files that were overwritten while the browser was closed", () => {
  let profileDir: string;
  let damaged: World;
  beforeAll(async () => {
    profileDir = await mkdtemp(join(tmpdir(), "bearer-bar-damaged-"));
    damaged = await startWorld({ launch: { userDataDir: profileDir } });
  });
  afterAll(async () => {
    await damaged.close();
    await rm(profileDir, { recursive: true, force: true, maxRetries: 5 });
  });

  it("are told of at the next start, and Bearer Bar works again after that", async () => {
    // A test before that failed may have left its own.
    for (const { id } of (await world.snapshot()).profiles) await world.do("deleteProfile", { profileId: id });
    for (const { host } of (await world.snapshot()).hosts) await world.do("deleteHost", { hostId: host.id });
    const changes = { name: "Machine", grantType: "client_credentials", clientId: "machine" } as const;
    await damaged.saveProfile(changes, CLIENT_SECRET);
    await damaged.browser.close({ keepProfile: true });
    expect(await overwriteDatabases(profileDir)).toBeGreaterThan(0);
    const { extension } = damaged;
    const browser = await launchBrowser({
      browser: BROWSER,
      extensionDir: extension.dir,
      hosts: HOSTS,
      userDataDir: profileDir,
    });
    const page = await browser.openExtensionPage("options.html#/oauths");
    const controls = controlsOf(page);
    // Either browser throws such a database away without a word, and the extension finds none.
    await controls.waitForText("Your stored profiles are gone");
    await controls.click("button", "OK");
    await controls.find("button", "Add OAuth");
    await browser.close();
  });
});

/** Writes over the extension's database files. Answers with how many there were. */
async function overwriteDatabases(profileDir: string): Promise<number> {
  const files = await readdir(profileDir, { recursive: true, withFileTypes: true });
  const isDatabase = ({ parentPath, name }: { parentPath: string; name: string }): boolean =>
    BROWSER === "firefox"
      ? /moz-extension\+\+\+[^^]*\/idb$/u.test(parentPath) && name.endsWith(".sqlite")
      : /chrome-extension_\w+_0\.indexeddb\.leveldb$/u.test(parentPath) && /^(MANIFEST-|.*\.(log|ldb)$)/u.test(name);
  const databases = files.filter((entry) => entry.isFile() && isDatabase(entry));
  for (const { parentPath, name } of databases)
    await writeFile(join(parentPath, name), "not a database any more\n".repeat(64));
  return databases.length;
}
