import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newProfile, type OAuthProfile, type Secrets } from "../../lib/domain/profile.ts";
import type { TokenSet } from "../../lib/domain/token-set.ts";
import { buildAuthorizationRequest, newAuthorizationAttempt } from "../../lib/oauth/authorization-request.ts";
import { readAuthorizationResponse } from "../../lib/oauth/authorization-response.ts";
import {
  buildDiscoveryRequest,
  discoveryUrls,
  profileFromDiscovery,
  readDiscovery,
} from "../../lib/oauth/discovery.ts";
import { type HttpReply, type HttpRequest, sendRequest } from "../../lib/oauth/http.ts";
import { buildIntrospectionRequest, readIntrospection } from "../../lib/oauth/introspection.ts";
import { buildRefreshRequest, buildTokenRequest } from "../../lib/oauth/token-request.ts";
import { readTokenResponse } from "../../lib/oauth/token-response.ts";
import { buildUserinfoRequest, readUserinfo } from "../../lib/oauth/userinfo.ts";
import { type OAuthServer, startOAuthServer } from "../support/oauth-server.ts";
import { signInAndAllow } from "./page-driver.ts";

const REDIRECT_URI = "https://bearerbar.chromiumapp.org/";
/** Wrong in every Basic header that is not form-encoded first (RFC 6749 §2.3.1). */
const SECRET = "s-e_c r%+:&=~!*'()";

/** Each client authenticates in one way and no other, and none may do without PKCE. */
const CODE_CLIENTS = [
  { what: "Basic only", id: "basic client:1", secret: SECRET, authMethod: "client_secret_basic", method: "basic" },
  { what: "body only", id: "body-client", secret: SECRET, authMethod: "client_secret_post", method: "body" },
  { what: "public", id: "public-client", secret: undefined, authMethod: "none", method: "none" },
] as const;
const SERVICE_CLIENTS = [
  { what: "Basic only", id: "basic service", secret: SECRET, authMethod: "client_secret_basic", method: "basic" },
  { what: "body only", id: "body-service", secret: SECRET, authMethod: "client_secret_post", method: "body" },
] as const;

let server: OAuthServer;

beforeAll(async () => {
  server = await startOAuthServer({
    clients: [
      ...CODE_CLIENTS.map(({ id, secret, authMethod }) => ({
        id,
        authMethod,
        redirectUris: [REDIRECT_URI],
        ...(secret === undefined ? {} : { secret }),
      })),
      ...SERVICE_CLIENTS.map(({ id, secret, authMethod }) => ({
        id,
        secret,
        authMethod,
        grantTypes: ["client_credentials"] as const,
      })),
    ],
  });
});

afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

function send(request: HttpRequest): Promise<HttpReply> {
  return sendRequest(request, { fetch: strictFetch, now: Date.now, signal: AbortSignal.timeout(10_000) });
}

/** oidc-provider takes Basic and body for one another; this gate in front of it insists on the registered method. */
const strictFetch: typeof fetch = async (input, init = {}) => {
  const form = new URLSearchParams(typeof init.body === "string" ? init.body : "");
  const authorization = new Headers(init.headers).get("authorization") ?? "";
  // A bearer token, as at introspection and userinfo, is none of its business.
  const basic = /^Basic (.*)$/u.exec(authorization)?.[1] ?? "";
  const basicId = Buffer.from(basic, "base64").toString("utf8").split(":")[0] ?? "";
  const id = form.get("client_id") ?? decodeURIComponent(basicId.replaceAll("+", " "));
  const client = [...CODE_CLIENTS, ...SERVICE_CLIENTS].find((known) => known.id === id);
  const used = authorization !== "" ? "basic" : form.has("client_secret") ? "body" : "none";
  if (input !== server.endpoints.token || client?.method === used) return fetch(input, init);
  return Response.json({ error: "invalid_client", error_description: `${used} is not for ${id}` }, { status: 401 });
};

/** A new profile with nothing typed but client and scope; the rest is what the server says of itself. */
async function discoveredProfile(typed: Partial<OAuthProfile>): Promise<OAuthProfile> {
  const { urls, issuers } = discoveryUrls(server.issuer);
  const reply = await send(buildDiscoveryRequest(urls[0] ?? ""));
  return profileFromDiscovery({ ...newProfile("profile-1", 1), ...typed }, readDiscovery(issuers, reply));
}

async function getCode(profile: OAuthProfile, secrets: Secrets) {
  const attempt = newAuthorizationAttempt();
  const { request, expected } = await buildAuthorizationRequest(profile, secrets, attempt, REDIRECT_URI);
  const redirectedTo = await signInAndAllow(request.url);
  const { code, callback } = readAuthorizationResponse(profile, redirectedTo, expected);
  const { codeVerifier } = attempt;
  return { grantType: "authorization_code", code, codeVerifier, redirectUri: REDIRECT_URI, callback } as const;
}

async function getToken(profile: OAuthProfile, secrets: Secrets): Promise<TokenSet> {
  const request = buildTokenRequest(profile, secrets, await getCode(profile, secrets));
  return readTokenResponse(profile, await send(request));
}

async function refresh(profile: OAuthProfile, secrets: Secrets, previous: TokenSet): Promise<TokenSet> {
  const reply = await send(buildRefreshRequest(profile, secrets, previous.refreshToken ?? ""));
  return readTokenResponse(profile, reply, { previous });
}

function secretsOf(secret: string | undefined): Secrets {
  return secret === undefined ? {} : { clientSecret: secret };
}

describe("discovery", () => {
  test("fills the endpoints, PKCE, and the promise of iss", async () => {
    const profile = await discoveredProfile({ pkce: "off" });

    expect(profile).toMatchObject({
      issuer: server.issuer,
      issuerInResponse: true,
      authorizationUrl: server.endpoints.authorization,
      tokenUrl: server.endpoints.token,
      revocationUrl: server.endpoints.revocation,
      introspectionUrl: expect.stringMatching(/^http/u),
      userinfoUrl: expect.stringMatching(/^http/u),
      pkce: "S256",
      clientAuthentication: "basic",
    });
  });

  test("takes a .well-known address as well", async () => {
    const { urls, issuers } = discoveryUrls(server.endpoints.discovery);

    expect(readDiscovery(issuers, await send(buildDiscoveryRequest(urls[0] ?? ""))).issuer).toBe(server.issuer);
  });

  test("uses nothing of metadata whose issuer is another than the one typed", async () => {
    const { urls, issuers } = discoveryUrls(`http://localhost:${server.port}`);
    const reply = await send(buildDiscoveryRequest(urls[0] ?? ""));

    expect(() => readDiscovery(issuers, reply)).toThrow(
      expect.objectContaining({ code: "discovery_issuer_mismatch", message: "discovery_issuer_mismatch" }),
    );
  });
});

describe.each(CODE_CLIENTS)("authorization code, $what, PKCE required", ({ id, secret, method }) => {
  const typed = { clientId: id, clientAuthentication: method, scope: "openid profile" };
  const secrets = secretsOf(secret);

  test("gets a token that the server honours, and renews it as often as it likes", async () => {
    const profile = await discoveredProfile(typed);

    const first = await getToken(profile, secrets);
    const second = await refresh(profile, secrets, first);
    const third = await refresh(profile, secrets, second);

    expect(await server.findAccessToken(first.accessToken)).toMatchObject({ clientId: id, subject: "alice" });
    expect(await server.findAccessToken(third.accessToken)).toMatchObject({ clientId: id, subject: "alice" });
    expect(new Set([first, second, third].map(({ refreshToken }) => refreshToken)).size).toBe(3);
    expect(await server.isRefreshTokenActive(third.refreshToken ?? "")).toBe(true);
    expect((third.expiresAtMs ?? 0) - third.obtainedAtMs).toBe(server.lifetimes.accessToken * 1000);
    expect(first).toMatchObject({ tokenType: "Bearer", expirySource: "reply", scope: "openid profile" });
    expect(first.idToken).toMatch(/^eyJ/u);
  });

  test("learns from the server what the token is good for and whose it is", async () => {
    const profile = await discoveredProfile(typed);
    const tokenSet = await getToken(profile, secrets);
    const hidden = [tokenSet.accessToken];

    const userinfo = await send(buildUserinfoRequest(profile, secrets, tokenSet));
    expect(readUserinfo(profile, userinfo, tokenSet.idToken, hidden)).toMatchObject({ subject: "same", signed: false });
    const introspection = await send(buildIntrospectionRequest(profile, secrets, tokenSet));
    const { active, answer } = readIntrospection(profile, introspection, hidden);
    expect(active).toBe(true);
    expect(JSON.parse(answer.text)).toMatchObject({ active: true, scope: "openid profile", client_id: id });
  });

  test("says so when a used refresh token is refused", async () => {
    const profile = await discoveredProfile(typed);
    const first = await getToken(profile, secrets);
    await refresh(profile, secrets, first);

    await expect(refresh(profile, secrets, first)).rejects.toMatchObject({
      code: "token_refused",
      details: { error: "invalid_grant", status: 400 },
    });
  });

  test("is refused where PKCE is off", async () => {
    const profile: OAuthProfile = { ...(await discoveredProfile(typed)), pkce: "off" };

    await expect(getCode(profile, secrets)).rejects.toMatchObject({
      code: "authorization_refused",
      details: { error: "invalid_request" },
    });
  });

  test("is refused with a code of another attempt's verifier", async () => {
    const profile = await discoveredProfile(typed);
    const grant = { ...(await getCode(profile, secrets)), codeVerifier: newAuthorizationAttempt().codeVerifier };
    const reply = await send(buildTokenRequest(profile, secrets, grant));

    expect(() => readTokenResponse(profile, reply)).toThrow(
      expect.objectContaining({ code: "token_refused", details: expect.objectContaining({ error: "invalid_grant" }) }),
    );
  });

  test("refuses a response of another issuer, or of none", async () => {
    const profile = await discoveredProfile(typed);
    const attempt = newAuthorizationAttempt();
    const { request, expected } = await buildAuthorizationRequest(profile, secrets, attempt, REDIRECT_URI);
    const redirectedTo = new URL(await signInAndAllow(request.url));

    redirectedTo.searchParams.set("iss", "https://evil.example");
    expect(() => readAuthorizationResponse(profile, redirectedTo.href, expected)).toThrow(
      expect.objectContaining({ code: "issuer_mismatch" }),
    );
    redirectedTo.searchParams.delete("iss");
    expect(() => readAuthorizationResponse(profile, redirectedTo.href, expected)).toThrow(
      expect.objectContaining({ code: "issuer_missing" }),
    );
  });
});

describe.each(SERVICE_CLIENTS)("client credentials, $what", ({ id, secret, method }) => {
  const typed = { grantType: "client_credentials", clientId: id, clientAuthentication: method } as const;

  test("gets a token that the server honours", async () => {
    const profile = await discoveredProfile(typed);
    const request = buildTokenRequest(profile, secretsOf(secret), { grantType: "client_credentials" });
    const token = readTokenResponse(profile, await send(request));

    expect(await server.findAccessToken(token.accessToken)).toMatchObject({ clientId: id });
    expect(token).toMatchObject({ tokenType: "Bearer", expirySource: "reply", refreshToken: undefined });
  });

  test.each([
    {
      what: "another method",
      change: { clientAuthentication: method === "basic" ? "body" : "basic" } as const,
      secret,
      error: "invalid_client",
    },
    {
      what: "no secret",
      change: { clientAuthentication: "none" } as const,
      secret: undefined,
      error: "invalid_client",
    },
    { what: "a wrong secret", change: {}, secret: "wrong", error: "invalid_client" },
    {
      what: "a secret that Basic does not encode",
      change: { clientAuthentication: "basic_raw" } as const,
      secret,
      error: method === "basic" ? "invalid_request" : "invalid_client",
    },
  ])("is refused with $what", async ({ change, secret, error }) => {
    const profile: OAuthProfile = { ...(await discoveredProfile(typed)), ...change };
    const request = buildTokenRequest(profile, secretsOf(secret), { grantType: "client_credentials" });
    const reply = await send(request);

    expect(() => readTokenResponse(profile, reply)).toThrow(
      expect.objectContaining({ code: "token_refused", details: expect.objectContaining({ error }) }),
    );
  });
});
