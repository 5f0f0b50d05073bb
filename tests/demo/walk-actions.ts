import type { Page } from "puppeteer-core";
import type { TestBrowser } from "../support/browser.ts";
import { type Controls, controlsOf } from "../support/controls.ts";
import type { RecordedRequest } from "../support/request-log.ts";
import { pollUntil } from "../support/wait.ts";
import type { Album } from "./album.ts";
import { NAMES } from "./seed.ts";
import type { DemoServers } from "./servers.ts";
import { describeRequest, note } from "./terminal.ts";

/** What a walk works with. */
export interface WalkWorld {
  readonly browser: TestBrowser;
  readonly servers: DemoServers;
  readonly album: Album;
  /** Manage OAuth in a tab. */
  readonly manage: Page;
  /** The calling page in a tab. */
  readonly caller: Page;
}

/** A tab's controls; one that is not in front draws nothing, and so shows nothing new. */
export async function inFront(page: Page): Promise<Controls> {
  await page.bringToFront();
  return controlsOf(page);
}

/** The popup over the calling page, as a click on the toolbar icon opens it. */
export async function openPopup({ browser, caller }: WalkWorld): Promise<Page> {
  await caller.bringToFront();
  const popup = await browser.openRealPopup();
  await controlsOf(popup).find("listitem", NAMES.signIn);
  return popup;
}

/** Presses a button of one profile in the popup, and answers with the popup. */
export async function pressInPopup(world: WalkWorld, profile: string, button: string): Promise<Page> {
  const popup = await openPopup(world);
  const target = await popup.waitForSelector(
    `::-p-aria([name="${profile}"][role="listitem"]) ::-p-aria([name="${button}"][role="button"])`,
  );
  await target?.click();
  return popup;
}

/** Waits for a profile's status in words in the popup, which opens by itself when an authorization ends, if it may. */
export async function expectStatus(world: WalkWorld, profile: string, status: RegExp): Promise<void> {
  await pollUntil(`"${profile}" to say ${String(status)}`, async () => {
    const item = await (await openPopup(world)).$(`::-p-aria([name="${profile}"][role="listitem"])`);
    const text = await item?.evaluate((element) => (element as HTMLElement).innerText);
    if (text !== undefined && status.test(text)) return true;
    throw new Error(`It says: ${text ?? "nothing"}`);
  });
}

/** What the calling page's first button sends. */
export const isCallOfMe = ({ method, path }: RecordedRequest): boolean => method === "GET" && path === "/me";

/** The first request of this kind that arrives at the API because of `action`. */
export async function arriving(
  { servers: { api } }: WalkWorld,
  isIt: (request: RecordedRequest) => boolean,
  action: () => Promise<unknown>,
): Promise<RecordedRequest> {
  const before = new Set(api.requests);
  const [request] = await Promise.all([api.waitForRequest((one) => !before.has(one) && isIt(one)), action()]);
  return request;
}

async function callFromPage(world: WalkWorld): Promise<RecordedRequest> {
  const controls = await inFront(world.caller);
  return arriving(world, isCallOfMe, () => controls.click("button", "GET /me"));
}

/** The page's call must arrive without a token, and be refused. */
export async function expectRefused(world: WalkWorld): Promise<void> {
  const request = await callFromPage(world);
  note(`API saw ${describeRequest(request)}`);
  if (request.headers.authorization !== undefined) throw new Error("The request carried a token");
  await controlsOf(world.caller).waitForText("401 Unauthorized");
  note("API answered 401 Unauthorized");
}

/** The page's call must carry the last token issued, and the API must know whose it is. */
export async function expectAccepted(world: WalkWorld, subject: string): Promise<void> {
  expectToken(world, await callFromPage(world));
  await controlsOf(world.caller).waitForText(`"subject": "${subject}"`);
  note(`API answered 200 OK, subject ${subject}`);
}

/** The access token that the OAuth server issued last. */
export function lastToken({ servers }: WalkWorld): string {
  return servers.auth.issued.at(-1)?.accessToken ?? "";
}

/** Says what the API saw; throws where it was not the last token issued. */
export function expectToken(world: WalkWorld, request: RecordedRequest): void {
  note(`API saw ${describeRequest(request)}`);
  const expected = `Bearer ${lastToken(world)}`;
  if (request.headers.authorization !== expected)
    throw new Error("The request did not carry the token that the server issued");
}

/** Opens a WebSocket from a page and waits for its greeting. */
export async function openSocket(page: Page, apiOrigin: string): Promise<void> {
  await page.evaluate(
    async (url) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const socket = new WebSocket(url);
      socket.addEventListener("message", () => resolve());
      socket.addEventListener("error", () => reject(new Error("The WebSocket did not open")));
      await promise;
      socket.close();
    },
    `${apiOrigin.replace(/^http/u, "ws")}/socket`,
  );
}

/** What a paste inserts: the only way to the clipboard without a permission for it. */
export async function paste({ browser, servers }: WalkWorld): Promise<string> {
  const scratch = await browser.newPage(`${servers.pageOrigin}/scratch`);
  await scratch.evaluate(() => {
    document.body.innerHTML = "<textarea></textarea>";
  });
  await scratch.bringToFront();
  await scratch.focus("textarea");
  await scratch.keyboard.down("Control");
  await scratch.keyboard.press("v");
  await scratch.keyboard.up("Control");
  const text = await scratch.$eval("textarea", (area) => area.value);
  await scratch.close();
  return text;
}
