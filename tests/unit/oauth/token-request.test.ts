import { describe, expect, test } from "vitest";
import type { OAuthProfile, Secrets } from "../../../lib/domain/profile.ts";
import { buildRefreshRequest, buildTokenRequest, type TokenGrant } from "../../../lib/oauth/token-request.ts";
import {
  added,
  errorOf,
  formOf,
  headerOf,
  profileWith,
  queryOf,
  REDIRECT_URI,
  SECRETS,
  withGroup,
} from "./fixtures.ts";

const CODE = {
  grantType: "authorization_code",
  code: "c0de",
  codeVerifier: "v3rifier",
  redirectUri: REDIRECT_URI,
} as const satisfies TokenGrant;

const build = (profile = profileWith(), secrets: Secrets = SECRETS) => buildTokenRequest(profile, secrets, CODE);
const BASIC = `Basic ${btoa("client-1:s3cr3t-of-the-client")}`;

describe("a token request", () => {
  test("is a form by POST with PKCE and Basic, and no secret in its body (RFC 6749 §4.1.3)", () => {
    const request = build();
    expect(request).toMatchObject({ method: "POST", url: "https://as.example.com/token" });
    expect(request.headers).toEqual([
      ["Accept", "application/json"],
      ["Content-Type", "application/x-www-form-urlencoded"],
      ["Authorization", BASIC],
    ]);
    expect(formOf(request)).toEqual({
      grant_type: "authorization_code",
      code: "c0de",
      redirect_uri: REDIRECT_URI,
      code_verifier: "v3rifier",
    });
    expect(request.secrets).toEqual(["s3cr3t-of-the-client", "c0de", "v3rifier", BASIC]);
  });
  test("has id and secret in the body instead, and no Authorization header", () => {
    const request = build(profileWith({ clientAuthentication: "body" }));
    expect(formOf(request)).toMatchObject({ client_id: "client-1", client_secret: "s3cr3t-of-the-client" });
    expect(headerOf(request, "Authorization")).toBeUndefined();
  });
  test("has the client id alone for a public client", () => {
    const request = build(profileWith({ clientAuthentication: "none" }));
    expect(formOf(request)).toMatchObject({ client_id: "client-1" });
    expect(request.body).not.toContain("client_secret");
    expect(headerOf(request, "Authorization")).toBeUndefined();
  });
  test("for client credentials has grant type and scope (RFC 6749 §4.4.2)", () => {
    const profile = profileWith({ grantType: "client_credentials" });
    const request = buildTokenRequest(profile, SECRETS, { grantType: "client_credentials" });
    expect(request.body).toBe("grant_type=client_credentials&scope=read+write");
    expect(headerOf(request, "Authorization")).toBe(BASIC);
  });
  test.each([
    ["space", "scope=read+write"],
    ["comma", "scope=read%2Cwrite"],
    ["plus", "scope=read+write"],
  ] as const)("joins scopes by %s in a form as %s", (scopeDelimiter, sent) => {
    const profile = profileWith({ grantType: "client_credentials", scopeDelimiter });
    expect(buildTokenRequest(profile, SECRETS, { grantType: "client_credentials" }).body).toContain(sent);
  });
  test("joins scopes by a plain plus in JSON", () => {
    const profile = profileWith({
      grantType: "client_credentials",
      scopeDelimiter: "plus",
      tokenRequestFormat: "json",
    });
    const request = buildTokenRequest(profile, SECRETS, { grantType: "client_credentials" });
    expect(request.body).toBe('{"grant_type":"client_credentials","scope":"read+write"}');
    expect(headerOf(request, "Content-Type")).toBe("application/json");
  });
  test("puts everything in the query with GET, beside what is there, and has no body", () => {
    const request = build(
      profileWith({
        tokenRequestMethod: "GET",
        clientAuthentication: "body",
        tokenUrl: "https://as.example.com/token?v=1",
      }),
    );
    expect(request.body).toBeUndefined();
    expect(headerOf(request, "Content-Type")).toBeUndefined();
    expect(queryOf(request.url)).toEqual({
      v: "1",
      grant_type: "authorization_code",
      code: "c0de",
      redirect_uri: REDIRECT_URI,
      code_verifier: "v3rifier",
      client_id: "client-1",
      client_secret: "s3cr3t-of-the-client",
    });
  });
});

const token = (changes: Parameters<typeof withGroup>[2], base: Partial<OAuthProfile> = {}) =>
  withGroup(profileWith(base), "token", changes);

describe("parameters", () => {
  test("of X: Basic, and the client id in the body too", () => {
    expect(formOf(build(token({ overrides: { client_id: { included: true } } })))).toHaveProperty(
      "client_id",
      "client-1",
    );
  });
  test("of WeChat: renamed, dropped, in the query", () => {
    const profile = token(
      {
        overrides: {
          client_id: { name: "appid" },
          client_secret: { name: "secret" },
          redirect_uri: { included: false },
          code_verifier: { included: false },
        },
      },
      { tokenRequestMethod: "GET", clientAuthentication: "body" },
    );
    expect(queryOf(build(profile).url)).toEqual({
      grant_type: "authorization_code",
      code: "c0de",
      appid: "client-1",
      secret: "s3cr3t-of-the-client",
    });
  });
  test("of Zoom: another grant type, an added account", () => {
    const profile = token(
      {
        overrides: { grant_type: { value: "account_credentials" } },
        added: [added({ name: "account_id", value: "A1" })],
      },
      { grantType: "client_credentials", scope: "" },
    );
    const request = buildTokenRequest(profile, SECRETS, { grantType: "client_credentials" });
    expect(request.body).toBe("grant_type=account_credentials&account_id=A1");
  });
  test("of Stripe: the secret as a Bearer header, from a secret template", () => {
    const profile = token(
      { added: [added({ id: "auth", name: "Authorization", value: "", sendIn: "header", secret: true })] },
      { clientAuthentication: "none" },
    );
    const request = build(profile, { ...SECRETS, "added.auth": "Bearer {{client_secret}}" });
    expect(headerOf(request, "Authorization")).toBe("Bearer s3cr3t-of-the-client");
    expect(request.secrets).toContain("Bearer s3cr3t-of-the-client");
  });
  test("of SurveyMonkey: a key in the token URL's query, where the tester put it", () => {
    const request = build(profileWith({ tokenUrl: "https://as.example.com/token?api_key={{client_secret}}" }));
    expect(queryOf(request.url)).toEqual({ api_key: "s3cr3t-of-the-client" });
  });
  test("of Zoho: the server that the callback names", () => {
    const profile = profileWith({ tokenUrl: "{{callback.accounts-server}}/oauth/v2/token" });
    const callback = { "accounts-server": "https://accounts.zoho.eu" };
    expect(buildTokenRequest(profile, SECRETS, { ...CODE, callback }).url).toBe(
      "https://accounts.zoho.eu/oauth/v2/token",
    );
    expect(buildRefreshRequest(profile, SECRETS, "r", callback).url).toBe("https://accounts.zoho.eu/oauth/v2/token");
  });
  test("may add to query and headers, and replace Accept and Content-Type", () => {
    const profile = token({
      added: [
        added({ id: "1", name: "q", value: "a b", sendIn: "query" }),
        added({ id: "2", name: "accept", value: " text/plain ", sendIn: "header" }),
        added({ id: "3", name: "X-Tenant", value: "{{client_id}}", sendIn: "header" }),
        added({
          id: "4",
          name: "content-type",
          value: "application/x-www-form-urlencoded;charset=UTF-8",
          sendIn: "header",
        }),
      ],
    });
    const request = build(profile);
    expect(request.url).toBe("https://as.example.com/token?q=a%20b");
    expect(request.headers).toEqual([
      ["Authorization", BASIC],
      ["accept", "text/plain"],
      ["X-Tenant", "client-1"],
      ["content-type", "application/x-www-form-urlencoded;charset=UTF-8"],
    ]);
  });
  test("replace the client secret by one that lies with the secrets", () => {
    const profile = token({ overrides: { client_secret: { value: "" } } }, { clientAuthentication: "body" });
    const request = build(profile, { ...SECRETS, "default.token.client_secret": "{{client_id}}|other" });
    expect(formOf(request)["client_secret"]).toBe("client-1|other");
    expect(request.secrets).toContain("client-1|other");
  });
  test("send the tester's own verifier", () => {
    expect(formOf(build(token({ overrides: { code_verifier: { value: "my-own" } } })))["code_verifier"]).toBe("my-own");
  });
  test("keep our names when a variable has one of them", () => {
    expect(formOf(build(profileWith({ variables: { code: "evil", client_id: "evil" } })))["code"]).toBe("c0de");
  });
  test("in JSON survive every name", () => {
    const profile = token({ added: [added({ name: "__proto__", value: '"x\n' })] }, { tokenRequestFormat: "json" });
    expect(build(profile).body).toContain('"__proto__":"\\"x\\n"');
  });
  test.each([
    [[added({ name: "code", value: "x" })], "duplicate", "Token parameters: code"],
    [
      [added({ name: "X-A", sendIn: "header" }), added({ name: "x-a", sendIn: "header" })],
      "duplicate",
      "Token parameters: x-a",
    ],
    [
      [added({ name: "authorization", value: "Bearer x", sendIn: "header" })],
      "duplicate",
      "Token parameters: Authorization",
    ],
    [[added({ name: "bad name", sendIn: "header" })], "not_a_header_name", "Token parameters: bad name"],
    [[added({ name: "X-A", value: "a\r\nX-B: c", sendIn: "header" })], "not_a_header_value", "Token parameters: X-A"],
    [[added({ name: "X-A", value: "€", sendIn: "header" })], "not_a_header_value", "Token parameters: X-A"],
    [[added({ name: "Cookie", value: "a=b", sendIn: "header" })], "forbidden_header", "Token parameters: Cookie"],
    [[added({ name: " ", value: "x" })], "required", "Token parameters: "],
    [[added({ name: "x", value: "{{refresh_token}}" })], "unknown_placeholder", "Token parameters: x"],
  ] as const)("%j are refused as %s", async (parameters, problem, field) => {
    const error = await errorOf(() => build(token({ added: parameters })));
    expect(error).toMatchObject({ code: "invalid_field", field, problem });
  });
  test("that are off are not even looked at", () => {
    expect(() => build(token({ added: [added({ name: "", value: "{{x}}", enabled: false })] }))).not.toThrow();
  });
});

describe("a refresh request", () => {
  test("has grant type and refresh token, and the same client authentication (RFC 6749 §6)", () => {
    const request = buildRefreshRequest(profileWith(), SECRETS, "r3fresh");
    expect(request.url).toBe("https://as.example.com/token");
    expect(formOf(request)).toEqual({ grant_type: "refresh_token", refresh_token: "r3fresh" });
    expect(headerOf(request, "Authorization")).toBe(BASIC);
    expect(request.secrets).toContain("r3fresh");
  });
  test("goes to the refresh URL where there is one", () => {
    const profile = profileWith({ refreshUrl: "https://as.example.com/refresh" });
    expect(buildRefreshRequest(profile, SECRETS, "r").url).toBe("https://as.example.com/refresh");
  });
  test("has the scope for Entra, and its own added parameters", () => {
    const profile = withGroup(profileWith(), "refresh", {
      overrides: { scope: { included: true } },
      added: [added({ name: "resource", value: "https://api.example" })],
    });
    expect(formOf(buildRefreshRequest(profile, SECRETS, "r"))).toMatchObject({
      scope: "read write",
      resource: "https://api.example",
    });
  });
});
