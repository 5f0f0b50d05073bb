import { afterAll, beforeAll, expect, it } from "vitest";
import { pollUntil } from "../support/wait.ts";
import { CLIENT_SECRET, type World, startWorld } from "./world.ts";

/** What the browser makes of the extension's own calls, with an API host beside whose rules must not be touched by it. */
let world: World;

beforeAll(async () => {
  world = await startWorld({ granted: ["auth.test", "api.test", "docs.test"] });
});
afterAll(() => world.close());

it.each([
  ["remove", "", "", undefined],
  ["keep", "", "", /^(?:chrome|moz)-extension:\/\/[\w-]+$/u],
  ["custom", "https://spa.example.com", "", /^https:\/\/spa\.example\.com$/u],
  ["custom", "https://query.example.com", "?api-version=2", /^https:\/\/query\.example\.com$/u],
] as const)("with Origin %s %s%s, and on a connection of its own", async (originMode, originValue, query, origin) => {
  const profileId = await world.saveProfile(
    {
      name: `Origin ${originMode} ${originValue}`,
      grantType: "client_credentials",
      clientId: "machine",
      tokenUrl: `${world.auth.endpoints.token}${query}`,
      originMode,
      originValue,
    },
    CLIENT_SECRET,
  );
  await world.saveHostOnce(profileId);
  for (const token of ["first", "second"]) {
    const before = world.auth.issued.length;
    await world.do("authorize", { profileId, anew: true });
    await pollUntil(`the ${token} token`, () => world.auth.issued.length > before);
    await pollUntil(`the ${token} token on the rules`, async () => {
      const issued = world.auth.issued.at(-1)?.accessToken ?? "";
      return JSON.stringify(await world.browser.sessionRules()).includes(issued);
    });
  }
  const calls = world.auth.requests.filter(({ form }) => form.get("grant_type") === "client_credentials").slice(-2);
  for (const { headers } of calls) {
    if (origin === undefined) expect(headers.origin).toBeUndefined();
    else expect(headers.origin).toMatch(origin);
    expect(headers.connection).toBe("close");
  }
});

it("with rules that stay, are kept on disk, and hold neither token nor secret nor address", async () => {
  const rules = await world.browser.dynamicRules();
  const changes = rules.flatMap(({ action }) => action.requestHeaders ?? []);
  expect(changes.map(({ header, operation, value }) => `${operation} ${header} ${value ?? ""}`.trim())).toEqual([
    "set connection close",
    "remove origin",
  ]);
  expect(JSON.stringify(rules)).not.toMatch(/test|Bearer|secret/u);
  await world.browser.restart();
  await world.snapshot();
  expect(await world.browser.dynamicRules()).toEqual(rules);
});
