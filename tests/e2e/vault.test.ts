import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Controls, controlsOf } from "../support/controls.ts";
import { searchFolder } from "../support/disk-search.ts";
import { pollUntil } from "../support/wait.ts";
import { BROWSER, CLIENT_SECRET, type World, startWorld } from "./world.ts";

// Words that occur nowhere else: Firefox compresses what it stores, and would break up others in the folder that is searched.
const PASSPHRASE = "vrilm okapu 7Kq zeugd";
const CHANGED = "hjolf wexin 3Rt paqum";
const WRONG = "tyvok brelz 9Gn fuwij";

let world: World;
let profileId: string;
let settings: Page;
let controls: Controls;

async function openSettings(): Promise<void> {
  settings = await world.browser.openExtensionPage("options.html#/settings");
  controls = controlsOf(settings);
}

beforeAll(async () => {
  world = await startWorld();
  profileId = await world.saveProfile(
    { name: "Quijotry", grantType: "client_credentials", clientId: "machine" },
    CLIENT_SECRET,
  );
  await world.saveHost({ profileId });
  await world.authorize(profileId);
  await openSettings();
});
afterAll(() => world.close());

/** The Authorization header that the API received with a calling page's fetch. */
async function fetchFromDocs(): Promise<string | undefined> {
  const docs = await world.browser.newPage(world.sites.url("docs.test"));
  const path = `/echo?${crypto.randomUUID()}`;
  await docs.evaluate(async (url) => void (await fetch(url).catch(() => undefined)), world.sites.url("api.test", path));
  await docs.close();
  const request = await pollUntil("the request", () =>
    world.sites.requests.find(({ target, method }) => target === path && method === "GET"),
  );
  return request.headers.authorization;
}

function bearer(): string {
  return `Bearer ${world.auth.issued.at(-1)?.accessToken}`;
}

const rulesCount = async (): Promise<number> => (await world.browser.sessionRules()).length;

async function sessionKeys(): Promise<string[]> {
  const keys = await settings.evaluate(async () => Object.keys(await chrome.storage.session.get()));
  return keys.filter((key) => key.endsWith("Key"));
}

describe("a passphrase, set in Settings", () => {
  it("is refused when it is too short, and says at which field", async () => {
    await controls.click("button", "Set a passphrase");
    await controls.fill("New passphrase", "1234");
    await controls.fill("Repeat passphrase", "1234");
    await controls.click("button", "Set a passphrase");
    await controls.waitForText("“New passphrase” is too short");
  });

  it("protects what is stored, and changes nothing for who has typed it", async () => {
    await controls.fill("New passphrase", PASSPHRASE);
    await controls.fill("Repeat passphrase", PASSPHRASE);
    await controls.click("button", "Set a passphrase");
    await controls.waitForText("Passphrase set");
    expect(await world.snapshot()).toMatchObject({ vault: "unlocked" });
    expect(await fetchFromDocs()).toBe(bearer());
  });
});

describe("Lock", () => {
  it("in the popup takes rules and keys away at once, and a page's request carries nothing", async () => {
    const popup = await world.browser.openExtensionPage("popup.html");
    expect(await rulesCount()).toBe(3);
    await controlsOf(popup).click("button", "Lock");
    await controlsOf(popup).find("textbox", "Passphrase");
    expect(await rulesCount()).toBe(0);
    expect(await sessionKeys()).toEqual([]);
    expect(await fetchFromDocs()).toBeUndefined();
    await popup.close();
  });

  it("is opened by the right passphrase alone, typed where the focus already is", async () => {
    const popup = await world.browser.openExtensionPage("popup.html");
    const inPopup = controlsOf(popup);
    await inPopup.waitForText("no request carries a token");
    await pollUntil("the focus in the field", () =>
      popup.evaluate(() => document.activeElement instanceof HTMLInputElement),
    );
    await popup.keyboard.type(WRONG);
    await popup.keyboard.press("Enter");
    await inPopup.waitForText("That is not the passphrase");
    expect(await rulesCount()).toBe(0);
    // What was wrong is selected, so that typing replaces it.
    await popup.keyboard.type(PASSPHRASE);
    await popup.keyboard.press("Enter");
    await inPopup.find("listitem", "Quijotry");
    expect(await rulesCount()).toBe(3);
    expect(await fetchFromDocs()).toBe(bearer());
    await popup.close();
  });

  it("in Settings, and by the death of the worker nothing of it changes", async () => {
    await controls.click("button", "Lock now");
    await controls.find("textbox", "Passphrase");
    await world.browser.killWorker();
    expect(await rulesCount()).toBe(0);
    expect(await world.send("copyToken", { profileId })).toMatchObject({ ok: false, error: { code: "locked" } });
    await controls.fill("Passphrase", PASSPHRASE);
    await controls.click("button", "Unlock");
    await controls.find("button", "Lock now");
    expect(await rulesCount()).toBe(3);
  });

  it("comes with the end of the browser", async () => {
    await world.browser.restart();
    await openSettings();
    await controls.find("textbox", "Passphrase");
    expect(await rulesCount()).toBe(0);
    expect(await fetchFromDocs()).toBeUndefined();
    await controls.fill("Passphrase", PASSPHRASE);
    await controls.click("button", "Unlock");
    await controls.find("button", "Lock now");
    expect(await fetchFromDocs()).toBe(bearer());
  });
});

it("the idle time locks: the alarm rings, and nobody is at this computer", async () => {
  await world.do("saveSettings", { settings: { ...(await world.snapshot()).settings, idleLockMinutes: 60 } });
  const alarm = () => settings.evaluate(async () => (await chrome.alarms.get("idle")) ?? null);
  await pollUntil("the alarm", async () => (await alarm())?.periodInMinutes === 1);
  // As if the computer had slept since somebody was last seen: the time is all that the test can turn.
  await settings.evaluate(async () =>
    chrome.storage.session.set({ "vault.activeAtMs": String(Date.now() - 7_300_000) }),
  );
  await settings.evaluate(async () => chrome.alarms.create("idle", { when: Date.now() }));
  await pollUntil("the lock", async () => (await world.snapshot()).vault === "locked", { timeoutMs: 40_000 });
  expect(await rulesCount()).toBe(0);
  expect(await alarm()).toBeNull();
  await world.do("unlock", { passphrase: PASSPHRASE });
  // A page behind another is not drawn, and what is not drawn is not found.
  await settings.bringToFront();
});

it("changes with the current one, and the old one opens nothing after that", async () => {
  await controls.click("button", "Change passphrase");
  await controls.fill("Current passphrase", WRONG);
  await controls.fill("New passphrase", CHANGED);
  await controls.fill("Repeat passphrase", CHANGED);
  await controls.click("button", "Change passphrase");
  await controls.waitForText("That is not the current passphrase");
  await controls.fill("Current passphrase", PASSPHRASE);
  await controls.click("button", "Change passphrase");
  await controls.waitForText("Passphrase changed");
  await controls.click("button", "Lock now");
  await controls.find("textbox", "Passphrase");
  const refused = await world.send("unlock", { passphrase: PASSPHRASE });
  expect(refused).toMatchObject({ ok: false, error: { code: "wrong_passphrase" } });
  await world.do("unlock", { passphrase: CHANGED });
  expect(await rulesCount()).toBe(3);
});

it("has a keyboard shortcut, which Settings names", async () => {
  const commands = await settings.evaluate(async () => chrome.commands.getAll());
  expect(commands).toContainEqual(expect.objectContaining({ name: "lock-vault" }));
  await controls.waitForText(/Alt\+Shift\+L|shortcut/u);
});

it(`leaves no token, secret or passphrase in the profile folder or the console of ${BROWSER}`, async () => {
  // What was typed half is never kept either.
  await controls.click("button", "Change passphrase");
  await controls.fill("New passphrase", "dwonk lipsa 5Bv cyrge");
  await settings.close();
  const needles = [
    CLIENT_SECRET,
    PASSPHRASE,
    CHANGED,
    WRONG,
    "dwonk lipsa 5Bv cyrge",
    ...world.auth.issued.map(({ accessToken }) => accessToken),
  ];
  const said = JSON.stringify(await world.browser.consoleMessages());
  for (const needle of needles) expect(said).not.toContain(needle);
  const { profileDir } = world.browser;
  await world.browser.close({ keepProfile: true });
  expect(await searchFolder(profileDir, needles)).toEqual([]);
  // The search itself finds what lies in the open.
  expect((await searchFolder(profileDir, ["Quijotry"])).length).toBeGreaterThan(0);
});
