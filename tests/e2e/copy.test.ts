import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type PersonsClipboard, clipboardIn } from "../support/clipboard.ts";
import { type Controls, controlsOf } from "../support/controls.ts";
import { type Display, sharedDisplay } from "../support/display.ts";
import { answerPermissionPrompt } from "../support/permission-prompt.ts";
import { pressAltShift } from "../support/shortcut.ts";
import { pollUntil } from "../support/wait.ts";
import { BROWSER, CLIENT_SECRET, type World, startWorld } from "./world.ts";

/** Chromium hears its shortcuts and shows its prompt only in a window. */
let display: Display | undefined;
let world: World;
let clipboard: PersonsClipboard;
let docs: Page;
let token: string;

beforeAll(async () => {
  display = BROWSER === "chromium" ? await sharedDisplay() : undefined;
  world = await startWorld({
    launch: { headless: display === undefined, promptForPermissions: true, ...(display && { env: display.env }) },
  });
  docs = await world.browser.newPage(world.sites.url("docs.test"));
  clipboard = await clipboardIn(docs);
  const machine = { name: "Machine", grantType: "client_credentials", clientId: "machine" } as const;
  const profileId = await world.saveProfile(machine, CLIENT_SECRET);
  await world.saveHost({ profileId });
  token = await world.authorize(profileId);
});
afterAll(async () => {
  await world.close();
});

beforeEach(() => clipboard.copy("a shopping list"));

describe("the menu of the popup", () => {
  let popup: Page;
  let screen: Controls;
  beforeEach(async () => {
    popup = await world.browser.openExtensionPage("popup.html");
    screen = controlsOf(popup);
    return () => popup.close();
  });

  /** By keyboard alone, from the button that opens the menu. */
  async function choose(...keys: ("ArrowDown" | "ArrowUp" | "Enter")[]): Promise<void> {
    await popup.bringToFront();
    const button = await screen.find("button", "More ways to copy");
    await button.focus();
    for (const key of keys) await popup.keyboard.press(key);
  }
  const expectFocus = (name: string): Promise<unknown> =>
    pollUntil(`the focus on ${name}`, () =>
      popup.evaluate((wanted) => {
        const { activeElement: element } = document;
        return (element?.getAttribute("aria-label") ?? element?.textContent) === wanted;
      }, name),
    );

  it("copies the header, and cURL for the API host that the profile is used for", async () => {
    await choose("Enter");
    await expectFocus("Authorization header");
    await popup.keyboard.press("Enter");
    await screen.waitForText("Copied");
    expect(await clipboard.paste()).toBe(`Authorization: Bearer ${token}`);

    await choose("ArrowDown", "ArrowDown");
    await expectFocus("cURL");
    await popup.keyboard.press("Enter");
    const url = world.sites.url("api.test", "/");
    const expected = `curl '${url}' --header 'Authorization: Bearer ${token}'`;
    await pollUntil("cURL on the clipboard", async () => (await clipboard.paste()) === expected);
  });

  it("goes round by arrows, and Escape closes it with the focus on its button", async () => {
    await choose("ArrowUp");
    await expectFocus("Token details");
    await popup.keyboard.press("ArrowDown");
    await expectFocus("Authorization header");
    await popup.keyboard.press("Escape");
    await expectFocus("More ways to copy");
    expect(await screen.exists("menu", "More ways to copy")).toBe(false);
  });
});

describe("the shortcuts", () => {
  it("are taken by the browser as they are suggested", async () => {
    // Chromium leaves out, without a word, what it has a use for itself.
    const commands = await world.browser.evaluateInBackground(() => chrome.commands.getAll());
    expect(Object.fromEntries(commands.map(({ name, shortcut }) => [name, shortcut]))).toMatchObject({
      "copy-token": "Alt+Shift+K",
      "lock-vault": "Alt+Shift+L",
    });
  });

  it("copy the token for the page in front", async () => {
    await docs.bringToFront();
    await pressAltShift("K", world.browser, display);
    await pollUntil("the token on the clipboard", async () => (await clipboard.paste()) === token);
  });
});

describe("clearing the clipboard", () => {
  let settings: Page;

  beforeAll(async () => {
    settings = await world.browser.openExtensionPage("options.html#/settings");
    const choice = await controlsOf(settings).find("combobox", "Clear the clipboard after a copy");
    await settings.bringToFront();
    await choice.focus();
    await settings.keyboard.press("a");
    await answerPermissionPrompt(world.browser, "allow", display);
    await pollUntil("the setting", async () => (await world.snapshot()).settings.clearClipboardSeconds === 30);
  });

  it("is allowed by the browser in that choice", async () => {
    expect((await world.browser.grantedPermissions()).permissions).toContain("clipboardRead");
  });

  it("takes a copied token off the clipboard, though the worker has died", async () => {
    await copyToken();
    expect(await clipboard.paste()).toBe(token);
    await ringAfterWorkersDeath();
    expect(await clipboard.paste()).toBe("");
  });

  it("leaves alone what came there after it", async () => {
    await copyToken();
    await clipboard.copy("a better list");
    await ringAfterWorkersDeath();
    expect(await clipboard.paste()).toBe("a better list");
  });

  async function copyToken(): Promise<void> {
    const [profile] = (await world.snapshot()).profiles;
    await world.do("copyToken", { profileId: profile?.id ?? "" });
  }

  /** Brings time and alarm forward, which would be half a minute away, and waits until the worker is done with it. */
  async function ringAfterWorkersDeath(): Promise<void> {
    await settings.evaluate(async () => {
      const name = "clipboard.copied";
      const kept = (await chrome.storage.session.get(name))[name] as string;
      await chrome.storage.session.set({ [name]: JSON.stringify({ ...JSON.parse(kept), untilMs: Date.now() }) });
    });
    await world.browser.killWorker();
    await settings.evaluate(() => chrome.alarms.create("clipboard", { when: Date.now() }));
    await pollUntil("the worker to have looked", () =>
      settings.evaluate(async () => !("clipboard.copied" in (await chrome.storage.session.get()))),
    );
  }
});
