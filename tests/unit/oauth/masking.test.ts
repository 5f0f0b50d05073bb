import { describe, expect, test } from "vitest";
import { AppError } from "../../../lib/domain/errors.ts";
import { formatTrace } from "../../../lib/domain/trace.ts";
import { readAuthorizationResponse } from "../../../lib/oauth/authorization-response.ts";
import { maskValue } from "../../../lib/oauth/mask.ts";
import { traceRedirect, traceReply, traceRequest } from "../../../lib/oauth/masking.ts";
import { getServerText } from "../../../lib/oauth/server-text.ts";
import { buildTokenRequest } from "../../../lib/oauth/token-request.ts";
import { readTokenResponse } from "../../../lib/oauth/token-response.ts";
import { jwtOf, profileWith, REDIRECT_URI, replyOf, SENT_AT_MS } from "./fixtures.ts";

const SECRET = "p@ss wörd/+%12";
const grant = {
  grantType: "authorization_code",
  code: "the-code-0123456789",
  codeVerifier: "verifier-0123456789-0123456789-0123456789-abcd",
  redirectUri: REDIRECT_URI,
} as const;

function traced(body: unknown, changes: Parameters<typeof replyOf>[1] = {}): string {
  const response = traceReply(replyOf(body, changes), profileWith({ tokenField: "data.key" }));
  return response.kind === "reply" ? response.body : "";
}

test.each([
  ["", "••••"],
  ["12345678901", "••••"],
  ["123456789012", "••••9012"],
])("the value %j is shown as %s", (value, shown) => {
  expect(maskValue(value)).toBe(shown);
});

describe("a traced request", () => {
  test("in a form hides secret, code and verifier, and nothing else", () => {
    const profile = profileWith({ clientAuthentication: "body" });
    expect(traceRequest(buildTokenRequest(profile, { clientSecret: SECRET }, grant))).toEqual({
      method: "POST",
      url: "https://as.example.com/token",
      headers: [
        ["Accept", "application/json"],
        ["Content-Type", "application/x-www-form-urlencoded"],
      ],
      body:
        "grant_type=authorization_code&code=••••6789&redirect_uri=https%3A%2F%2Fabcdefgh.chromiumapp.org%2Fcb" +
        "&code_verifier=••••abcd&client_id=client-1&client_secret=••••+%12",
    });
  });
  test("in JSON and in a query hides them too", () => {
    const base = { clientAuthentication: "body", tokenRequestFormat: "json" } as const;
    const json = traceRequest(buildTokenRequest(profileWith(base), { clientSecret: 'a"b\\c' }, grant));
    expect(json.body).toContain('"client_secret":"••••"');
    expect(json.body).toContain('"code":"••••6789"');
    const get = profileWith({ ...base, tokenRequestMethod: "GET" });
    const { url } = traceRequest(buildTokenRequest(get, { clientSecret: SECRET }, grant));
    expect(url).toMatch(/&code=••••6789&.*&client_secret=••••\+%12$/u);
  });
  test("hides Basic credentials whole", () => {
    const { headers } = traceRequest(buildTokenRequest(profileWith(), { clientSecret: SECRET }, grant));
    expect(headers).toContainEqual(["Authorization", "Basic ••••"]);
  });
  test("leaves names alone when the secret is a name", () => {
    const profile = profileWith({ clientAuthentication: "body" });
    const { body } = traceRequest(buildTokenRequest(profile, { clientSecret: "secret" }, grant));
    expect(body).toMatch(/&client_id=client-1&client_secret=••••$/u);
  });
  test("hides a secret that the tester put into path or bare query", () => {
    const profile = profileWith({ tokenUrl: "https://as.example.com/{{client_secret}}/t?{{client_secret}}" });
    const { url } = traceRequest(buildTokenRequest(profile, { clientSecret: SECRET }, grant));
    expect(url).toBe("https://as.example.com/••••+%12/t?••••+%12");
  });
});

describe("a traced reply", () => {
  test.each([
    ['{"access_token": "0123456789abcdef", "expires_in": 5}', '{"access_token": "••••cdef", "expires_in": 5}'],
    ['{"a":{"b":[{"refreshToken":"short"}]}}', '{"a":{"b":[{"refreshToken":"••••"}]}}'],
    ['{"id_token":null,"token_type":"bearer","token":""}', '{"id_token":null,"token_type":"bearer","token":""}'],
    ['{"tokens":["one","two"],"next":"shown"}', '{"tokens":["••••","••••"],"next":"shown"}'],
    ['{"token":{"value":"hidden","n":1},"next":"shown"}', '{"token":{"value":"••••","n":••••},"next":"shown"}'],
    ['{"token":{"a":{"b":["hidden"]}},"next":"shown"}', '{"token":{"a":{"b":["••••"]}},"next":"shown"}'],
    ['{"access_token":"repeated-1234","legacy":"repeated-1234"}', '{"access_token":"••••1234","legacy":"••••1234"}'],
    ['{"data":{"key":"hidden"},"other":"shown"}', '{"data":{"key":"••••"},"other":"shown"}'],
    ['{"access_token":"half-a-', '{"access_token":"••••"'],
    ['{"message":"said \\"s3cr3t\\" again","s3cr3t":1}', '{"message":"said \\"••••\\" again","••••":1}'],
    ['{"echo":"s3cr3t"}', '{"echo":"••••"}'],
    ["access_token=0123456789abcdef&scope=a&refresh_token=r", "access_token=••••cdef&scope=a&refresh_token=••••"],
  ])("%s is shown as %s", (body, shown) => {
    expect(traced(body, { secrets: ["s3cr3t"] })).toBe(shown);
  });
  test.each([
    ["<p>Wrong secret s3cr3t, see ?access_token=abc</p>", "<p>Wrong secret ••••, see ?access_token=••••</p>"],
    ['<input value="0123456789abcdef0123456789abcdef">', '<input value="••••cdef">'],
  ])("that failed, %s is shown as %s", (body, shown) => {
    expect(traced(body, { status: 400, secrets: ["s3cr3t"] })).toBe(shown);
  });
  test.each([
    ["result.0", '{"result":["opaque-token-abc123xyz"],"b":["shown"]}', '{"result":["••••3xyz"],"b":["shown"]}'],
    ["result[0]", '{"result":["short","shown"]}', '{"result":["••••","shown"]}'],
    ["0", '["opaque-token-abc123xyz","shown"]', '["••••3xyz","shown"]'],
    ["0", '["\\u0073hort", "shorter"]', '["••••", "shorter"]'],
    ["0", "0=a+b&c=d", "0=••••&c=d"],
    ["data.urn:a.sid", '{"data":{"urn:a.sid":"opaque-token-abc123xyz"}}', '{"data":{"urn:a.sid":"••••3xyz"}}'],
    ["result.0", '{"result":["opaque-token-abc123xyz"', '{"result":["••••3xyz"'],
  ])("hides the token at %s in %s", (tokenField, body, shown) => {
    expect(traceReply(replyOf(body), profileWith({ tokenField }))).toMatchObject({ body: shown });
  });
  test.each([
    [')]}\'\n{"access_token":"s3cr3tTok123"}', ')]}\'\n{"access_token":"••••k123"}'],
    [
      'callback({"access_token":"s3cr3tTok123","expires_in":5});',
      'callback({"access_token":"••••k123","expires_in":••••});',
    ],
    ['while(1);{"data":{"key":"s3cr3tTok123"}}', 'while(1);{"data":{"key":"••••"}}'],
    ["{access_token: 's3cr3tTok123'}", "{access_token: ••••}"],
    ["{} access_token=s3cr3tTok123", "{} ••••"],
  ])("that succeeded but is broken, %j is shown as %j", (body, shown) => {
    const [before] = shown.split("••••");
    const response = traced(body);
    expect(response).not.toContain("s3cr3t");
    expect(response.startsWith(before ?? "")).toBe(true);
  });
  test.each([
    "<access_token>s3cr3tTok.en/123</access_token>",
    "<a>{}</a><access_token>s3cr3tTok.en/123</access_token>",
    's3cr3tTok.en/123 {"a":1}',
    '"s3cr3tTok.en/123"',
    "s3cr3tTok.en/123",
  ])("that succeeded but cannot be read is left out: %s", (body) => {
    expect(traced(body)).toBe(`left out: ${body.length} characters that could not be read, which may hold a token`);
  });
  test("hides the credentials of Basic whole, with and without their padding", () => {
    const { secrets } = buildTokenRequest(profileWith(), { clientSecret: "s3cr3t1" }, grant);
    const credentials = secrets.at(-1)?.replace("Basic ", "") ?? "";
    expect(credentials).toMatch(/=$/u);
    for (const echo of [credentials, credentials.replaceAll("=", "")]) {
      expect(traced({ error_description: `bad header Basic ${echo}!` }, { status: 401, secrets })).toMatch(
        /"bad header Basic ••••!"/u,
      );
    }
  });
  test("hides a long secret, its beginning, and nothing that only begins a little like it", () => {
    const secret = `${"ab".repeat(100)}-end`;
    const other = "ab".repeat(20);
    const said = { whole: `<${secret}>`, half: `<${secret.slice(0, 150)}>`, other };
    expect(traced(said, { secrets: [secret] })).toBe(`{"whole":"<••••-end>","half":"<••••-end>","other":"${other}"}`);
  });
  test("hides the longer of two secrets that begin alike", () => {
    expect(traced({ said: "abc and abcdef" }, { secrets: ["abc", "abcdef"] })).toBe('{"said":"•••• and ••••"}');
  });
  test("hides a JWT wherever it stands", () => {
    const jwt = jwtOf({ sub: "1" });
    for (const body of [{ a: [jwt] }, `x=${jwt}`, `<b>${jwt}</b>`, jwt]) {
      expect(traced(body)).not.toContain(jwt.slice(-8));
    }
  });
  test("hides cookies and tokens in headers, and codes in a location", () => {
    const headers = [
      ["Set-Cookie", "session=abcdef0123456789"],
      ["X-Auth-Token", "abc"],
      ["Location", "https://x.example/?access_token=abc&a=b"],
      ["WWW-Authenticate", 'Bearer error="s3cr3t"'],
      ["Content-Type", "application/json; charset=utf-8"],
    ] as const;
    const response = traceReply(replyOf("{}", { headers, secrets: ["s3cr3t"] }), profileWith());
    expect(response).toMatchObject({
      headers: [
        ["Set-Cookie", "••••"],
        ["X-Auth-Token", "••••"],
        ["Location", "https://x.example/?access_token=••••&a=b"],
        ["WWW-Authenticate", 'Bearer error="••••"'],
        ["Content-Type", "application/json; charset=utf-8"],
      ],
    });
  });
  test("is cut after it was masked", () => {
    const response = traceReply(replyOf({ pad: "x".repeat(32_750), access_token: "0123456789abcdef" }), profileWith());
    expect(response).toMatchObject({ shortened: true });
    expect(response.kind === "reply" && response.body.length).toBe(32_768);
    expect(JSON.stringify(response)).not.toContain("0123");
  });
  test.each(['{"a":"' + "\\\\".repeat(500_000), "a=".repeat(500_000), '"a":'.repeat(250_000), "{ ".repeat(500_000)])(
    "of a megabyte of %.6s is masked quickly",
    (body) => {
      const start = performance.now();
      traced(body, { secrets: ["s3cr3t"] });
      expect(performance.now() - start).toBeLessThan(3000);
    },
  );
});

/** What takes hours where the time grows with the square of the length. */
const MEBIBYTE = 1_048_576;
const PIECES = [
  "a",
  "eyJ-",
  "eyJaaaaaaaa.",
  "a=",
  '"',
  "{",
  "[",
  "&",
  "%",
  " ",
  "=",
  "\\",
  "a b=",
  "?#",
  "_",
  "<",
  "1",
];

describe.each(PIECES)("a mebibyte of %j", { timeout: 10_000 }, (piece) => {
  const text = piece.repeat(MEBIBYTE / piece.length);
  const profile = profileWith({ codeField: "a" });

  test("in a reply is traced", () => {
    for (const status of [200, 400]) {
      for (const body of [text, `<p>${text}`, JSON.stringify({ access_token: text, said: text }), `x ${text}`]) {
        const response = traceReply(
          replyOf(body, {
            status,
            headers: [
              ["X-A", text],
              ["Location", text],
            ],
          }),
          profile,
        );
        expect(response.kind === "reply" && response.body.length).toBeLessThanOrEqual(32_768);
      }
    }
  });
  test("in a redirect is traced", () => {
    for (const before of ["?", "#", "/", "?a="]) {
      expect(JSON.stringify(traceRedirect(`${REDIRECT_URI}${before}${text}`, profile)).length).toBeLessThan(70_000);
    }
  });
  test("is cut for an error, also where a secret that the server chose is like it", () => {
    const nearly = `${text.slice(0, 500_000)}!`;
    expect(getServerText(text, [nearly, `Basic ${nearly}`])?.length ?? 0).toBeLessThanOrEqual(500);
    traced({ said: text }, { status: 400, secrets: [nearly] });
  });
  test("in a reply is read", async () => {
    for (const body of [text, JSON.stringify({ error: text, message: text }), JSON.stringify({ access_token: text })]) {
      const headers = [["WWW-Authenticate", `Bearer error="${text}`]] as const;
      for (const status of [200, 401]) {
        await Promise.resolve(replyOf(body, { status, headers }))
          .then((reply) => readTokenResponse(profile, reply))
          .catch((thrown: unknown) => expect(thrown).toBeInstanceOf(AppError));
      }
    }
  });
  test("in an authorization response is read", async () => {
    const expected = { redirectUri: REDIRECT_URI, state: undefined };
    for (const rest of [`?${text}`, `#${text}`, `?error=e&error_description=${text}`, `?code=c&iss=${text}`]) {
      await Promise.resolve(`${REDIRECT_URI}${rest}`)
        .then((url) => readAuthorizationResponse(profileWith({ issuer: "https://a.example" }), url, expected))
        .catch((thrown: unknown) => expect(thrown).toBeInstanceOf(AppError));
    }
  });
});

test("an authorization response of very many members is read", { timeout: 10_000 }, () => {
  const members = Array.from({ length: 100_000 }, (_, index) => `m${index}`);
  const expected = { redirectUri: REDIRECT_URI, state: undefined };
  const { callback } = readAuthorizationResponse(
    profileWith(),
    `${REDIRECT_URI}?code=c&${members.join("&")}`,
    expected,
  );
  expect(Object.keys(callback)).toHaveLength(100_000);
});

describe("a traced authorization response", () => {
  test.each([
    ["?code=0123456789abcdef&state=s&realmId=1", "?code=••••cdef&state=s&realmId=1"],
    ["?spapi_oauth_code=0123456789abcdef", "?spapi_oauth_code=••••cdef"],
    ["#access_token=0123456789abcdef&id_token=x", "#access_token=••••cdef&id_token=••••"],
    ["?error=access_denied&error_description=No", "?error=access_denied&error_description=No"],
  ])("%s is shown as %s", (rest, shown) => {
    const profile = profileWith({ codeField: "spapi_oauth_code" });
    expect(traceRedirect(`${REDIRECT_URI}${rest}`, profile)).toEqual({
      kind: "redirect",
      url: `${REDIRECT_URI}${shown}`,
    });
  });
});

test("a trace is copied as text", () => {
  const request = traceRequest(buildTokenRequest(profileWith({ clientAuthentication: "none" }), {}, grant));
  const text = formatTrace({
    id: "t1",
    profileId: "p1",
    kind: "token",
    startedAtMs: SENT_AT_MS,
    durationMs: 12.4,
    request,
    response: traceReply(replyOf({ error: "x" }, { status: 400, headers: [["a", "b"]] }), profileWith()),
    error: { code: "token_refused", error: "x", status: 400 },
  });
  expect(text.split("\n")).toEqual([
    "# token request, 2023-11-14T22:13:20.000Z, 12 ms",
    "POST https://as.example.com/token",
    "Accept: application/json",
    "Content-Type: application/x-www-form-urlencoded",
    "",
    expect.stringMatching(/^grant_type=authorization_code&code=••••6789&/u),
    "",
    "# response 400",
    "a: b",
    "",
    '{"error":"x"}',
    "",
    '# error {"code":"token_refused","error":"x","status":400}',
    "",
  ]);
});
