import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  type AuthorizationRequest,
  type AuthorizationResponse,
  type BadReply,
  type BadServer,
  startBadServer,
} from "../support/bad-server.ts";
import { controlsOf } from "../support/controls.ts";
import { pollUntil } from "../support/wait.ts";
import { BROWSER, CLIENT_SECRET, type World, startWorld } from "./world.ts";

let world: World;
let bad: BadServer;

beforeAll(async () => {
  bad = await startBadServer({ host: "auth.test", otherHost: "evil.test" });
  world = await startWorld({ granted: ["auth.test", "evil.test", "api.test", "docs.test"] });
});
afterAll(async () => {
  await world.close();
  await bad.close();
});
afterEach(async () => {
  for (const { id } of (await world.snapshot()).profiles) await world.do("deleteProfile", { profileId: id });
  bad.clear();
});

/** The words that the popup shows for the profile, as a person reads them. */
async function popupText(): Promise<string> {
  const popup = await world.browser.openExtensionPage("popup.html");
  await popup.waitForSelector("[role=alert]");
  const text = await controlsOf(popup).text();
  await popup.close();
  return text;
}

async function expectNothingGained(profileId: string): Promise<void> {
  expect((await world.profile(profileId))?.token).toBeUndefined();
  expect(await world.browser.sessionRules()).toEqual([]);
}

const GOOD_REPLY: BadReply = { kind: "json", body: { access_token: "T", token_type: "Bearer", expires_in: 60 } };

describe("a token endpoint that misbehaves", () => {
  it.each<[what: string, reply: BadReply, code: string, words: RegExp]>([
    [
      "sends a page",
      { kind: "html", status: 200 },
      "reply_unreadable",
      /not JSON|could not be read|unreadable|neither JSON/iu,
    ],
    ["sends a page with status 502", { kind: "html", status: 502 }, "http_status", /502/u],
    ["sends nothing", { kind: "empty" }, "reply_empty", /empty/iu],
    [
      "is cut off in the middle",
      { kind: "cut-off" },
      "reply_unreadable",
      /cut|incomplete|unreadable|could not be read/iu,
    ],
    ["sends ten megabytes", { kind: "large" }, "reply_too_large", /large|long|big|MB/iu],
    ["never stops sending", { kind: "endless" }, "reply_too_large", /large|long|big|MB/iu],
    [
      "redirects the secret to another host",
      { kind: "redirect", status: 307 },
      "redirected",
      /redirect|elsewhere|another/iu,
    ],
    [
      "refuses with words",
      { kind: "json", status: 400, body: { error: "invalid_scope", error_description: "No such scope <b>x</b>" } },
      "token_refused",
      /invalid_scope.*No such scope <b>x<\/b>/u,
    ],
    [
      "refuses with status 200",
      { kind: "json", body: { error: "bad_verification_code" } },
      "token_refused",
      /bad_verification_code/u,
    ],
  ])("%s: named, no token, no rule", async (_, reply, code, words) => {
    bad.answer("/token", reply);
    const profileId = await world.saveProfile(
      { name: "Bad", grantType: "client_credentials", clientId: "machine", tokenUrl: `${bad.origin}/token` },
      CLIENT_SECRET,
    );
    await world.saveHostOnce(profileId);
    await world.do("authorize", { profileId });
    const { status } = await world.waitForStatus(profileId, "failed");
    expect(status).toMatchObject({ problem: { error: { code } } });
    expect(await popupText()).toMatch(words);
    await expectNothingGained(profileId);
    expect(bad.otherRequests).toEqual([]);
    expect(bad.requests.filter(({ path }) => path === "/token")).toHaveLength(1);
  });

  it("is not there: the host is named", async () => {
    const profileId = await world.saveProfile(
      { name: "Gone", grantType: "client_credentials", clientId: "machine", tokenUrl: "http://auth.test:9/token" },
      CLIENT_SECRET,
    );
    await world.do("authorize", { profileId });
    expect((await world.waitForStatus(profileId, "failed")).status).toMatchObject({
      problem: { error: { code: "network", host: "auth.test:9" } },
    });
    expect(await popupText()).toContain("auth.test:9");
  });
});

describe("an authorization response that is not right", () => {
  const correct = ({ state }: AuthorizationRequest): [string, string][] => [
    ["code", "C1"],
    ["state", state],
  ];
  it.each<[what: string, respond: (request: AuthorizationRequest) => AuthorizationResponse, code: string]>([
    [
      "brings another state",
      () => ({
        query: [
          ["code", "C1"],
          ["state", "other"],
        ],
      }),
      "state_mismatch",
    ],
    ["brings no state", () => ({ query: [["code", "C1"]] }), "state_missing"],
    [
      "brings the state twice",
      (request) => ({ query: [...correct(request), ["state", request.state]] }),
      "response_parameter_repeated",
    ],
    [
      "brings the code twice",
      (request) => ({ query: [...correct(request), ["code", "C2"]] }),
      "response_parameter_repeated",
    ],
    [
      "comes from another issuer",
      (request) => ({ query: [...correct(request), ["iss", "http://evil.test"]] }),
      "issuer_mismatch",
    ],
    [
      "comes to another path",
      (request) => ({ query: correct(request), redirectUri: `${request.redirectUri}other` }),
      "redirect_mismatch",
    ],
    [
      "says access_denied",
      ({ state }) => ({
        query: [
          ["error", "access_denied"],
          ["error_description", "Not today"],
          ["state", state],
        ],
      }),
      "authorization_refused",
    ],
    [
      "says access_denied with another state",
      () => ({
        query: [
          ["error", "access_denied"],
          ["state", "other"],
        ],
      }),
      "state_mismatch",
    ],
    ["brings no code", ({ state }) => ({ query: [["state", state]] }), "code_missing"],
    [
      "brings a token in the fragment",
      () => ({ query: [], fragment: "access_token=T&token_type=bearer" }),
      "token_in_fragment",
    ],
  ])("%s: named, no token request, no rule", async (_, respond, code) => {
    bad.answer("/authorize", { kind: "authorization-response", respond });
    bad.answer("/token", GOOD_REPLY);
    const profileId = await world.saveProfile({
      name: "Bad",
      clientId: "app",
      clientAuthentication: "none",
      issuer: bad.origin,
      authorizationUrl: `${bad.origin}/authorize`,
      tokenUrl: `${bad.origin}/token`,
    });
    await world.saveHostOnce(profileId);
    await world.do("authorize", { profileId });
    const { status } = await world.waitForStatus(profileId, "failed");
    expect(status).toMatchObject({ problem: { error: { code } } });
    expect(await popupText()).not.toContain("unexpected");
    await expectNothingGained(profileId);
    expect(bad.requests.filter(({ path }) => path === "/token")).toEqual([]);
  });

  it("comes to the redirect URL that others share, of a profile with its own: refused; to its own: taken", async () => {
    let isMisled = true;
    bad.answer("/authorize", {
      kind: "authorization-response",
      respond: (request) => ({
        query: correct(request),
        redirectUri: isMisled ? world.extension.redirectUrl() : request.redirectUri,
      }),
    });
    bad.answer("/token", GOOD_REPLY);
    const endpoints = { authorizationUrl: `${bad.origin}/authorize`, tokenUrl: `${bad.origin}/token` };
    const client = { clientId: "app", clientAuthentication: "none", ownRedirect: true } as const;
    const profileId = await world.saveProfile({ name: "Apart", ...client, ...endpoints });
    await world.do("authorize", { profileId });
    if (BROWSER === "firefox") {
      // Firefox itself waits for the very address that was sent: its window stays open until it is closed.
      await pollUntil("the answer", () => bad.requests.some(({ path }) => path === "/authorize"));
      await world.do("cancelAuthorize", { profileId });
    } else {
      expect((await world.waitForStatus(profileId, "failed")).status).toMatchObject({
        problem: { error: { code: "redirect_mismatch" } },
      });
    }
    expect(bad.requests.filter(({ path }) => path === "/token")).toEqual([]);
    isMisled = false;
    await world.do("authorize", { profileId });
    await world.waitForStatus(profileId, "valid");
    const exchange = bad.requests.find(({ path }) => path === "/token");
    expect(exchange?.form.get("redirect_uri")).toBe(`${world.extension.redirectUrl()}sign-in/${profileId}`);
  });

  it("never comes, because the person closes the window", async () => {
    const profileId = await world.saveProfile({ name: "Person", clientId: "app", clientAuthentication: "none" });
    await world.do("authorize", { profileId });
    await (await world.browser.waitForAuthWindow()).close();
    expect((await world.waitForStatus(profileId, "failed")).status).toMatchObject({
      problem: { error: { code: "authorization_window_closed" } },
    });
    await expectNothingGained(profileId);
  });

  it("never comes, because Cancel closes the window", async () => {
    const profileId = await world.saveProfile({ name: "Person", clientId: "app", clientAuthentication: "none" });
    await world.do("authorize", { profileId });
    const window = await world.browser.waitForAuthWindow();
    const closed = new Promise((resolve) => {
      window.once("close", resolve);
    });
    await world.do("cancelAuthorize", { profileId });
    await closed;
    expect((await world.profile(profileId))?.status).toEqual({ kind: "not_authorized" });
    // Nothing is left behind: the next attempt opens a window of its own.
    await world.do("authorize", { profileId });
    await (await world.browser.waitForAuthWindow()).close();
  });

  it("never comes, because the server is not there", async () => {
    const profileId = await world.saveProfile({
      name: "Gone",
      clientId: "app",
      clientAuthentication: "none",
      authorizationUrl: "http://auth.test:9/authorize",
    });
    await world.do("authorize", { profileId });
    if (BROWSER === "firefox") {
      // Firefox says nothing to the extension: its window stays open with the browser's own words, until it is closed.
      await pollUntil("the window", async () => {
        return world.browser.evaluateInBackground(async () =>
          (await chrome.windows.getAll()).some(({ type }) => type === "popup"),
        );
      });
      await world.do("cancelAuthorize", { profileId });
      expect((await world.profile(profileId))?.status).toEqual({ kind: "not_authorized" });
    } else {
      expect((await world.waitForStatus(profileId, "failed")).status).toMatchObject({
        problem: { error: { code: "authorization_page_unreachable" } },
      });
    }
  });
});
