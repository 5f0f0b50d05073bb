import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type BadReply, type BadServer, startBadServer } from "../support/bad-server.ts";
import { pollUntil } from "../support/wait.ts";
import { type World, startWorld } from "./world.ts";

/**
 * Popup, Manage OAuth and badge tell the same of a profile, whatever becomes of it. How far apart the two pages were is
 * printed: `BroadcastChannel` brings both the news, and nobody polls.
 */
const PASSPHRASE = "vrilm okapu 7Kq zeugd";

let world: World;
let server: BadServer;
let profileId: string;
let options: Page;
let popup: Page;
const apart: string[] = [];

beforeAll(async () => {
  world = await startWorld();
  server = await startBadServer({ host: "auth.test" });
  server.answer("/token", tokens(3600));
  profileId = await world.saveProfile(
    { name: "Agreed", grantType: "client_credentials", clientId: "machine", tokenUrl: `${server.origin}/token` },
    "s3cret",
  );
  options = await openPage("options.html#/oauths");
  popup = await openPage("popup.html");
});
afterAll(async () => {
  console.info(`Popup and Manage OAuth, milliseconds apart: ${apart.join(", ")}`);
  await server.close();
  await world.close();
});

function tokens(expiresIn: number): BadReply {
  return { kind: "json", body: { access_token: "T", token_type: "Bearer", expires_in: expiresIn } };
}

/** A page that keeps each status it has shown, with the time at which it came. */
async function openPage(path: string): Promise<Page> {
  const page = await world.browser.openExtensionPage(path);
  await page.evaluate(() => {
    const shown: { text: string; atMs: number }[] = [];
    const note = (): void => {
      const parts = [...document.querySelectorAll(".status, .alert, .locked-title")];
      // One that is locked is told by the list as well as above it.
      const text = [...new Set(parts.map((part) => part.textContent.trim()))].join(" | ");
      if (shown.at(-1)?.text !== text) shown.push({ text, atMs: Date.now() });
    };
    new MutationObserver(note).observe(document.body, { childList: true, subtree: true, characterData: true });
    note();
    Object.assign(globalThis, { shown });
  });
  return page;
}

interface Shown {
  readonly text: string;
  readonly atMs: number;
}

/** What the page shows now, once it is this. */
function waitForStatus(page: Page, words: RegExp): Promise<Shown> {
  return pollUntil(`"${words.source}"`, async () => {
    const shown = await page.evaluate(() => (globalThis as unknown as { shown: Shown[] }).shown);
    const last = shown.at(-1);
    if (last === undefined || !words.test(last.text)) throw new Error(`it is "${last?.text}"`);
    // A countdown goes on with the same words.
    return shown.slice(shown.findLastIndex(({ text }) => !words.test(text)) + 1)[0];
  });
}

function badgeText(): Promise<string> {
  return world.browser.evaluateInBackground(() => chrome.action.getBadgeText({}));
}

async function expectBadge(text: string): Promise<void> {
  await expect.poll(badgeText, { timeout: 10_000 }).toBe(text);
}

async function expectBoth(state: string, words: RegExp): Promise<void> {
  const [first, second] = await Promise.all([waitForStatus(popup, words), waitForStatus(options, words)]);
  expect(withoutDigits(first.text)).toBe(withoutDigits(second.text));
  apart.push(`${state} ${Math.abs(first.atMs - second.atMs)}`);
}

const withoutDigits = (text: string): string => text.replaceAll(/\d+/gu, "#");

it("authorizing, then valid", async () => {
  const release = Promise.withResolvers<void>();
  server.answer("/token", async () => {
    await release.promise;
    return tokens(3600);
  });
  await world.do("authorize", { profileId });
  await expectBoth("authorizing", /^Getting token/u);
  await expectBadge("…");
  release.resolve();
  await expectBoth("valid", /^Valid for/u);
  // Seen in the popup already.
  await expectBadge("");
});

it("renewing, then waiting to try again", async () => {
  const release = Promise.withResolvers<void>();
  server.answer("/token", async () => {
    await release.promise;
    return { kind: "plain", status: 503, headers: { "retry-after": "120" } };
  });
  await world.saveHost({ profileId });
  await world.do("authorize", { profileId });
  await expectBoth("renewing", /^(?:Renewing|Getting token)/u);
  release.resolve();
  await expectBoth("waiting", /^Valid for .*503/u);
  await expectBadge("");
});

it("refused, with the server's words; the badge calls until a popup was looked at", async () => {
  // A second try has none to close.
  if (!popup.isClosed()) await popup.close();
  const body = { error: "invalid_client", error_description: "nobody by that name" };
  server.answer("/token", { kind: "json", status: 401, body });
  await world.do("forgetToken", { profileId });
  await world.do("authorize", { profileId });
  await waitForStatus(options, /^Refused: invalid_client.*nobody by that name/u);
  // Where the browser brings the popup back by itself, what is seen there needs no badge.
  await expect
    .poll(async () => (await badgeText()) === "!" || world.browser.isPopupOpen(), { timeout: 10_000 })
    .toBe(true);
  popup = await openPage("popup.html");
  await waitForStatus(popup, /^Refused: invalid_client.*nobody by that name/u);
  await expectBadge("");
});

it("locked, and unlocked again", async () => {
  server.answer("/token", tokens(3600));
  await world.do("authorize", { profileId });
  await expectBoth("valid again", /^Valid for/u);
  await world.do("setPassphrase", { next: PASSPHRASE });
  await world.do("lock", {});
  await expectBoth("locked", /Locked/u);
  await expectBadge("•");
  await world.do("unlock", { passphrase: PASSPHRASE });
  await expectBoth("unlocked", /^Valid for/u);
  await expectBadge("");
});
