import { mkdtemp, rm, mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestBrowser, launchBrowser } from "../support/browser.ts";
import { prepareExtension } from "../support/extension.ts";
import type { RecordedRequest } from "../support/request-log.ts";
import { NAMES, seed } from "./seed.ts";
import { CLIENTS, type DemoServers, PERSON, startServers } from "./servers.ts";
import { describeRequest, say } from "./terminal.ts";

/** The longest wait that a timer can measure, milliseconds: 24 days. */
const FOREVER_MS = 2 ** 31 - 1;

/**
 * Opens a browser window with the extension as it is built, says what to click, and tells what the API sees. Resolves when the
 * browser is closed or Ctrl-C is pressed, and everything is cleaned up.
 */
export async function runWithWindow(): Promise<void> {
  await using cleanup = new AsyncDisposableStack();
  // A copy, so that a build during the demo does not pull the extension away; nothing is granted to it.
  const extension = await prepareExtension({ browser: "chromium" });
  cleanup.defer(() => extension.remove());
  const servers = await startServers(extension.redirectUrl());
  cleanup.defer(() => servers.close());
  const userDataDir = await newProfileFolder(new URL(extension.redirectUrl()).hostname.split(".")[0] ?? "");
  cleanup.defer(() => rm(userDataDir, { recursive: true, force: true, maxRetries: 5 }));

  say("Opening the browser…");
  const browser = await launchBrowser({
    browser: "chromium",
    extensionDir: extension.dir,
    hosts: [],
    headless: false,
    userDataDir,
  });
  const ended = waitForEnd(browser);
  // The person may have closed it already.
  cleanup.defer(() => browser.close().catch(() => {}));

  await openTabs(browser, servers);
  say(instructions(servers));
  void tellWhatArrives(servers);
  await ended;
  say("\nCleaning up…");
}

/** A profile folder whose toolbar shows the extension's icon, where a new one would hide it behind the puzzle piece. */
async function newProfileFolder(extensionId: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "bearer-bar-demo-"));
  await mkdir(join(folder, "Default"));
  const preferences = { extensions: { ui: { developer_mode: true }, pinned_extensions: [extensionId] } };
  await writeFile(join(folder, "Default", "Preferences"), JSON.stringify(preferences));
  return folder;
}

async function openTabs(browser: TestBrowser, servers: DemoServers): Promise<void> {
  const [blank] = await browser.puppeteer.pages();
  const manage = await browser.openExtensionPage("options.html#/oauths");
  await seed(manage, servers);
  const caller = await browser.newPage(servers.pageUrl);
  await blank?.close();
  await caller.bringToFront();
}

/** Resolves when the browser is gone, or the person presses Ctrl-C. */
async function waitForEnd(browser: TestBrowser): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  browser.puppeteer.once("disconnected", () => resolve());
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // The driver's own listeners end this process before anything is cleaned up.
    process.removeAllListeners(signal);
    process.once(signal, () => resolve());
  }
  await promise;
}

/** Says what the API sees, request by request, until the servers close. */
async function tellWhatArrives({ api, auth }: DemoServers): Promise<void> {
  const told = new Set<RecordedRequest>();
  let issued = auth.issued.length;
  for (;;) {
    const request = await api.waitForRequest((one) => !told.has(one), FOREVER_MS);
    told.add(request);
    for (const { grantType, clientId } of auth.issued.slice(issued))
      say(`  OAuth server issued a token to ${clientId} by ${grantType}`);
    issued = auth.issued.length;
    if (request.path !== "/favicon.ico") say(`  API saw ${describeRequest(request)}`);
  }
}

function instructions({ auth, apiOrigin, pageUrl, strangerUrl }: DemoServers): string {
  return `
  OAuth server   ${auth.issuer}   user ${PERSON.username}, password ${PERSON.password}
  API            ${apiOrigin}
  Calling page   ${pageUrl}

  1. The tab in front is the calling page. Press GET /me: the API answers 401, there is no token yet.
  2. Click the Bearer Bar icon in the toolbar, top right. (Not there? It is behind the puzzle piece.)
  3. At "${NAMES.signIn}" press Authorize. The browser asks for access to 127.0.0.1, the OAuth server: press Allow.
     That closes the popup, and the sign-in window opens.
  4. Sign in as ${PERSON.username} with the password ${PERSON.password}, then press Allow. The popup comes back.
  5. There, under "This page", press Allow access. The browser asks for the API and the calling page: press Allow.
  6. Press GET /me again: 200, and the API knows you as ${PERSON.username}.
  7. Open the popup, press Copy token, and paste it anywhere.
  8. In the popup, under "This page", set Authentication type to "${NAMES.machine}", then press Authorize.
     Press GET /me again: now the API knows you as ${CLIENTS.machine.id}.
  9. Open the same page on a site that is not in the list: ${strangerUrl}
     Press GET /me there: no token.

  To set up a profile yourself: Manage OAuth, Add OAuth, Client Credentials, with Client ID ${CLIENTS.machine.id},
  Client Secret ${CLIENTS.machine.secret}, Access token URL ${auth.endpoints.token}

  Ctrl-C here, or closing the browser, ends the demo. What the API sees follows.
`;
}
