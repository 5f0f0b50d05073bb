import { browser, getPart } from "./api.ts";

/** Not led elsewhere: a passphrase that is half typed there is kept nowhere. */
const SETTINGS = "#/settings";

/**
 * Shows Manage OAuth in the tab that it has, the one used last of several, else in a new one. With an address like
 * `#/oauths/new` it goes to that page; without one it stays where it is. The browser tells an extension the addresses of
 * its own pages without a permission.
 */
export async function openOptions(hash?: string): Promise<void> {
  const page = browser.runtime.getURL("/options.html");
  const open = await browser.tabs.query({ url: `${page}*` });
  const free = open.filter(({ url = "" }) => hash === undefined || !url.includes(SETTINGS) || hash.includes(SETTINGS));
  const [tab] = free.toSorted((a, b) => (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0));
  if (tab?.id === undefined) {
    await browser.tabs.create({ url: `${page}${hash ?? "#/oauths"}` });
    return;
  }
  const url = `${page}${hash ?? ""}`;
  // Another fragment alone does not load the page anew; the same address would.
  const target = hash === undefined || tab.url === url ? {} : { url };
  // At once: the popup is gone as soon as another window or tab has the focus.
  await Promise.all([
    browser.tabs.update(tab.id, { active: true, ...target }),
    tab.windowId === undefined ? undefined : getPart("windows")?.update(tab.windowId, { focused: true }),
  ]);
}
