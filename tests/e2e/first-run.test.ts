import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { chooseFile } from "../support/choose-file.ts";
import { controlsOf } from "../support/controls.ts";
import { pollUntil } from "../support/wait.ts";
import { BROWSER, CLIENT_SECRET, type World, startWorld } from "./world.ts";

const PASSPHRASE = "correct horse battery";
let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** What the API receives from the calling page. */
async function sentToApi(): Promise<string | undefined> {
  await pollUntil("the rules", async () => (await world.browser.sessionRules()).length > 0);
  const docs = await world.browser.newPage(world.sites.url("docs.test"));
  await docs.evaluate(async (url) => (await fetch(url)).status, world.sites.url("api.test", "/me"));
  await docs.close();
  return world.sites.requests.findLast(({ path, method }) => path === "/me" && method === "GET")?.headers.authorization;
}

function newestToken(): string {
  return `Bearer ${world.auth.issued.at(-1)?.accessToken}`;
}

/** The page of Manage OAuth that the popup has opened in its tab. Firefox's driver does not see it: there, the same one. */
function openedPage(hash: string): Promise<Page> {
  if (BROWSER === "firefox") return world.browser.openExtensionPage(`options.html${hash}`);
  return pollUntil("the opened page", async () => {
    const pages = await world.browser.puppeteer.pages();
    return pages.find((page) => page.url().endsWith(hash));
  });
}

it("an empty popup leads to the first request with a token in 12 interactions or fewer", async () => {
  let interactions = 0;
  const step = async (done: Promise<unknown>): Promise<void> => {
    interactions += 1;
    await done;
  };
  const popup = await world.browser.openExtensionPage("popup.html");
  await controlsOf(popup).find("button", "Copy redirect URL");
  await step(controlsOf(popup).click("button", "From a provider"));
  const page = await openedPage("#/oauths/new?from=provider");
  const options = controlsOf(page);
  await step((await options.find("searchbox", "Search providers")).type("spotify"));
  await step(options.click("button", "Spotify"));
  await options.waitForText("Filled from Spotify");
  await step(options.click("radio", "Client Credentials"));
  // The server of the test stands in for the provider's.
  await options.fill("Access token URL", world.auth.endpoints.token);
  await options.check("checkbox", "Allow plain http for this profile", true);
  await step(options.fill("Client ID", "machine"));
  await step(options.fill("Client Secret", CLIENT_SECRET));
  await step(options.click("button", "Authorize"));
  await options.waitForText(/Valid for/u);

  await step(options.click("button", "Add API host"));
  await step(options.fill("API host", world.sites.url("api.test", "")));
  await step(options.fill("Page", world.sites.url("docs.test", "")));
  await step(options.click("button", "Save"));
  expect(await sentToApi()).toBe(newestToken());
  process.stdout.write(
    `From an empty popup to the first attached request in ${BROWSER}: ${interactions} interactions\n`,
  );
  expect(interactions).toBeLessThanOrEqual(12);
  await page.close();
});

it("a deleted profile comes back by keyboard after the worker's death, and its token is attached again", async () => {
  const page = await world.browser.openExtensionPage("options.html#/oauths");
  const options = controlsOf(page);
  await options.click("button", "Delete");
  await options.waitForText("can be undone");
  await controlsOf(page, "dialog").click("button", "Delete");
  await options.waitForText("Deleted: Spotify");
  await pollUntil("no rules", async () => (await world.browser.sessionRules()).length === 0);
  await world.browser.killWorker();
  await (await options.find("button", "Undo: Spotify")).focus();
  await page.keyboard.press("Enter");
  await options.waitForText("Back again: Spotify");
  expect(await sentToApi()).toBe(newestToken());
  await page.close();
});

it("what was exported with a passphrase comes back after a reset, secret and API host included", async () => {
  const page = await world.browser.openExtensionPage("options.html#/settings");
  const options = controlsOf(page);
  await options.fill("Passphrase for the file", PASSPHRASE);
  await options.fill("Repeat passphrase", PASSPHRASE);
  const text = await exported(page);
  for (const secret of [CLIENT_SECRET, ...world.auth.issued.map(({ accessToken }) => accessToken)]) {
    expect(text).not.toContain(secret);
  }
  await world.do("resetStorage", {});
  expect(await world.snapshot()).toMatchObject({ profiles: [], hosts: [] });
  // The page that commands are sent from is in front now, and a page behind it does not draw.
  await page.bringToFront();

  await chooseFile(page, "backup.json", text);
  await options.waitForText("What is in backup.json");
  await page.type(".found input[type=password]", PASSPHRASE);
  await page.click(".found .backup-form button[type=submit]");
  await options.waitForText("Its secrets are open");
  await page.click(".found .button-primary");
  const profiles = await pollUntil("the imported profile", async () => {
    const { profiles: found } = await world.snapshot();
    return found.length > 0 && found;
  });
  expect(profiles.map(({ name }) => name)).toEqual(["Spotify"]);
  await world.authorize(profiles[0]?.id ?? "");
  expect(await sentToApi()).toBe(newestToken());
  await page.close();
});

/** The content of the file that Export gives, caught on its way: Firefox's driver can't reach a download. */
async function exported(page: Page): Promise<string> {
  await page.evaluate(() => {
    const create = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob) => {
      void (blob as Blob).text().then((text) => (document.body.dataset["exported"] = text));
      return create(blob);
    };
  });
  await controlsOf(page).click("button", "Export to a file");
  return pollUntil("the file", () => page.evaluate(() => document.body.dataset["exported"]));
}
