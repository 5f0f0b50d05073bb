import { describe, expect, test } from "vitest";
import { getClientAuthenticator } from "../../../lib/oauth/client-authentication.ts";
import { errorOf, profileWith } from "./fixtures.ts";

function credentials(clientAuthentication: "basic" | "basic_raw", clientId: string, clientSecret: string): string {
  const headers = getClientAuthenticator(profileWith({ clientAuthentication, clientId }), { clientSecret })([]);
  const [name, value] = headers[0] ?? [];
  expect([headers.length, name]).toEqual([1, "Authorization"]);
  return Buffer.from((value ?? "").replace(/^Basic /u, ""), "base64").toString("utf8");
}

describe("Basic", () => {
  test("sends the example of RFC 6749 §2.3.1", () => {
    const profile = profileWith({ clientId: "s6BhdRkqt3" });
    expect(getClientAuthenticator(profile, { clientSecret: "7Fjfp0ZBr1KtDRbnfVdmIw" })([])).toEqual([
      ["Authorization", "Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3"],
    ]);
  });
  test.each([
    ["client", "s-e_c r%+:é", "client:s-e_c+r%25%2B%3A%C3%A9"],
    ["a:b", "secret", "a%3Ab:secret"],
    [" %&+£€", " %&+£€", "+%25%26%2B%C2%A3%E2%82%AC:+%25%26%2B%C2%A3%E2%82%AC"],
    ["clé", "", "cl%C3%A9:"],
  ])("form-encodes id %j and secret %j first (RFC 6749 Appendix B)", (id, secret, sent) => {
    expect(credentials("basic", id, secret)).toBe(sent);
  });
});

describe("raw Basic", () => {
  test("encodes nothing but UTF-8", () => {
    expect(credentials("basic_raw", "client", "s-e_c r%+:é€")).toBe("client:s-e_c r%+:é€");
  });
  test("refuses an id with a colon, which would end it (RFC 7617 §2)", async () => {
    const profile = profileWith({ clientAuthentication: "basic_raw", clientId: "a:b" });
    expect(await errorOf(() => getClientAuthenticator(profile, {}))).toEqual({
      code: "invalid_field",
      field: "Client ID",
      problem: "unsupported_character",
    });
  });
});

test.each(["body", "none"] as const)("%s adds no header", (clientAuthentication) => {
  expect(getClientAuthenticator(profileWith({ clientAuthentication }), { clientSecret: "x" })([["A", "b"]])).toEqual([
    ["A", "b"],
  ]);
});
