import type { Page } from "puppeteer-core";

/** When a page showed something, milliseconds since the navigation began. */
export interface Paint {
  /** The first text or picture (first-contentful-paint). */
  readonly firstMs: number;
  /** The frame after the awaited element came; only where one is awaited. */
  readonly usableMs: number;
}

interface Watched extends Window {
  benchPaint: { firstMs: number; usableMs: number };
}

/** Has every document that the page opens from now on note its times by itself. */
export async function watchPaint(page: Page, selector: string): Promise<void> {
  await page.evaluateOnNewDocument((wanted) => {
    const noted = { firstMs: 0, usableMs: 0 };
    Object.assign(window, { benchPaint: noted });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntriesByName("first-contentful-paint")) noted.firstMs = entry.startTime;
    }).observe({ type: "paint", buffered: true });
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
}

/** Opens an address in a page that is watched. Where nothing is awaited, `usableMs` is 0. */
export async function measurePaint(page: Page, url: string, awaitsUsable: boolean): Promise<Paint> {
  await page.goto("about:blank");
  await page.bringToFront();
  await page.goto(url, { waitUntil: "domcontentloaded" });
  const noted = await page.waitForFunction(
    (wanted) => {
      const { benchPaint } = window as unknown as Watched;
      return benchPaint.firstMs > 0 && (!wanted || benchPaint.usableMs > 0) ? benchPaint : false;
    },
    { polling: 20, timeout: 60_000 },
    awaitsUsable,
  );
  return (await noted.jsonValue()) as Paint;
}
