import { describe, expect, test } from "vitest";
import { summarizeTokenSet, type TokenSet } from "../../../lib/domain/token-set.ts";
import type { HttpReply } from "../../../lib/oauth/http.ts";
import { buildTokenRequest } from "../../../lib/oauth/token-request.ts";
import { readTokenResponse } from "../../../lib/oauth/token-response.ts";
import { errorOf, jwtOf, profileWith, replyOf, SENT_AT_MS } from "./fixtures.ts";

const read = (body: unknown, changes: Parameters<typeof profileWith>[0] = {}, reply: Partial<HttpReply> = {}) =>
  readTokenResponse(profileWith(changes), replyOf(body, reply));
const refusal = (body: unknown, reply: Partial<HttpReply> = {}) => errorOf(() => read(body, {}, reply));

describe("a token reply", () => {
  test("of RFC 6749 §5.1 is read whole", () => {
    const body = {
      access_token: "2YotnFZFEjr1zCsicMWpAA",
      token_type: "example",
      expires_in: 3600,
      refresh_token: "tGzv3JOkF0XG5Qx2TlKWIA",
      example_parameter: "example_value",
    };
    const tokenSet: TokenSet = {
      accessToken: "2YotnFZFEjr1zCsicMWpAA",
      tokenType: "example",
      refreshToken: "tGzv3JOkF0XG5Qx2TlKWIA",
      idToken: undefined,
      scope: undefined,
      obtainedAtMs: SENT_AT_MS,
      expiresAtMs: SENT_AT_MS + 3_600_000,
      expirySource: "reply",
      reply: body,
      callback: {},
      issuedBy: "client-1 at https://as.example.com/token",
    };
    expect(read(body)).toEqual(tokenSet);
  });
  test.each([
    ["labelled text/html", [["content-type", "text/html"]]],
    ["without a label", []],
    ["labelled as a form", [["content-type", "application/x-www-form-urlencoded"]]],
  ] as const)("in JSON is read %s", (_, headers) => {
    expect(read({ access_token: "t" }, {}, { headers }).accessToken).toBe("t");
  });
  test("that repeats a token as type or scope does not bring it into what is known without decrypting", () => {
    const tokens = {
      access_token: "access-canary",
      refresh_token: "refresh-canary",
      id_token: jwtOf({ sub: "canary" }),
    };
    const { access_token: access, refresh_token: refresh, id_token: id } = tokens;
    const tokenSet = read({ ...tokens, token_type: `x ${refresh}`, scope: `read ${access} ${id}` });
    const summary = JSON.stringify(summarizeTokenSet(tokenSet));
    expect(summary).toContain("read ");
    expect(summary).not.toMatch(/canary|eyJ/u);
  });
  test("as a form is read, even labelled JSON", () => {
    const body = "access_token=gho_1+2&scope=repo%2Cgist&token_type=bearer&expires_in=28800\n";
    expect(read(body, {}, { headers: [["content-type", "application/json"]] })).toMatchObject({
      accessToken: "gho_1 2",
      scope: "repo,gist",
      tokenType: "bearer",
      expiresAtMs: SENT_AT_MS + 28_800_000,
    });
  });
  test.each([200, 201, 202, 299])("with status %i is read", (status) => {
    expect(read({ access_token: "t" }, {}, { status }).accessToken).toBe("t");
  });
  test("is read whatever white space surrounds it, and with a WWW-Authenticate beside success", () => {
    const headers = [["www-authenticate", 'Bearer error="x"']] as const;
    expect(read(' \n{"access_token":"t"}\r\n', {}, { headers }).accessToken).toBe("t");
  });
  test.each([
    ["authed_user.access_token", { ok: true, authed_user: { access_token: "t", token_type: "user" } }],
    ["data.tokens.1.value", { data: { tokens: [{}, { value: "t" }] } }],
    ["data.tokens[1].value", { data: { tokens: [{}, { value: "t" }] } }],
    ["urn:a.b.token", { "urn:a.b.token": "t" }],
    ["x.urn:a.b.token", { x: { "urn:a.b": { token: "t" } } }],
    ["0.access_token", [{ access_token: "t" }]],
    ["id_token", { access_token: "other", id_token: "t" }],
  ])("has its token at %s", (tokenField, body) => {
    expect(read(body, { tokenField }).accessToken).toBe("t");
  });
  test("takes what belongs to a nested token from beside it", () => {
    const body = {
      ok: true,
      access_token: "bot",
      refresh_token: "bot-refresh",
      expires_in: 10,
      authed_user: { access_token: "user", refresh_token: "user-refresh", expires_in: 43_200, scope: "chat" },
    };
    expect(read(body, { tokenField: "authed_user.access_token" })).toMatchObject({
      accessToken: "user",
      refreshToken: "user-refresh",
      scope: "chat",
      expiresAtMs: SENT_AT_MS + 43_200_000,
    });
  });
  test("never takes another token's refresh token for its own", () => {
    const body = { access_token: "bot", refresh_token: "bot-refresh", authed_user: { access_token: "user" } };
    expect(read(body, { tokenField: "authed_user.access_token" }).refreshToken).toBeUndefined();
  });
  test("gives a nested token what stands at the top when no other token is there", () => {
    const body = { data: { token: "t" }, refresh_token: "r", expires_in: 60 };
    expect(read(body, { tokenField: "data.token" })).toMatchObject({ refreshToken: "r", expirySource: "reply" });
  });
  test("in camel case is read", () => {
    const body = { accessToken: "t", refreshToken: "r", expiresIn: 60, tokenType: "Bearer", idToken: "i" };
    expect(read(body, { tokenField: "accessToken" })).toMatchObject({
      refreshToken: "r",
      tokenType: "Bearer",
      idToken: "i",
      expiresAtMs: SENT_AT_MS + 60_000,
    });
  });
  test.each([
    [{}, undefined],
    [{ token_type: "" }, undefined],
    [{ token_type: null }, undefined],
    [{ token_type: 1 }, undefined],
    [{ token_type: "BEARER " }, "BEARER"],
    [{ token_type: "MAC" }, "MAC"],
  ])("with %j has the token type %s", (members, tokenType) => {
    expect(read({ access_token: "t", ...members }).tokenType).toBe(tokenType);
  });
  test.each([
    ["a b", "a b"],
    [["a", "b"], "a b"],
    ["", undefined],
    [null, undefined],
    [[], undefined],
    [["a", 1, null, "b"], "a b"],
    [{ a: 1 }, undefined],
  ])("with the scope %j has the scope %s", (scope, read_) => {
    expect(read({ access_token: "t", scope }).scope).toBe(read_);
  });
  test("with members named like what every object has stays harmless", () => {
    const tokenSet = read(
      '{"access_token":"t","__proto__":{"refresh_token":"evil"},"constructor":1,"hasOwnProperty":0}',
    );
    expect(tokenSet.refreshToken).toBeUndefined();
    expect(Object.keys(tokenSet.reply)).toContain("__proto__");
    expect(({} as Record<string, unknown>)["refresh_token"]).toBeUndefined();
  });
});

describe("expiry", () => {
  const jwt = jwtOf({ exp: SENT_AT_MS / 1000 + 120 });
  test("of an ID token that is attached is its own: expires_in speaks of the access token", () => {
    const reply = { access_token: "a", id_token: jwt, expires_in: 3600 };
    const expected = { accessToken: jwt, expiresAtMs: SENT_AT_MS + 120_000, expirySource: "jwt" };
    expect(read(reply, { tokenField: "id_token" })).toMatchObject(expected);
    expect(read({ ...reply, id_token: "opaque" }, { tokenField: "id_token" })).toMatchObject({ expirySource: "reply" });
    expect(read(reply)).toMatchObject({ accessToken: "a", expirySource: "reply" });
  });
  const TEN_YEARS_MS = 315_360_000_000;
  test.each([
    [3600, 3_600_000],
    ["3600", 3_600_000],
    [" 3600 ", 3_600_000],
    [0.5, 500],
    [1e99, TEN_YEARS_MS],
    ["99999999999999999999", TEN_YEARS_MS],
  ])("of expires_in %j is %i ms after the request was sent", (expires_in, ms) => {
    expect(read({ access_token: jwt, expires_in })).toMatchObject({
      expiresAtMs: SENT_AT_MS + ms,
      expirySource: "reply",
    });
  });
  test("of 1e400, which JSON reads as infinity, is clamped", () => {
    expect(read('{"access_token":"t","expires_in":1e400}').expiresAtMs).toBe(SENT_AT_MS + TEN_YEARS_MS);
  });
  test.each([undefined, null, "", 0, -1, "-1", "soon", "3600abc", true, [], {}])(
    "of expires_in %j is the JWT's own",
    (expires_in) => {
      expect(read({ access_token: jwt, expires_in }, { lifetimeSeconds: 5 })).toMatchObject({
        expiresAtMs: SENT_AT_MS + 120_000,
        expirySource: "jwt",
      });
    },
  );
  test("is in milliseconds when the profile says so", () => {
    expect(read({ access_token: "t", expires_in: "60000" }, { expiresInUnit: "milliseconds" }).expiresAtMs).toBe(
      SENT_AT_MS + 60_000,
    );
  });
  test.each(["opaque", "a.b.c", `${"a".repeat(9)}.!!!.c`, jwtOf({ exp: "soon" }), jwtOf({ exp: -1 }), jwtOf({})])(
    "of the token %s is the profile's",
    (access_token) => {
      expect(read({ access_token }, { lifetimeSeconds: 60 })).toMatchObject({
        expiresAtMs: SENT_AT_MS + 60_000,
        expirySource: "profile",
      });
    },
  );
  test("is unknown when nobody says", () => {
    expect(read({ access_token: "t" })).toMatchObject({ expiresAtMs: undefined, expirySource: "unknown" });
  });
});

describe("a refresh reply", () => {
  const previous = readTokenResponse(
    profileWith(),
    replyOf({ access_token: "old", refresh_token: "r1", scope: "a b", expires_in: 60 }),
    { callback: { realmId: "12" } },
  );
  test.each([{}, { refresh_token: null }, { refresh_token: "" }])("with %j keeps the refresh token", (members) => {
    const tokenSet = readTokenResponse(profileWith(), replyOf({ access_token: "new", ...members }), { previous });
    expect(tokenSet).toMatchObject({
      accessToken: "new",
      refreshToken: "r1",
      scope: "a b",
      callback: { realmId: "12" },
    });
    expect(tokenSet.expiresAtMs).toBeUndefined();
  });
  test("with a new refresh token forgets the old one", () => {
    const body = { access_token: "new", refresh_token: "r2", scope: "a" };
    expect(readTokenResponse(profileWith(), replyOf(body), { previous })).toMatchObject({
      refreshToken: "r2",
      scope: "a",
    });
  });
});

describe("an error wins over HTTP 200", () => {
  test.each([
    [
      "error=bad_verification_code&error_description=The+code+passed+is+incorrect.",
      "bad_verification_code",
      "The code passed is incorrect.",
    ],
    [{ error: "invalid_grant" }, "invalid_grant", undefined],
    [{ error: "invalid_grant", access_token: "t" }, "invalid_grant", undefined],
    [{ ok: false, error: "invalid_code" }, "invalid_code", undefined],
    [{ ok: false }, "not ok", undefined],
    [{ success: false, message: "No such client" }, "not ok", "No such client"],
    [{ error: { code: 190, type: "OAuthException", message: "Invalid code" } }, "190", "Invalid code"],
    [{ error: { message: "Nope" } }, undefined, "Nope"],
    [{ error: true, message: "Nope" }, undefined, "Nope"],
    [{ status: 400, message: "invalid client" }, "400", "invalid client"],
    [{ status: "error", message: "x" }, "error", "x"],
    [{ errors: [{ errorType: "invalid_client", message: "Bad" }], success: false }, "invalid_client", "Bad"],
    [{ errors: ["Bad thing"] }, "Bad thing", undefined],
    [{ errors: { client_id: ["is unknown"] } }, "client_id", "is unknown"],
    [{ errcode: 40029, errmsg: "invalid code" }, "40029", "invalid code"],
    [{ error_code: "E1", error_message: "m" }, "E1", "m"],
    [{ errorCode: "invalid_client", errorSummary: "x" }, "invalid_client", undefined],
    [[{ errorCode: "INVALID_LOGIN", message: "m" }], "INVALID_LOGIN", "m"],
    [{ code: 40001, msg: "bad secret" }, "40001", "bad secret"],
    [{ code: 400, error_type: "OAuthException", error_message: "m" }, "OAuthException", "m"],
    [{ data: { error_code: 10007, description: "expired" }, message: "error" }, "10007", "expired"],
    [{ response: { result: { error: "invalid_grant" } } }, "invalid_grant", undefined],
    [
      { fault: { faultstring: "Invalid client", detail: { errorcode: "oauth.InvalidClient" } } },
      "oauth.InvalidClient",
      "Invalid client",
    ],
  ])("%j", async (body, error, errorDescription) => {
    expect(await refusal(body)).toEqual({
      code: "token_refused",
      status: 200,
      ...(error === undefined ? {} : { error }),
      ...(errorDescription === undefined ? {} : { errorDescription }),
    });
  });
  test.each([
    { error: null },
    { error: "" },
    { error: false },
    { error: 0 },
    { error: [] },
    { error: {} },
    { errors: [] },
    { errors: null },
    { error_code: 0 },
    { errcode: 0, errmsg: "ok" },
    { error_description: "" },
    { ok: true },
    { success: "true" },
    { status: 200, message: "OK" },
    { status: "success" },
    { code: 0, msg: "success" },
    { code: 400, message: "odd, but there is a token" },
    { message: "Welcome" },
  ])("but %j beside a token is none", (members) => {
    expect(read({ access_token: "t", ...members }).accessToken).toBe("t");
  });
});

describe("a reply without a token", () => {
  test("is named with the field where it was looked for", async () => {
    expect(await refusal({ token_type: "bearer" })).toEqual({
      code: "token_missing",
      field: "access_token",
      status: 200,
    });
    expect(await refusal({ access_token: "" })).toMatchObject({ code: "token_missing" });
    expect(await refusal({ access_token: null })).toMatchObject({ code: "token_missing" });
    expect(await refusal({ access_token: { a: 1 } })).toMatchObject({ code: "token_missing" });
    expect(await refusal("a=b")).toMatchObject({ code: "token_missing" });
  });
  test.each(["constructor.name", "__proto__.constructor.name", "toString.name"])(
    "has none among what every object inherits: %s",
    async (tokenField) => {
      expect(await errorOf(() => read({}, { tokenField }))).toMatchObject({ code: "token_missing" });
    },
  );
  test.each(["", "  \n"])("and with nothing at all is empty: %j", async (body) => {
    expect(await refusal(body)).toEqual({ code: "reply_empty", status: 200 });
  });
  test.each([
    "<!doctype html><title>502</title>",
    '{"access_token":"half-a-',
    '"just a string"',
    "42",
    "null",
    "not a form at all",
    `${"[".repeat(200)}${"]".repeat(200)}`,
    "[".repeat(100_000),
  ])("that is neither JSON nor a form is unreadable: %.30s", async (body) => {
    expect(await refusal(body)).toEqual({ code: "reply_unreadable", status: 200 });
  });
});

describe("an HTTP error", () => {
  test.each([
    [
      { error: "invalid_client", error_description: "d" },
      { code: "token_refused", error: "invalid_client", errorDescription: "d" },
    ],
    [{ message: "Bad credentials" }, { code: "token_refused", errorDescription: "Bad credentials" }],
    [
      { type: "about:blank", title: "Unauthorized", detail: "No" },
      { code: "token_refused", error: "about:blank", errorDescription: "No" },
    ],
    ["<html>", { code: "http_status" }],
    ["", { code: "http_status" }],
    [{}, { code: "http_status" }],
    [{ access_token: "t" }, { code: "http_status" }],
  ])("with the body %j", async (body, error) => {
    expect(await refusal(body, { status: 401 })).toEqual({ ...error, status: 401 });
  });
  test("without a readable body takes its reason from WWW-Authenticate (RFC 6750 §3)", async () => {
    const headers = [
      ["WWW-Authenticate", 'Bearer realm="a, b", error="invalid_client", error_description="Say \\"x\\""'],
    ] as const;
    expect(await refusal("", { status: 400, headers })).toEqual({
      code: "token_refused",
      status: 400,
      error: "invalid_client",
      errorDescription: 'Say "x"',
    });
    expect(await refusal({ error: "body_wins" }, { status: 400, headers })).toMatchObject({ error: "body_wins" });
    expect(await refusal("", { status: 401, headers: [["www-authenticate", 'Basic realm="error"']] })).toEqual({
      code: "http_status",
      status: 401,
    });
  });
  test.each([
    ["120", SENT_AT_MS + 250 + 120_000],
    ["Wed, 15 Nov 2023 00:00:00 GMT", Date.UTC(2023, 10, 15)],
    ["99999999", SENT_AT_MS + 250 + 86_400_000],
    ["Tue, 01 Jan 2019 00:00:00 GMT", undefined],
    ["-5", undefined],
    ["soon", undefined],
  ])("429 with Retry-After %j asks for a pause, counted from now", async (retryAfter, retryAtMs) => {
    expect(await refusal("", { status: 429, headers: [["retry-after", retryAfter]] })).toEqual({
      code: "retry_later",
      status: 429,
      ...(retryAtMs === undefined ? {} : { retryAtMs }),
    });
  });
  test("503 asks for a pause, with the server's reason", async () => {
    expect(await refusal({ error: "temporarily_unavailable" }, { status: 503 })).toEqual({
      code: "retry_later",
      status: 503,
      error: "temporarily_unavailable",
    });
  });
  test("never repeats the Authorization header that the server repeats", async () => {
    const { headers, secrets } = buildTokenRequest(
      profileWith({ grantType: "client_credentials" }),
      { clientSecret: "s3cr3t" },
      { grantType: "client_credentials" },
    );
    const sent = headers.find(([name]) => name === "Authorization")?.[1] ?? "";
    expect(
      await refusal({ error: "e", error_description: `bad header ${sent}` }, { status: 401, secrets }),
    ).toMatchObject({ errorDescription: "bad header Basic ••••" });
  });
  test("never repeats a secret that the server repeats", async () => {
    const body = { error: "invalid_client", error_description: "Wrong secret: s3cr3t-of-the-client" };
    expect(await refusal(body, { status: 401, secrets: ["s3cr3t-of-the-client"] })).toMatchObject({
      errorDescription: "Wrong secret: ••••ient",
    });
    const code = { error: "s3cr3t-of-the-client" };
    expect(await refusal(code, { status: 401, secrets: ["s3cr3t-of-the-client"] })).toMatchObject({
      error: "••••ient",
    });
  });
});
