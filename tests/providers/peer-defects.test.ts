import { createHash } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { createRulePlanner } from "../../lib/domain/rule-planner.ts";
import type { AttachRule } from "../../lib/domain/rule.ts";
import {
  type AddedParameter,
  emptyParameterGroups,
  type ParameterGroupName,
  type ParameterGroups,
} from "../../lib/domain/parameter-groups.ts";
import { type ClientAuthentication, newProfile, type OAuthProfile } from "../../lib/domain/profile.ts";
import type { TokenSet } from "../../lib/domain/token-set.ts";
import { buildAuthorizationRequest, newAuthorizationAttempt } from "../../lib/oauth/authorization-request.ts";
import { readAuthorizationResponse } from "../../lib/oauth/authorization-response.ts";
import { type HttpReply, type HttpRequest, sendRequest } from "../../lib/oauth/http.ts";
import { buildRefreshRequest, buildTokenRequest, type TokenGrant } from "../../lib/oauth/token-request.ts";
import { readTokenResponse } from "../../lib/oauth/token-response.ts";
import { type BadReply, type BadServer, startBadServer } from "../support/bad-server.ts";

const REDIRECT_URI = "https://bearerbar.chromiumapp.org/";
const SECRETS = { clientSecret: "s3cret" };
const GRANT: TokenGrant = {
  grantType: "authorization_code",
  code: "c0de",
  codeVerifier: "v".repeat(43),
  redirectUri: REDIRECT_URI,
};

let server: BadServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** A profile whose token URL is `/token` of a server that the test tells what to answer. */
async function profileAtServer(change: Partial<OAuthProfile> = {}): Promise<{ profile: OAuthProfile; at: BadServer }> {
  server = await startBadServer();
  const profile = {
    ...newProfile("profile-1", 1),
    clientId: "client-1",
    authorizationUrl: `${server.origin}/authorize`,
    tokenUrl: `${server.origin}/token`,
    ...change,
  };
  return { profile, at: server };
}

function send(request: HttpRequest): Promise<HttpReply> {
  return sendRequest(request, { fetch, now: Date.now, signal: AbortSignal.timeout(10_000) });
}

async function refresh(profile: OAuthProfile, previous: TokenSet): Promise<TokenSet> {
  const request = buildRefreshRequest(profile, SECRETS, previous.refreshToken ?? "", previous.callback);
  return readTokenResponse(profile, await send(request), { previous });
}

async function firstToken(profile: OAuthProfile, at: BadServer): Promise<TokenSet> {
  at.answer("/token", {
    kind: "json",
    body: { access_token: "old", token_type: "bearer", refresh_token: "keep-me", scope: "a b", expires_in: 60 },
  });
  return readTokenResponse(profile, await send(buildTokenRequest(profile, SECRETS, GRANT)));
}

describe("Bruno loses the refresh token when a reply omits it", () => {
  test.each([{}, { refresh_token: null }, { refresh_token: "" }])("here it stays: %j", async (member) => {
    const { profile, at } = await profileAtServer();
    const previous = await firstToken(profile, at);
    at.answer("/token", { kind: "json", body: { access_token: "new", token_type: "bearer", ...member } });

    const renewed = await refresh(profile, previous);
    const again = await refresh(profile, renewed);

    expect(renewed).toMatchObject({ accessToken: "new", refreshToken: "keep-me", scope: "a b" });
    expect(again.refreshToken).toBe("keep-me");
    expect(at.requests.at(-1)?.form.get("refresh_token")).toBe("keep-me");
  });

  test("here a new one takes its place", async () => {
    const { profile, at } = await profileAtServer();
    const previous = await firstToken(profile, at);
    at.answer("/token", { kind: "json", body: { access_token: "new", refresh_token: "next" } });

    expect((await refresh(profile, previous)).refreshToken).toBe("next");
  });
});

describe("Bruno cannot refresh at another URL", () => {
  test("here the refresh goes to the refresh URL and to no other", async () => {
    const { profile, at } = await profileAtServer();
    const previous = await firstToken(profile, at);
    at.clear();
    at.answer("/renew", { kind: "json", body: { access_token: "new" } });

    await refresh({ ...profile, refreshUrl: `${at.origin}/renew?tenant=1` }, previous);

    expect(at.requests.map(({ target }) => target)).toEqual(["/renew?tenant=1"]);
  });
});

describe("Hoppscotch never sends its token and refresh parameters", () => {
  const ADDED = (["query", "body", "header"] as const).map((sendIn): AddedParameter => ({
    id: sendIn,
    name: `x-in-${sendIn}`,
    value: `${sendIn} of {{client_id}}`,
    sendIn,
    secret: false,
    enabled: true,
  }));
  const build: Record<Exclude<ParameterGroupName, "authorization">, (profile: OAuthProfile) => HttpRequest> = {
    token: (profile) => buildTokenRequest(profile, SECRETS, GRANT),
    refresh: (profile) => buildRefreshRequest(profile, SECRETS, "refresh-1"),
  };

  test.each(["token", "refresh"] as const)("here the server gets those of the %s request", async (group) => {
    const parameters = { ...emptyParameterGroups(), [group]: { overrides: {}, added: ADDED } };
    const { profile, at } = await profileAtServer({ parameters });
    at.answer("/token", { kind: "json", body: { access_token: "a" } });
    await send(build[group](profile));

    const [request] = at.requests;
    expect(request?.query.get("x-in-query")).toBe("query of client-1");
    expect(request?.form.get("x-in-body")).toBe("body of client-1");
    expect(request?.headers["x-in-header"]).toBe("header of client-1");
  });

  test("here they go into JSON as well, and those that are off go nowhere", async () => {
    const [inQuery, inBody, ...others] = ADDED.map((parameter) => ({
      ...parameter,
      enabled: parameter.sendIn !== "query",
    }));
    const added = [inQuery, inBody, ...others].filter((parameter) => parameter !== undefined);
    const parameters = { ...emptyParameterGroups(), token: { overrides: {}, added } };
    const { profile, at } = await profileAtServer({ parameters, tokenRequestFormat: "json" });
    at.answer("/token", { kind: "json", body: { access_token: "a" } });
    await send(build.token(profile));

    const [request] = at.requests;
    expect(JSON.parse(request?.body ?? "")).toMatchObject({ "x-in-body": "body of client-1" });
    expect(request?.query.size).toBe(0);
  });
});

function own(token: Record<string, { value: string }>, authorization = {}): ParameterGroups {
  return {
    ...emptyParameterGroups(),
    authorization: { overrides: authorization, added: [] },
    token: { overrides: token, added: [] },
  };
}

describe("Yaak ignores the tester's own PKCE verifier", () => {
  const OWN = "my-own-verifier-that-is-43-characters-long-";

  test.each([
    { pkce: "S256", challenge: createHash("sha256").update(OWN).digest("base64url") },
    { pkce: "plain", challenge: OWN },
  ] as const)("here it is sent, and the $pkce challenge is made of it", async ({ pkce, challenge }) => {
    const { profile } = await profileAtServer({ pkce, parameters: own({ code_verifier: { value: OWN } }) });
    const { request } = await buildAuthorizationRequest(profile, SECRETS, newAuthorizationAttempt(), REDIRECT_URI);

    expect(new URL(request.url).searchParams.get("code_challenge")).toBe(challenge);
    expect(new URLSearchParams(buildTokenRequest(profile, SECRETS, GRANT).body).get("code_verifier")).toBe(OWN);
  });

  test("here a challenge of their own is sent as it is", async () => {
    const parameters = own({ code_verifier: { value: OWN } }, { code_challenge: { value: "my-challenge" } });
    const { profile } = await profileAtServer({ parameters });
    const { request } = await buildAuthorizationRequest(profile, SECRETS, newAuthorizationAttempt(), REDIRECT_URI);

    expect(new URL(request.url).searchParams.get("code_challenge")).toBe("my-challenge");
  });
});

describe("Postman's runtime ignores refresh errors and sends the old token", () => {
  test.each<{ what: string; reply: BadReply; code: string }>([
    {
      what: "invalid_grant",
      reply: { kind: "json", status: 400, body: { error: "invalid_grant" } },
      code: "token_refused",
    },
    {
      what: "an error with HTTP 200",
      reply: { kind: "json", body: { error: "bad_refresh_token" } },
      code: "token_refused",
    },
    {
      what: "an error beside the old token",
      reply: { kind: "json", body: { access_token: "old", error: "expired" } },
      code: "token_refused",
    },
    {
      what: "HTTP 401 with a token",
      reply: { kind: "json", status: 401, body: { access_token: "old" } },
      code: "http_status",
    },
    { what: "HTTP 500", reply: { kind: "html", status: 500 }, code: "http_status" },
    { what: "HTTP 503", reply: { kind: "empty", status: 503 }, code: "retry_later" },
    { what: "nothing", reply: { kind: "empty" }, code: "reply_empty" },
    { what: "no token", reply: { kind: "json", body: { expires_in: 3600 } }, code: "token_missing" },
    { what: "a page", reply: { kind: "html" }, code: "reply_unreadable" },
    { what: "half a reply", reply: { kind: "cut-off" }, code: "reply_unreadable" },
    { what: "a redirect", reply: { kind: "redirect" }, code: "redirected" },
  ])("here a refresh that brings $what is an error and no token", async ({ reply, code }) => {
    const { profile, at } = await profileAtServer();
    const previous = await firstToken(profile, at);
    at.answer("/token", reply);

    await expect(refresh(profile, previous)).rejects.toMatchObject({ name: "AppError", code });
  });
});

describe("Insomnia did not authenticate the refresh with the chosen method", () => {
  const CREDENTIALS = `Basic ${btoa("client-1:s3cret")}`;
  const PROOFS: Record<ClientAuthentication, object> = {
    basic: { authorization: CREDENTIALS, id: null, secret: null },
    basic_raw: { authorization: CREDENTIALS, id: null, secret: null },
    body: { authorization: undefined, id: "client-1", secret: "s3cret" },
    none: { authorization: undefined, id: "client-1", secret: null },
  };

  test.each(["basic", "basic_raw", "body", "none"] as const)("here %s is good for both requests", async (method) => {
    const { profile, at } = await profileAtServer({ clientAuthentication: method });
    await refresh(profile, await firstToken(profile, at));

    const proofs = at.requests.map(({ headers, form }) => ({
      authorization: headers.authorization,
      id: form.get("client_id"),
      secret: form.get("client_secret"),
    }));
    expect(proofs).toEqual([PROOFS[method], PROOFS[method]]);
  });
});

describe("ModHead leaks to other hosts through an unanchored filter", () => {
  const header = new Map([["h", { name: "Authorization", value: "Bearer secret" }]]);
  const granted = {
    origins: ["<all_urls>"],
    permissions: ["webRequest"],
  } as const;
  const rulesFor = (pattern: string): AttachRule[] =>
    createRulePlanner({ handshakeScheme: "ws", limits: { rules: 5_000, regexRules: 1_000 } })(
      [
        {
          id: "h",
          seq: 1,
          pattern,
          profileId: "profile-1",
          callingPages: [],
          pageLoads: true,
          webSockets: true,
          enabled: true,
        },
      ],
      header,
      granted,
    ).rules.slice();

  test.each(["https://api.example.com", "https://api.example.com/v1", "https://*.example.com"])(
    "here %s gets the header and nobody else does",
    (pattern) => {
      const rules = rulesFor(pattern);

      expect(rules.some((rule) => matches(rule, "https://api.example.com/v1"))).toBe(true);
      expect(rules.some((rule) => matches(rule, "https://api.example.com/v1?x=1"))).toBe(true);
      for (const url of HOSTILE_URLS) expect(rules.filter((rule) => matches(rule, url))).toEqual([]);
    },
  );
});

/** Each has the API host's name somewhere, and is another's. */
const HOSTILE_URLS = [
  "https://evil.test/https://api.example.com/v1",
  "https://evil.test/?https://api.example.com/v1",
  "https://evil.test/?.example.com/v1",
  "https://evil.test/a.example.com/v1",
  "https://api.example.com.evil.test/v1",
  "https://evilexample.com/v1",
  "https://api-example.com/v1",
  "https://apixexample.com/v1",
  "https://example.com.evil.test/v1",
  "http://api.example.com/v1",
  "https://api.example.com:8443/v1",
  "https://api.example.comx/v1",
];

/** As the browsers match: `|` is the start, `^` a separator or the end (developer.chrome.com, declarativeNetRequest). */
function matches({ condition }: AttachRule, url: string): boolean {
  const { urlFilter, regexFilter, requestDomains } = condition;
  const { hostname } = new URL(url);
  const isInDomain = requestDomains?.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`)) ?? true;
  if (!isInDomain) return false;
  if (regexFilter !== undefined) return new RegExp(regexFilter, "u").test(url);
  const pattern = (urlFilter ?? "")
    .replace(/[.+?${}()[\]\\/]/gu, "\\$&")
    .replace(/^\|/u, "\u0000")
    .replaceAll("^", "(?:[^\\w.%-]|$)")
    .replaceAll("*", ".*")
    .replace("\u0000", "^");
  return new RegExp(pattern, "u").test(url);
}

describe("Simple OAuth2 Client uses a constant state", () => {
  test("here each attempt has one of its own, of 128 bits or more, and so each request", async () => {
    const { profile } = await profileAtServer();
    const attempts = Array.from({ length: 200 }, newAuthorizationAttempt);
    const urls = await Promise.all(
      attempts.map(
        async (attempt) => (await buildAuthorizationRequest(profile, SECRETS, attempt, REDIRECT_URI)).request.url,
      ),
    );
    const states = urls.map((url) => new URL(url).searchParams.get("state") ?? "");

    expect(new Set(states).size).toBe(200);
    expect(new Set(attempts.map(({ codeVerifier }) => codeVerifier)).size).toBe(200);
    // base64url: six bits a character.
    for (const state of states) expect(state).toMatch(/^[\w-]{22,}$/u);
  });

  test.each([
    { what: "none", query: "code=c0de", code: "state_missing" },
    { what: "an empty one", query: "code=c0de&state=", code: "state_missing" },
    { what: "another attempt's", query: `code=c0de&state=${newAuthorizationAttempt().state}`, code: "state_mismatch" },
    { what: "none, and an error", query: "error=access_denied", code: "state_missing" },
    { what: "two", query: "code=c0de&state=a&state=b", code: "response_parameter_repeated" },
  ])("here a response with $what is refused", async ({ query, code }) => {
    const { profile } = await profileAtServer();
    const { expected } = await buildAuthorizationRequest(profile, SECRETS, newAuthorizationAttempt(), REDIRECT_URI);

    expect(() => readAuthorizationResponse(profile, `${REDIRECT_URI}?${query}`, expected)).toThrow(
      expect.objectContaining({ code }),
    );
  });
});
