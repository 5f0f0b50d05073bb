import type { Page } from "puppeteer-core";
import { formatBackup } from "../../lib/domain/backup.ts";
import { newProfile } from "../../lib/domain/profile.ts";
import { DEFAULT_SETTINGS } from "../../lib/domain/settings.ts";
import type { World } from "../e2e/world.ts";
import type { BadServer } from "../support/bad-server.ts";
import { chooseFile } from "../support/choose-file.ts";
import { type Controls, controlsOf } from "../support/controls.ts";
import { NAMES, States } from "./states.ts";

const IMPORTED = {
  name: "Orders API",
  clientId: "orders",
  authorizationUrl: "https://login.example.com/authorize",
  tokenUrl: "https://login.example.com/token",
} as const;

/** One page in one state, ready to be looked at. */
export interface Screen {
  /** Of its picture's file: `popup-empty`. */
  readonly name: string;
  readonly page: Page;
  readonly kind: "popup" | "options";
}

/**
 * Walks through every page and state of the extension, in an order in which each follows from the one before: empty
 * first, then full, locked, and last with data that can't be read. Chromium only, whose popup a driver can look into.
 */
export async function* tour(world: World, server: BadServer): AsyncGenerator<Screen> {
  const states = new States(world, server);
  const front = await world.browser.newPage(world.sites.url("docs.test"));
  const manage = await world.browser.openExtensionPage("options.html#/oauths");
  const walk = new Walk(world, front, manage);

  yield* walk.emptyScreens();
  yield* walk.formScreens(server.origin);
  await states.fill();
  yield* walk.popup("popup-no-host-listed");
  await states.callApi(front);
  await states.fillHosts();
  yield* walk.fullScreens();
  await states.lock();
  yield* walk.lockedScreens();
  await states.unlock();
  yield* walk.settings("settings-passphrase");
  await states.storeNewerData();
  yield* walk.troubleScreens();
}

class Walk {
  readonly #world: World;
  readonly #front: Page;
  readonly #manage: Page;
  readonly #controls: Controls;

  constructor(world: World, front: Page, manage: Page) {
    this.#world = world;
    this.#front = front;
    this.#manage = manage;
    this.#controls = controlsOf(manage);
  }

  async *emptyScreens(): AsyncGenerator<Screen> {
    yield* this.popup("popup-empty");
    yield* this.#options("oauths-empty", "#/oauths", "No OAuth profile yet");
    yield* this.#options("hosts-empty", "#/hosts", "No API host yet");
    yield* this.#options("activity-empty", "#/activity", "Nothing yet");
    yield* this.settings("settings");
    yield* this.#fileScreens();
  }

  /** A file that was chosen, before anything is imported; and the list of keys. */
  async *#fileScreens(): AsyncGenerator<Screen> {
    const profiles = [
      { ...newProfile("p1", 1), ...IMPORTED },
      { ...newProfile("p2", 2), ...IMPORTED, name: "Invoices" },
    ];
    const text = formatBackup({ profiles, hosts: [], settings: DEFAULT_SETTINGS }, undefined);
    await chooseFile(this.#manage, "bearer-bar-backup.json", text);
    await this.#controls.waitForText("What is in bearer-bar-backup.json");
    yield this.#screen("settings-import");
    await this.#controls.click("button", "Cancel");
    // What is above moves up, and with it what the next click is for.
    await this.#manage.waitForSelector(".found", { hidden: true });
    await this.#controls.click("button", "Show all keys");
    await this.#controls.waitForText("Show this list");
    yield this.#screen("shortcuts");
    await controlsOf(this.#manage, "dialog").click("button", "Close");
  }

  async *formScreens(origin: string): AsyncGenerator<Screen> {
    yield* this.#options("form-new", "#/oauths/new", "Grant type");
    await this.#controls.click("button", "Save");
    await this.#manage.waitForSelector("[role=alert]");
    yield this.#screen("form-errors");
    await this.#controls.fill("Name", "Orders API");
    await this.#controls.fill("Client ID", "orders");
    await this.#controls.fill("Authorization URL", `${origin}/auth`);
    await this.#controls.fill("Access token URL", `${origin}/token`);
    await this.#controls.check("checkbox", "Allow plain http for this profile", true);
    await this.#controls.click("button", "Advanced");
    await this.#controls.waitForText("code_challenge_method=S256");
    yield this.#screen("form-advanced");
    await this.#controls.click("button", "Cancel");
    await this.#controls.click("button", "Dismiss: Orders API");
  }

  async *fullScreens(): AsyncGenerator<Screen> {
    yield* this.popup("popup");
    yield* this.popup("popup-copy-menu", async (popup) => {
      // The driver's own click would take the focus from the popup, which closes by it.
      const button = await popup.find("button", "More ways to copy");
      await button.evaluate((element) => {
        element.scrollIntoView({ block: "center" });
        (element as HTMLElement).click();
      });
      await popup.find("menuitem", "cURL");
    });
    yield* this.#options("oauths", "#/oauths", NAMES.long);
    yield* this.#tokenScreens();
    yield* this.#options("hosts", "#/hosts", "*.example.com");
    await this.#controls.click("button", "Edit https://*.example.com");
    await this.#manage.waitForSelector('[aria-label="Edit https://*.example.com"][aria-expanded="true"]');
    yield this.#screen("hosts-open");
    yield* this.#options("host-new", "#/hosts/new", "New API host");
    yield* this.#options("activity", "#/activity", "Token request");
    await (await this.#manage.waitForSelector(".trace-head, .traces button"))?.click();
    yield this.#screen("activity-trace");
    yield* this.#undoScreen();
  }

  async *#tokenScreens(): AsyncGenerator<Screen> {
    const { profiles } = await this.#world.snapshot();
    const idOf = (name: string): string => profiles.find((profile) => profile.name === name)?.id ?? "";
    yield* this.#options("token-opaque", `#/oauths/${idOf(NAMES.retrying)}/token`, "An opaque token");
    yield* this.#options("token", `#/oauths/${idOf(NAMES.valid)}/token`, "ID token: claims");
    await this.#controls.click("button", "Ask about the token");
    await this.#controls.waitForText("The server says: active.");
    // The driver's own click finds no place to click at now and then.
    await this.#manage.waitForSelector("summary");
    await this.#manage.$eval("summary", (summary) => summary.click());
    yield this.#screen("token-asked");
  }

  async *#undoScreen(): AsyncGenerator<Screen> {
    const { profiles } = await this.#world.snapshot();
    const { id = "" } = profiles.find(({ name }) => name === NAMES.none) ?? {};
    await this.#world.do("deleteProfile", { profileId: id });
    yield* this.#options("oauths-undo", "#/oauths", `Deleted: ${NAMES.none}`);
    await this.#world.do("undoDelete", { id });
  }

  async *lockedScreens(): AsyncGenerator<Screen> {
    yield* this.popup("popup-locked");
    yield* this.#options("oauths-locked", "#/oauths", "Unlock");
  }

  async *troubleScreens(): AsyncGenerator<Screen> {
    await this.#manage.reload();
    yield* this.#options("storage-trouble", "#/oauths", "newer version");
    yield* this.popup("popup-storage-trouble");
  }

  settings(name: string): AsyncGenerator<Screen> {
    return this.#options(name, "#/settings", "Appearance");
  }

  /** The real popup over the calling page, as wide and high as the browser makes it. */
  async *popup(name: string, act?: (popup: Controls) => Promise<void>): AsyncGenerator<Screen> {
    await this.#front.bringToFront();
    const page = await this.#world.browser.openRealPopup();
    await page.waitForFunction(() => document.querySelector(".skeleton") === null);
    await act?.(controlsOf(page));
    yield { name, page, kind: "popup" };
    await page.close();
    await this.#manage.bringToFront();
  }

  async *#options(name: string, hash: string, text: string): AsyncGenerator<Screen> {
    await this.#manage.bringToFront();
    await this.#manage.evaluate((target) => {
      location.hash = target;
    }, hash);
    await this.#controls.waitForText(text);
    await this.#manage.waitForFunction(() => document.querySelector(".skeleton") === null);
    yield this.#screen(name);
  }

  #screen(name: string): Screen {
    return { name, page: this.#manage, kind: "options" };
  }
}
