import { describe, expect, test } from "vitest";
import { readAuthorizationResponse } from "../../../lib/oauth/authorization-response.ts";
import { errorOf, profileWith, REDIRECT_URI } from "./fixtures.ts";

const expected = { redirectUri: REDIRECT_URI, state: { name: "state", value: "st4te" } };
const withIssuer = profileWith({ issuer: "https://as.example.com" });
const read = (
  rest: string,
  profile = profileWith(),
  expectation: Parameters<typeof readAuthorizationResponse>[2] = expected,
) => readAuthorizationResponse(profile, `${REDIRECT_URI}${rest}`, expectation);

describe("an authorization response is read", () => {
  test("with its code", () => {
    expect(read("?code=c0de&state=st4te")).toEqual({ code: "c0de", callback: {} });
  });
  test("with unknown members kept, repeated ones too", () => {
    expect(read("?code=c&state=st4te&realmId=12&x=1&x=2&__proto__=p").callback).toEqual(
      Object.fromEntries([
        ["realmId", "12"],
        ["x", "1, 2"],
        ["__proto__", "p"],
      ]),
    );
  });
  test("with the code under another name", () => {
    const profile = profileWith({ codeField: "spapi_oauth_code" });
    expect(read("?spapi_oauth_code=c&state=st4te&selling_partner_id=S", profile)).toEqual({
      code: "c",
      callback: { selling_partner_id: "S" },
    });
  });
  test("with the issuer kept when there is none to compare it with", () => {
    expect(read("?code=c&state=st4te&iss=https%3A%2F%2Fas.example.com").callback).toEqual({
      iss: "https://as.example.com",
    });
  });
  test("with the right issuer", () => {
    expect(read("?code=c&state=st4te&iss=https%3A%2F%2Fas.example.com", withIssuer)).toEqual({
      code: "c",
      callback: {},
    });
  });
  test("without an issuer when the server never promised one", () => {
    expect(read("?code=c&state=st4te", withIssuer).code).toBe("c");
  });
  test("from the fragment when the tester asked for it there", () => {
    expect(read("#code=c&state=st4te").code).toBe("c");
  });
  test.each(["#_=_", "#", "#section"])("with the meaningless %s behind it", (end) => {
    expect(read(`?code=c&state=st4te${end}`)).toEqual({ code: "c", callback: {} });
  });
  test("without state when the tester excluded it", () => {
    const none = { redirectUri: REDIRECT_URI, state: undefined };
    expect(read("?code=c", profileWith(), none).code).toBe("c");
    expect(read("?code=c&state=whatever", profileWith(), none).code).toBe("c");
  });
  test("with the state under the name that it was sent as", async () => {
    const renamed = { redirectUri: REDIRECT_URI, state: { name: "client_state", value: "a" } };
    expect(read("?code=c&client_state=a", profileWith(), renamed)).toEqual({ code: "c", callback: {} });
    expect(await errorOf(() => read("?code=c&state=a", profileWith(), renamed))).toEqual({ code: "state_missing" });
  });
});

describe("an authorization response is refused", () => {
  test.each([
    ["another path", "https://abcdefgh.chromiumapp.org/cb/other?code=c&state=st4te"],
    ["a longer path", "https://abcdefgh.chromiumapp.org/cb/?code=c&state=st4te"],
    ["another host", "https://evil.chromiumapp.org/cb?code=c&state=st4te"],
    ["another scheme", "http://abcdefgh.chromiumapp.org/cb?code=c&state=st4te"],
    ["another port", "https://abcdefgh.chromiumapp.org:8443/cb?code=c&state=st4te"],
    ["a user name", "https://u@abcdefgh.chromiumapp.org/cb?code=c&state=st4te"],
    ["another case", "https://abcdefgh.chromiumapp.org/CB?code=c&state=st4te"],
    ["no URL", "nonsense"],
  ])("at %s", async (_, url) => {
    expect(await errorOf(() => readAuthorizationResponse(profileWith(), url, expected))).toEqual({
      code: "redirect_mismatch",
    });
  });
  test.each([
    ["?code=c", { code: "state_missing" }],
    ["?code=c&state=", { code: "state_missing" }],
    ["?code=c&state=other", { code: "state_mismatch" }],
    ["?code=c&state=ST4TE", { code: "state_mismatch" }],
    ["?code=c&state=st4te&state=st4te", { code: "response_parameter_repeated", field: "state" }],
    ["?code=c&code=d&state=st4te", { code: "response_parameter_repeated", field: "code" }],
    ["?code=c&state=st4te#state=st4te", { code: "response_parameter_repeated", field: "state" }],
    ["?error=a&error=b&state=st4te", { code: "response_parameter_repeated", field: "error" }],
    ["?iss=a&iss=a&code=c&state=st4te", { code: "response_parameter_repeated", field: "iss" }],
    ["?state=st4te", { code: "code_missing", field: "code" }],
    ["?code=&state=st4te", { code: "code_missing", field: "code" }],
    ["", { code: "state_missing" }],
    ["#access_token=t&token_type=bearer&state=st4te", { code: "token_in_fragment" }],
    ["?code=c&state=st4te#id_token=t", { code: "token_in_fragment" }],
    ["?error=access_denied&state=st4te", { code: "authorization_refused", error: "access_denied" }],
    [
      "?error=access_denied&error_description=The+user+said+no&state=st4te&code=c",
      { code: "authorization_refused", error: "access_denied", errorDescription: "The user said no" },
    ],
    ["#error=invalid_scope&state=st4te", { code: "authorization_refused", error: "invalid_scope" }],
    [
      "?error_code=200&error_message=Permissions+error&state=st4te",
      { code: "authorization_refused", error: "200", errorDescription: "Permissions error" },
    ],
  ])("for %s", async (rest, error) => {
    expect(await errorOf(() => read(rest))).toEqual(error);
  });
  test.each(["https://evil.test", "https://as.example.com/", "https://AS.example.com", ""])(
    "with the issuer %j, compared character by character (RFC 9207 §2.4)",
    async (issuer) => {
      const call = () => read(`?code=c&state=st4te&iss=${encodeURIComponent(issuer)}`, withIssuer);
      expect(await errorOf(call)).toEqual({
        code: "issuer_mismatch",
        expected: "https://as.example.com",
        ...(issuer === "" ? {} : { actual: issuer }),
      });
    },
  );
  test("with the issuer of another profile, even when its own is not known (RFC 9207 §4)", async () => {
    const among = { ...expected, foreignIssuers: ["https://evil.test", ""] };
    const call = () => read("?error=evil&state=st4te&iss=https%3A%2F%2Fevil.test", profileWith(), among);
    expect(await errorOf(call)).toEqual({ code: "issuer_mismatch", actual: "https://evil.test" });
    for (const iss of ["https://as.example.com", ""]) {
      const rest = `?code=c&state=st4te&iss=${encodeURIComponent(iss)}`;
      expect(read(rest, profileWith(), among).callback).toEqual({ iss });
    }
  });
  test("but not with its own issuer, which another profile may share", () => {
    const among = { ...expected, foreignIssuers: ["https://as.example.com"] };
    expect(read("?code=c&state=st4te&iss=https%3A%2F%2Fas.example.com", withIssuer, among).code).toBe("c");
  });
  test("without the issuer that the server promises", async () => {
    const profile = profileWith({ issuer: "https://as.example.com", issuerInResponse: true });
    expect(await errorOf(() => read("?code=c&state=st4te", profile))).toEqual({
      code: "issuer_missing",
      expected: "https://as.example.com",
    });
  });
  test("without believing its error when state or issuer is wrong (RFC 9207 §2.4)", async () => {
    expect(await errorOf(() => read("?error=evil_text&error_description=evil&state=x"))).toEqual({
      code: "state_mismatch",
    });
    expect(await errorOf(() => read("?error=evil_text"))).toEqual({ code: "state_missing" });
    expect(await errorOf(() => read("?error=evil_text&state=st4te&iss=https%3A%2F%2Fevil.test", withIssuer))).toEqual({
      code: "issuer_mismatch",
      expected: "https://as.example.com",
      actual: "https://evil.test",
    });
  });
  test("with hostile text cut to 500 characters on one line", async () => {
    const text = encodeURIComponent(`<img onerror=x>\r\n\u0000\u202E${"x".repeat(1_000_000)}`);
    const { errorDescription = "" } = await errorOf(() => read(`?error=e&error_description=${text}&state=st4te`));
    expect(errorDescription).toMatch(/^<img onerror=x> x+…$/u);
    expect(errorDescription).toHaveLength(500);
  });
});
