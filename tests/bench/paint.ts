import type { CDPSession, Page } from "puppeteer-core";
import { pollUntil } from "../support/wait.ts";

/** When a page showed something, milliseconds since the navigation began. */
export interface Paint {
  /** The first text or picture (first-contentful-paint). */
  readonly firstMs: number;
  /** The frame after the awaited element came; only where one is awaited. */
  readonly usableMs: number;
}

interface Watched extends Window {
  benchPaint: { usableMs: number };
}

/** A page that is measured, and when the document that it shows was first painted, seconds of Chromium's own clock. */
export interface WatchedPage {
  readonly page: Page;
  readonly session: CDPSession;
  firstPaintAt: number | undefined;
}

/** Has every document that the page opens from now on note its times by itself. */
export async function watchPaint(page: Page, selector: string): Promise<WatchedPage> {
  const session = await page.createCDPSession();
  const watched: WatchedPage = { page, session, firstPaintAt: undefined };
  // What the page itself is told of its first paint is rounded to 4 ms, a tenth of what is measured.
  session.on("Page.lifecycleEvent", ({ name, timestamp }) => {
    if (name === "init") watched.firstPaintAt = undefined;
    if (name === "firstContentfulPaint") watched.firstPaintAt = timestamp;
  });
  await session.send("Page.enable");
  await session.send("Page.setLifecycleEventsEnabled", { enabled: true });
  await session.send("Performance.enable");
  await page.evaluateOnNewDocument((wanted) => {
    const noted = { usableMs: 0 };
    Object.assign(window, { benchPaint: noted });
    const observer = new MutationObserver(() => {
      if (document.querySelector(wanted) === null) return;
      observer.disconnect();
      // Of the frame with it in, style, layout and paint count too.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener("message", () => (noted.usableMs = performance.now()));
        port1.start();
        port2.postMessage("painted");
      });
    });
    observer.observe(document, { childList: true, subtree: true });
  }, selector);
  return watched;
}

/** Opens an address in a page that is watched. Where nothing is awaited, `usableMs` is 0. */
export async function measurePaint(watched: WatchedPage, url: string, awaitsUsable: boolean): Promise<Paint> {
  const { page, session } = watched;
  await page.goto("about:blank");
  await page.bringToFront();
  await page.goto(url, { waitUntil: "domcontentloaded" });
  const firstPaintAt = await pollUntil(`${url} to be painted`, async () => watched.firstPaintAt);
  const { metrics } = await session.send("Performance.getMetrics");
  const startedAt = metrics.find(({ name }) => name === "NavigationStart")?.value ?? Number.NaN;
  const firstMs = (firstPaintAt - startedAt) * 1_000;
  if (!awaitsUsable) return { firstMs, usableMs: 0 };
  const usable = await page.waitForFunction(() => (window as unknown as Watched).benchPaint.usableMs || false, {
    polling: 20,
    timeout: 60_000,
  });
  return { firstMs, usableMs: Number(await usable.jsonValue()) };
}
