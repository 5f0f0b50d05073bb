import { describe, expect, test } from "vitest";
import type { TokenSet } from "../../../lib/domain/token-set.ts";
import { buildIntrospectionRequest, readIntrospection } from "../../../lib/oauth/introspection.ts";
import { readTokenResponse } from "../../../lib/oauth/token-response.ts";
import { buildUserinfoRequest, readUserinfo } from "../../../lib/oauth/userinfo.ts";
import { errorOf, formOf, headerOf, jwtOf, profileWith, replyOf, SECRETS } from "./fixtures.ts";

const ASKING = {
  introspectionUrl: "https://as.example.com/introspect",
  userinfoUrl: "https://as.example.com/me",
} as const;
const PROFILE = profileWith(ASKING);

function tokenSetOf(reply: Readonly<Record<string, unknown>>): TokenSet {
  return readTokenResponse(PROFILE, replyOf(reply));
}

describe("an introspection request", () => {
  test("is a form with token and hint, by POST, and the client proves itself (RFC 7662 §2.1)", () => {
    const request = buildIntrospectionRequest(PROFILE, SECRETS, tokenSetOf({ access_token: "t0ken" }));
    expect(request).toMatchObject({ method: "POST", url: ASKING.introspectionUrl });
    expect(formOf(request)).toEqual({ token: "t0ken", token_type_hint: "access_token" });
    expect(headerOf(request, "Authorization")).toBe(`Basic ${btoa("client-1:s3cr3t-of-the-client")}`);
    expect(request.secrets).toContain("t0ken");
  });

  test("puts id and secret into the body where the profile does", () => {
    const profile = profileWith({ ...ASKING, clientAuthentication: "body" });
    const request = buildIntrospectionRequest(profile, SECRETS, tokenSetOf({ access_token: "t" }));
    expect(formOf(request)).toMatchObject({ client_id: "client-1", client_secret: "s3cr3t-of-the-client" });
  });

  test("needs an address", async () => {
    const build = () => buildIntrospectionRequest(profileWith(), SECRETS, tokenSetOf({ access_token: "t" }));
    expect(await errorOf(build)).toEqual({ code: "invalid_field", field: "Introspection URL", problem: "required" });
  });
});

describe("an introspection reply", () => {
  test.each([
    [{ active: true, scope: "read" }, true],
    [{ active: false }, false],
    [{ active: "true" }, undefined],
    [{}, undefined],
  ])("%j says that the token is active: %s (RFC 7662 §2.2)", (reply, active) => {
    expect(readIntrospection(PROFILE, replyOf(reply), [])).toMatchObject({ active, signed: false });
  });

  test("keeps members that nobody knows, and masks tokens that it repeats", () => {
    const reply = replyOf({ active: true, token: "access-canary-1", note: "of access-canary-1", tenant: "acme" });
    const { answer } = readIntrospection(PROFILE, reply, ["access-canary-1"]);
    expect(JSON.parse(answer.text)).toMatchObject({ active: true, tenant: "acme" });
    expect(answer.text).not.toContain("access-canary");
  });

  test("may be a JWT, shown without its signature (RFC 9701 §5)", () => {
    const reply = replyOf(jwtOf({ iss: "https://as.example.com", token_introspection: { active: true } }));
    const read = readIntrospection(PROFILE, reply, []);
    expect(read).toMatchObject({ active: true, signed: true });
    expect(read.answer.text).not.toContain("c2lnbmF0dXJl");
  });

  test.each([
    [401, { error: "invalid_client" }, { code: "token_refused", status: 401, error: "invalid_client" }],
    [404, "<html>", { code: "http_status", status: 404 }],
    [200, "", { code: "reply_empty", status: 200 }],
    [200, "<html>", { code: "reply_unreadable", status: 200 }],
  ])("with status %i and %j is an error", async (status, body, error) => {
    expect(await errorOf(() => readIntrospection(PROFILE, replyOf(body, { status }), []))).toEqual(error);
  });
});

describe("a userinfo request", () => {
  test("is a GET with the access token as bearer token (OpenID Connect Core §5.3.1)", () => {
    const request = buildUserinfoRequest(PROFILE, SECRETS, tokenSetOf({ access_token: "t0ken" }));
    expect(request).toMatchObject({ method: "GET", url: ASKING.userinfoUrl, body: undefined });
    expect(headerOf(request, "Authorization")).toBe("Bearer t0ken");
    expect(request.secrets).toContain("t0ken");
  });

  test("sends the access token where the profile attaches the id token", () => {
    const profile = profileWith({ ...ASKING, tokenField: "id_token" });
    const reply = { access_token: "t0ken", id_token: jwtOf({ sub: "alice" }) };
    const request = buildUserinfoRequest(profile, SECRETS, readTokenResponse(profile, replyOf(reply)));
    expect(headerOf(request, "Authorization")).toBe("Bearer t0ken");
  });

  test.each([
    ["that no header can carry", { access_token: "t\r\nX: y" }],
    ["bound to a key (RFC 9449)", { access_token: "t0ken", token_type: "DPoP" }],
    ["that is no access token (RFC 8693 §2.2.1)", { access_token: "t0ken", token_type: "N_A" }],
  ])("is not made with a token %s", async (_, reply) => {
    const build = () => buildUserinfoRequest(PROFILE, SECRETS, tokenSetOf(reply));
    expect(await errorOf(build)).toMatchObject({ code: "token_not_attachable" });
  });
});

describe("a userinfo reply", () => {
  test.each([
    [jwtOf({ sub: "alice" }), "same"],
    [jwtOf({ sub: "mallory" }), "other"],
    [undefined, "unknown"],
  ])("is compared with the id token's subject (§5.3.2)", (idToken, subject) => {
    expect(readUserinfo(PROFILE, replyOf({ sub: "alice" }), idToken, [])).toMatchObject({ subject, signed: false });
  });

  test("may be a JWT", () => {
    const read = readUserinfo(PROFILE, replyOf(jwtOf({ sub: "alice", name: "Alice" })), undefined, []);
    expect(read.signed).toBe(true);
    expect(JSON.parse(read.answer.text)).toEqual({ sub: "alice", name: "Alice" });
  });
});
