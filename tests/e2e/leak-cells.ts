import { randomUUID } from "node:crypto";
import type { Page } from "puppeteer-core";
import type { World } from "./world.ts";

/** One way for a request to reach a host: who makes it, how, and to where. */
export interface Cell {
  readonly name: string;
  /** The site whose page makes the request; undefined for an address that is typed. */
  readonly from: Site | undefined;
  readonly to: Site;
  readonly how: (page: Page, url: string, world: World) => Promise<void>;
  /** The second port of the target instead of the API host's. */
  readonly otherPort?: boolean;
  /** Path on the target, when it is not the plain one that answers anybody. */
  readonly path?: string;
  /** Whether the request carries the token while it is fresh. */
  readonly carries: Carries;
  readonly method?: string;
}

export type Site = "api.test" | "docs.test" | "evil.test" | "sub.api.test" | "sub.docs.test";

/** "page load": only while *Attach on page loads* is on, as a SameSite=Lax cookie would travel. */
export type Carries = "yes" | "no" | "page load";

const inFetch =
  (init: RequestInit = {}) =>
  (page: Page, url: string): Promise<void> =>
    page.evaluate(
      async (target, options) => {
        await fetch(target, options).catch(() => undefined);
      },
      url,
      init,
    );

async function inXhr(page: Page, url: string): Promise<void> {
  await page.evaluate(async (target) => {
    const request = new XMLHttpRequest();
    const done = new Promise((resolve) => {
      request.addEventListener("loadend", resolve);
    });
    request.open("GET", target);
    request.send();
    await done;
  }, url);
}

async function inImage(page: Page, url: string): Promise<void> {
  await page.evaluate(async (target) => {
    const image = new Image();
    const done = new Promise((resolve) => {
      image.addEventListener("load", resolve);
      image.addEventListener("error", resolve);
    });
    image.src = target;
    await done;
  }, url);
}

async function inFrame(page: Page, url: string): Promise<void> {
  await page.evaluate(async (target) => {
    const frame = document.createElement("iframe");
    const done = new Promise((resolve) => {
      frame.addEventListener("load", resolve);
    });
    frame.src = target;
    document.body.append(frame);
    await done;
  }, url);
}

async function byLink(page: Page, url: string): Promise<void> {
  await page.evaluate((target) => {
    const link = document.createElement("a");
    link.href = target;
    link.id = "leak";
    link.textContent = "Link";
    document.body.append(link);
  }, url);
  await Promise.all([page.waitForNavigation(), page.click("#leak")]);
}

async function byFormPost(page: Page, url: string): Promise<void> {
  await page.evaluate((target) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = target;
    form.innerHTML = "<button id=leak>Send</button>";
    document.body.append(form);
  }, url);
  await Promise.all([page.waitForNavigation(), page.click("#leak")]);
}

/** In a click, as a hostile page has it: without one, browsers block the window. */
async function byWindowOpen(page: Page, url: string): Promise<void> {
  await page.evaluate((target) => {
    const button = document.createElement("button");
    button.id = "leak";
    button.textContent = "Open";
    button.addEventListener("click", () => window.open(target));
    document.body.append(button);
  }, url);
  await page.click("#leak");
}

async function byBeacon(page: Page, url: string): Promise<void> {
  await page.evaluate((target) => void navigator.sendBeacon(target, "x"), url);
}

async function byWebSocket(page: Page, url: string): Promise<void> {
  await page.evaluate(async (target) => {
    const socket = new WebSocket(target.replace(/^http/u, "ws"));
    await new Promise((resolve) => {
      socket.addEventListener("open", resolve);
      socket.addEventListener("error", resolve);
    });
    socket.close();
  }, url);
}

async function byAddress(page: Page, url: string): Promise<void> {
  await page.goto(url);
}

/** Sends the page to a redirect on its own site, which leads to the target. */
const redirected =
  (how: (page: Page, url: string, world: World) => Promise<void>, via: Site) =>
  (page: Page, url: string, world: World): Promise<void> =>
    how(page, world.sites.url(via, `/redirect?to=${encodeURIComponent(url)}`), world);

const JSON_POST: RequestInit = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };

export const CELLS: readonly Cell[] = [
  { name: "fetch from a calling page", from: "docs.test", to: "api.test", how: inFetch(), carries: "yes" },
  { name: "XHR from a calling page", from: "docs.test", to: "api.test", how: inXhr, carries: "yes" },
  {
    name: "POST with preflight from a calling page",
    from: "docs.test",
    to: "api.test",
    how: inFetch(JSON_POST),
    carries: "yes",
    method: "POST",
  },
  {
    name: "the preflight of that POST",
    from: "docs.test",
    to: "api.test",
    how: inFetch(JSON_POST),
    carries: "no",
    method: "OPTIONS",
  },
  { name: "fetch from the API host's own page", from: "api.test", to: "api.test", how: inFetch(), carries: "yes" },
  { name: "fetch from a hostile page", from: "evil.test", to: "api.test", how: inFetch(), carries: "no" },
  {
    name: "no-cors fetch from a hostile page",
    from: "evil.test",
    to: "api.test",
    how: inFetch({ mode: "no-cors" }),
    carries: "no",
  },
  { name: "XHR from a hostile page", from: "evil.test", to: "api.test", how: inXhr, carries: "no" },
  {
    name: "fetch from a subdomain of the API host",
    from: "sub.api.test",
    to: "api.test",
    how: inFetch(),
    carries: "no",
  },
  {
    name: "fetch from a subdomain of a calling page",
    from: "sub.docs.test",
    to: "api.test",
    how: inFetch(),
    carries: "no",
  },
  {
    name: "fetch to the API host's other port",
    from: "docs.test",
    to: "api.test",
    how: inFetch(),
    carries: "no",
    otherPort: true,
  },
  {
    name: "fetch to a subdomain of the API host",
    from: "docs.test",
    to: "sub.api.test",
    how: inFetch(),
    carries: "no",
  },
  {
    name: "fetch to a hostile host that names the API in its URL",
    from: "docs.test",
    to: "evil.test",
    how: inFetch(),
    path: "/open?u=http://api.test/",
    carries: "no",
  },
  {
    name: "image on a calling page",
    from: "docs.test",
    to: "api.test",
    how: inImage,
    path: "/pixel.png",
    carries: "no",
  },
  {
    name: "image on a hostile page",
    from: "evil.test",
    to: "api.test",
    how: inImage,
    path: "/pixel.png",
    carries: "no",
  },
  { name: "frame on a calling page", from: "docs.test", to: "api.test", how: inFrame, carries: "no" },
  { name: "frame on a hostile page", from: "evil.test", to: "api.test", how: inFrame, carries: "no" },
  { name: "link on a hostile page", from: "evil.test", to: "api.test", how: byLink, carries: "page load" },
  {
    name: "form POST on a hostile page",
    from: "evil.test",
    to: "api.test",
    how: byFormPost,
    carries: "no",
    method: "POST",
  },
  { name: "window.open on a hostile page", from: "evil.test", to: "api.test", how: byWindowOpen, carries: "page load" },
  { name: "typed address", from: undefined, to: "api.test", how: byAddress, carries: "page load" },
  {
    name: "typed address of the other port",
    from: undefined,
    to: "api.test",
    how: byAddress,
    carries: "no",
    otherPort: true,
  },
  { name: "typed address of a subdomain", from: undefined, to: "sub.api.test", how: byAddress, carries: "no" },
  {
    name: "beacon from a calling page",
    from: "docs.test",
    to: "api.test",
    how: byBeacon,
    carries: "no",
    method: "POST",
  },
  {
    name: "beacon from a hostile page",
    from: "evil.test",
    to: "api.test",
    how: byBeacon,
    carries: "no",
    method: "POST",
  },
  {
    name: "WebSocket from a calling page",
    from: "docs.test",
    to: "api.test",
    how: byWebSocket,
    path: "/socket",
    carries: "yes",
  },
  {
    name: "WebSocket from a hostile page",
    from: "evil.test",
    to: "api.test",
    how: byWebSocket,
    path: "/socket",
    carries: "no",
  },
  {
    name: "fetch redirected to the API from a calling page",
    from: "docs.test",
    to: "api.test",
    how: redirected(inFetch(), "docs.test"),
    carries: "yes",
  },
  {
    name: "fetch redirected to the API from a hostile page",
    from: "evil.test",
    to: "api.test",
    how: redirected(inFetch(), "evil.test"),
    carries: "no",
  },
  {
    name: "fetch of a calling page that a third host redirects to the API",
    from: "docs.test",
    to: "api.test",
    how: redirected(inFetch(), "evil.test"),
    carries: "yes",
  },
  {
    name: "fetch that the API redirects to a hostile host",
    from: "docs.test",
    to: "evil.test",
    how: redirected(inFetch(), "api.test"),
    carries: "no",
  },
  {
    name: "page load that the API redirects to a hostile host",
    from: undefined,
    to: "evil.test",
    how: redirected(byAddress, "api.test"),
    carries: "no",
  },
  {
    name: "page load redirected to the API by a hostile host",
    from: undefined,
    to: "api.test",
    how: redirected(byAddress, "evil.test"),
    carries: "page load",
  },
];

/** Whether the page is as it was afterwards, so that others can make their requests from it at the same time. */
function leavesPageAsItIs({ from, how }: Cell): boolean {
  return from !== undefined && how !== byLink && how !== byFormPost && how !== byWindowOpen;
}

/**
 * Makes the request of each cell and answers with the Authorization header that its target saw, or null for none, by the
 * cell's name.
 *
 * @param page a tab that the cells share; each begins on its own page in it
 */
export async function runCells(
  cells: readonly Cell[],
  world: World,
  page: Page,
): Promise<ReadonlyMap<string, string | null>> {
  const seen = new Map<string, string | null>();
  const groups = Map.groupBy(cells, (cell) => (leavesPageAsItIs(cell) ? cell.from : cell));
  for (const group of groups.values()) {
    const from = group[0]?.from;
    await page.goto(from === undefined ? "about:blank" : world.sites.url(from));
    await Promise.all(group.map(async (cell) => seen.set(cell.name, await runCell(cell, world, page))));
  }
  return seen;
}

async function runCell(cell: Cell, world: World, page: Page): Promise<string | null> {
  const { sites } = world;
  const marker = randomUUID();
  const opened: (Page | null)[] = [];
  const note = (popup: Page | null): void => void opened.push(popup);
  page.on("popup", note);
  try {
    const path = cell.path ?? "/open";
    const port = cell.otherPort === true ? sites.ports[1] : sites.ports[0];
    const url = sites.url(cell.to, `${path}${path.includes("?") ? "&" : "?"}cell=${marker}`, port);
    const arrived = sites.waitForRequest((request) => {
      const isTarget = request.host === cell.to && request.port === port && request.query.get("cell") === marker;
      return isTarget && request.method === (cell.method ?? "GET");
    });
    await Promise.all([arrived, cell.how(page, url, world)]);
    return (await arrived).headers.authorization ?? null;
  } catch (cause) {
    throw new Error(`The cell "${cell.name}" could not be tried`, { cause });
  } finally {
    page.off("popup", note);
    await Promise.all(opened.map(async (popup) => popup?.close()));
  }
}
