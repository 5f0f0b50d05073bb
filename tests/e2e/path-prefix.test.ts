import { afterAll, beforeAll, expect, it } from "vitest";
import { createRulePlanner } from "../../lib/domain/rule-planner.ts";
import { pollUntil } from "../support/wait.ts";
import { CLIENT_SECRET, type World, startWorld } from "./world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

it("of two overlapping API hosts the more specific one wins, and a path prefix ends where it ends", async () => {
  const machine = { grantType: "client_credentials", clientId: "machine" } as const;
  const wide = await world.saveProfile({ ...machine, name: "Wide" }, CLIENT_SECRET);
  const narrow = await world.saveProfile({ ...machine, name: "Narrow" }, CLIENT_SECRET);
  const origin = world.sites.url("api.test", "");
  await world.saveHost({ profileId: wide });
  await world.saveHost({ profileId: narrow, pattern: `${origin}/narrow`, webSockets: false });
  await world.saveHost({ profileId: null, pattern: `${origin}/narrow/public`, webSockets: false });
  const [wideToken, narrowToken] = [await world.authorize(wide), await world.authorize(narrow)];
  await pollUntil("the rules", async () => (await world.browser.sessionRules()).length >= 7);

  const docs = await world.browser.newPage(world.sites.url("docs.test"));
  const carried = async (path: string): Promise<string> => {
    const url = `${origin}${path}`;
    await docs.evaluate(async (target) => void (await fetch(target)), url);
    const seen = world.sites.requests.findLast(({ target, method }) => target === path && method === "GET");
    const token = seen?.headers.authorization;
    if (token === `Bearer ${wideToken}`) return "wide";
    return token === `Bearer ${narrowToken}` ? "narrow" : String(token);
  };
  const paths = [
    "/",
    "/narrow",
    "/narrow/x",
    "/narrow?x",
    "/narrower",
    "/narrow;x",
    "/narrow@x",
    "/narrow/public",
    "/narrow/public/x",
  ];
  const table: Record<string, string> = {};
  for (const path of paths) table[path] = await carried(path);
  expect(table).toEqual({
    "/": "wide",
    "/narrow": "narrow",
    "/narrow/x": "narrow",
    "/narrow?x": "narrow",
    "/narrower": "wide",
    "/narrow;x": "wide",
    "/narrow@x": "wide",
    "/narrow/public": "undefined",
    "/narrow/public/x": "undefined",
  });
});

it("the longest path and the longest wildcard that can be saved are taken by the browser", async () => {
  const path = `/${"v1-long.path_".repeat(40)}`;
  const wildcard = `http://*.example.com/${"w".repeat(68)}`;
  const ids: string[] = [];
  for (const pattern of [world.sites.url("evil.test", path), wildcard]) ids.push(await world.saveHost({ pattern }));
  const hosts = (await world.snapshot()).hosts.map(({ host }) => host).filter(({ id }) => ids.includes(id));
  const headers = new Map(ids.map((id) => [id, { name: "Authorization", value: "Bearer long" }]));
  const { rules } = createRulePlanner({ handshakeScheme: "ws", limits: { rules: 100, regexRules: 100 } })(
    hosts,
    headers,
    { origins: ["<all_urls>"], permissions: ["webRequest"] },
  );
  const page = await world.browser.openExtensionPage("options.html#/settings");
  const refused = await page.evaluate(
    async (regexes) => {
      const answers = await Promise.all(
        regexes.map((regex) => chrome.declarativeNetRequest.isRegexSupported({ regex, isCaseSensitive: true })),
      );
      return answers.filter(({ isSupported }) => !isSupported).length;
    },
    rules.flatMap(({ condition }) => condition.regexFilter ?? []),
  );
  expect([rules.length, refused]).toEqual([6, 0]);
  const tooLong = world.saveHost({ pattern: `${wildcard}w` });
  await expect(tooLong).rejects.toThrow('"field":"API host","problem":"too_long","code":"invalid_field"');
});

it.each(["https://*", "https://*api.example.com", "https://api.%2A.com"])(
  "%s is no API host, nor a calling page",
  async (address) => {
    const refused = /"problem":"(?:not_an_api_host|not_an_origin)","code":"invalid_field"/u;
    await expect(world.saveHost({ pattern: address })).rejects.toThrow(refused);
    await expect(world.saveHost({ pattern: "https://api.example.com", callingPages: [address] })).rejects.toThrow(
      refused,
    );
  },
);
