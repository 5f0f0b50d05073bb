import type { Page } from "puppeteer-core";

/** Has a page of the extension press Copy and look at the state, over and over. Ends with the page. */
export async function startPressing(page: Page, profileIds: readonly string[], pauseMs: number): Promise<void> {
  await page.evaluate(
    (ids, pause) => {
      const press = async (): Promise<void> => {
        for (;;) {
          const profileId = ids[Math.floor(Math.random() * ids.length)];
          await chrome.runtime.sendMessage({ command: "copyToken", profileId }).catch(() => undefined);
          await chrome.runtime.sendMessage({ command: "getSnapshot" }).catch(() => undefined);
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 * pause));
        }
      };
      void press();
    },
    profileIds,
    pauseMs,
  );
}

/** Has a calling page fetch each of these addresses, over and over. Ends with the page. */
export async function startFetching(page: Page, urls: readonly string[], pauseMs: number): Promise<void> {
  await page.evaluate(
    (targets, pause) => {
      const call = async (url: string): Promise<void> => {
        for (;;) {
          await fetch(url).catch(() => undefined);
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 * pause));
        }
      };
      for (const url of targets) void call(url);
    },
    urls,
    pauseMs,
  );
}
