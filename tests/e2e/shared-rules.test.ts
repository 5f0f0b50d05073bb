import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ApiHost } from "../../lib/domain/api-host.ts";
import { createRulePlanner } from "../../lib/domain/rule-planner.ts";
import type { AttachHeader } from "../../lib/domain/rule.ts";
import { type Sites, startSites } from "../support/api-server.ts";
import { type TestBrowser, launchBrowser } from "../support/browser.ts";
import { type PreparedExtension, prepareExtension } from "../support/extension.ts";
import { BROWSER, HOSTS } from "./world.ts";

const LIMITS = { rules: 5_000, regexRules: 1_000 };
const MEMBERS = ["a.site.test", "b.site.test", "c.other.test"] as const;
const STRANGERS = ["x.a.site.test", "sub.docs.test", "evil.test"] as const;
/** Two API hosts, a page that is above them, and a name between, which is granted and may not call. */
const NESTED = ["api.dev.corp.test", "api.qa.corp.test", "corp.test", "dev.corp.test"] as const;
const GRANTED = ["auth.test", "docs.test", ...MEMBERS, ...STRANGERS, ...NESTED];

let extension: PreparedExtension;
let sites: Sites;
let browser: TestBrowser;
/** Has the extension's API; nothing else runs in it. */
let rulesPage: Page;

beforeAll(async () => {
  // Without the worker, which would take away what it has not put there.
  extension = await prepareExtension({
    browser: BROWSER,
    worker: false,
    hosts: GRANTED.flatMap((host) => [`http://${host}/*`, `ws://${host}/*`]),
    permissions: ["webRequest"],
  });
  sites = await startSites({ ports: [0, 0] });
  browser = await launchBrowser({ browser: BROWSER, extensionDir: extension.dir, hosts: [...HOSTS, ...GRANTED] });
  rulesPage = await browser.openExtensionPage("icon.svg");
});
afterAll(async () => {
  await browser.close();
  await Promise.all([sites.close(), extension.remove()]);
});

function apiHost(seq: number, pattern: string): ApiHost {
  const callingPages = [sites.url("docs.test", "")];
  const id = String(seq);
  return { id, seq, pattern, profileId: "p", callingPages, pageLoads: true, webSockets: true, enabled: true };
}

/** The rules that the worker makes for 5,000 hosts, so many of each profile, put where it would put them. */
async function makeRules(perProfile: number): Promise<{ made: number; kept: number }> {
  const names = [...MEMBERS, ...Array.from({ length: 4_997 }, (_, index) => `h${index}.many.test`)];
  const hosts = names.map((name, index) => apiHost(index + 1, sites.url(name, "")));
  const values = Array.from({ length: names.length / perProfile }, (_, index) => ({
    name: "Authorization",
    value: index === 0 ? "Bearer shared" : `Bearer of ${index}`,
  }));
  return putRules(hosts, (index) => values[Math.floor(index / perProfile)]);
}

async function putRules(
  hosts: readonly ApiHost[],
  headerOf: (index: number) => AttachHeader | undefined,
): Promise<{ made: number; kept: number }> {
  const headers = new Map(
    hosts.flatMap(({ id }, index) => {
      const header = headerOf(index);
      return header === undefined ? [] : [[id, header] as const];
    }),
  );
  const names = [...hosts.map(({ pattern }) => new URL(pattern).hostname), ...GRANTED];
  const origins = names.flatMap((name) => [`http://${name}/*`, `ws://${name}/*`]);
  const handshakeScheme = BROWSER === "firefox" ? "http" : "ws";
  const granted = { origins, permissions: ["webRequest"] } as const;
  const plan = createRulePlanner({ handshakeScheme, limits: LIMITS })(hosts, headers, granted);
  expect(plan.leftOut.size).toBe(0);
  const kept = await rulesPage.evaluate(
    async (addRules) => {
      const removeRuleIds = (await chrome.declarativeNetRequest.getSessionRules()).map(({ id }) => id);
      await chrome.declarativeNetRequest.updateSessionRules({ removeRuleIds, addRules: addRules as never });
      return (await chrome.declarativeNetRequest.getSessionRules()).length;
    },
    plan.rules as unknown as object[],
  );
  return { made: plan.rules.length, kept };
}

const FETCHES = {
  "docs.test": { "a.site.test": true, "b.site.test": true, "c.other.test": true, "x.a.site.test": false },
  "a.site.test": { "a.site.test": true, "b.site.test": false, "c.other.test": false, "x.a.site.test": false },
  "b.site.test": { "a.site.test": false, "b.site.test": true },
  "x.a.site.test": { "a.site.test": false },
  "sub.docs.test": { "a.site.test": false },
  "evil.test": { "a.site.test": false },
} as const;

it.each([
  { profiles: 1, most: 60, how: "own and calling pages have rules of their own" },
  { profiles: 1_000, most: 4_000, how: "own and calling pages share theirs" },
])(
  "5,000 hosts of $profiles profiles fit, and each receives its token from its own and its calling pages alone, where $how",
  async ({ profiles, most }) => {
    const { made, kept } = await makeRules(5_000 / profiles);
    expect(kept).toBe(made);
    expect(made).toBeLessThan(most);

    const seen: Record<string, Record<string, boolean>> = {};
    const odd: string[] = [];
    const page = await browser.newPage();
    const last = (target: string) => sites.requests.findLast((request) => request.target === target)?.headers;
    for (const [from, targets] of Object.entries(FETCHES)) {
      await page.goto(sites.url(from));
      const row: Record<string, boolean> = {};
      for (const to of Object.keys(targets)) {
        const path = `/open?${from}-${to}`;
        const other = `${path}-port`;
        const socket = `/socket?${from}-${to}`;
        await page.evaluate(
          async (urls, handshake) => {
            for (const url of urls) await fetch(url).catch(() => undefined);
            const webSocket = new WebSocket(handshake);
            await new Promise((resolve) => {
              webSocket.addEventListener("open", resolve);
              webSocket.addEventListener("error", resolve);
            });
            webSocket.close();
          },
          [sites.url(to, path), sites.url(to, other, sites.ports[1])],
          sites.url(to, socket).replace(/^http/u, "ws"),
        );
        row[to] = last(path)?.authorization === "Bearer shared";
        if ((last(socket)?.authorization === "Bearer shared") !== row[to]) odd.push(socket);
        if (last(other)?.authorization !== undefined) odd.push(other);
      }
      seen[from] = row;
    }
    expect(seen).toEqual(FETCHES);
    expect(odd).toEqual([]);

    const loads: Record<string, string | undefined> = {};
    for (const [name, port] of [
      ["a.site.test", 0],
      ["c.other.test", 0],
      ["a.site.test", 1],
      ["x.a.site.test", 0],
    ] as const) {
      const path = `/open?load-${name}-${port}`;
      await page.goto(sites.url(name, path, sites.ports[port]));
      loads[`${name} ${port}`] = last(path)?.authorization;
    }
    expect(loads).toEqual({
      "a.site.test 0": "Bearer shared",
      "c.other.test 0": "Bearer shared",
      "a.site.test 1": undefined,
      "x.a.site.test 0": undefined,
    });
  },
);

it.each([
  { others: 0, how: "separate" },
  { others: 250, how: "shared" },
])("by $how rules, an API host calls itself although a name above it is shut out", async ({ others }) => {
  const [api, sibling, page, between] = NESTED;
  const callingPages = [sites.url(page, "")];
  const names = [api, sibling, ...Array.from({ length: others }, (_, index) => `h${index}.many.test`)];
  const hosts = names.map((name, index) => ({ ...apiHost(index + 1, sites.url(name, "")), callingPages }));
  const [own, theirs] = ["Bearer own", "Bearer theirs"].map((value) => ({ name: "Authorization", value }));
  await putRules(hosts, (index) => (index < 2 ? own : theirs));
  const tab = await browser.newPage();
  const seen: Record<string, string | undefined> = {};
  for (const from of [api, sibling, page, between]) {
    await tab.goto(sites.url(from));
    const path = `/open?nested-${others}-${from}`;
    await tab.evaluate((url) => fetch(url).catch(() => undefined), sites.url(api, path));
    seen[from] = sites.requests.findLast(({ target }) => target === path)?.headers.authorization;
  }
  expect(seen).toEqual({ [api]: "Bearer own", [sibling]: undefined, [page]: "Bearer own", [between]: undefined });
});
