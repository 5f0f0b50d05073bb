import { launchBrowser } from "../support/browser.ts";
import { prepareExtension } from "../support/extension.ts";
import { Album, TAB_SIZE } from "./album.ts";
import { seed } from "./seed.ts";
import { startServers } from "./servers.ts";
import { say } from "./terminal.ts";
import { walk } from "./walk.ts";

/**
 * Clicks through the demo in a browser without a window. It shows no permission prompt, so the copy of the extension that runs
 * is granted at install what a person would allow. Rejects with the step that failed.
 */
export async function runHeadless(): Promise<void> {
  await using cleanup = new AsyncDisposableStack();
  const extension = await prepareExtension({
    browser: "chromium",
    hosts: ["http://127.0.0.1/*", "ws://127.0.0.1/*", "http://localhost/*"],
    permissions: ["webRequest"],
  });
  cleanup.defer(() => extension.remove());
  const servers = await startServers(extension.redirectUrl());
  cleanup.defer(() => servers.close());
  const browser = await launchBrowser({ browser: "chromium", extensionDir: extension.dir, hosts: [] });
  cleanup.defer(() => browser.close());

  const album = await Album.open();
  const manage = await browser.openExtensionPage("options.html#/oauths");
  await seed(manage, servers);
  const caller = await browser.newPage(servers.pageUrl);
  for (const page of [manage, caller]) await page.setViewport(TAB_SIZE);
  await walk({ browser, servers, album, manage, caller });
  if (servers.auth.faults.length > 0) throw new AggregateError(servers.auth.faults, "The OAuth server failed");
  say(`Pictures are in ${album.folder}`);
}
