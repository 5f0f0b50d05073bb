import { describe, expect, it } from "vitest";
import { AppError, type ErrorData, toErrorData } from "../../../lib/domain/errors.ts";
import { type OAuthProfile, type SecretKey, missingSecret, newProfile } from "../../../lib/domain/profile.ts";
import { assertValidProfile } from "../../../lib/domain/validate-profile.ts";

const CODE: Partial<OAuthProfile> = {
  name: "Person",
  clientId: "person",
  authorizationUrl: "https://auth.example.com/authorize",
  tokenUrl: "https://auth.example.com/token",
};
const CREDENTIALS: Partial<OAuthProfile> = { ...CODE, grantType: "client_credentials", authorizationUrl: "" };

function check(
  changes: Partial<OAuthProfile>,
  { otherNames = [], secrets = ["clientSecret"] }: { otherNames?: string[]; secrets?: SecretKey[] } = {},
): ErrorData | "valid" {
  try {
    assertValidProfile({ ...newProfile("p1", 1), ...changes }, { otherNames, secrets });
    return "valid";
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return toErrorData(error);
  }
}

describe("assertValidProfile", () => {
  it.each<[what: string, changes: Partial<OAuthProfile>, field: string, problem: string]>([
    ["no name", { ...CODE, name: "  " }, "Name", "required"],
    ["no client id", { ...CODE, clientId: "" }, "Client ID", "required"],
    ["no authorization URL", { ...CODE, authorizationUrl: "" }, "Authorization URL", "required"],
    ["no token URL", { ...CODE, tokenUrl: "" }, "Access token URL", "required"],
    ["a token URL that is none", { ...CODE, tokenUrl: "auth.example.com/token" }, "Access token URL", "not_a_url"],
    ["a token URL of another scheme", { ...CODE, tokenUrl: "ftp://auth.example.com" }, "Access token URL", "not_a_url"],
    ["a fragment", { ...CODE, authorizationUrl: "https://a.example/x?a=b#c" }, "Authorization URL", "has_fragment"],
    ["an empty fragment", { ...CODE, tokenUrl: "https://a.example/x#" }, "Access token URL", "has_fragment"],
    ["credentials in a URL", { ...CODE, tokenUrl: "https://u:p@a.example/" }, "Access token URL", "has_credentials"],
    ["plain http", { ...CODE, tokenUrl: "http://auth.example.com/token" }, "Access token URL", "insecure_http"],
    ["plain http for refreshes", { ...CODE, refreshUrl: "http://auth.example.com/" }, "Refresh URL", "insecure_http"],
    [
      "an unknown variable",
      { ...CODE, tokenUrl: "https://{{tenant}}.example.com/" },
      "Access token URL",
      "unknown_placeholder",
    ],
    ["a header name with a space", { ...CODE, headerName: "X Token" }, "Header name", "not_a_header_name"],
    ["a header prefix with a line break", { ...CODE, headerPrefix: "Bearer\n" }, "Header prefix", "not_a_header_value"],
    ["a lifetime below zero", { ...CODE, lifetimeSeconds: -1 }, "Lifetime if not given (seconds)", "not_a_number"],
    [
      "a custom Origin with a path",
      { ...CODE, originMode: "custom", originValue: "https://a.example/x" },
      "Origin",
      "not_an_origin",
    ],
    ["no token field", { ...CODE, tokenField: "" }, "Token field", "required"],
  ])("refuses %s", (_, changes, field, problem) => {
    expect(check(changes)).toMatchObject({ code: "invalid_field", field, problem });
  });

  it("names every field that is wrong, in the form's order", () => {
    const changes: Partial<OAuthProfile> = {
      grantType: "client_credentials",
      tokenUrl: "http://auth.example.com/token",
      refreshUrl: "https://{{tenant}}.example.com/",
      tokenField: "",
      headerName: "X Token",
    };
    expect(check(changes, { secrets: [] })).toEqual({
      code: "invalid_field",
      field: "Name",
      problem: "required",
      others: [
        { field: "Client ID", problem: "required" },
        { field: "Client Secret", problem: "required" },
        { field: "Access token URL", problem: "insecure_http" },
        { field: "Refresh URL", problem: "unknown_placeholder", placeholder: "tenant" },
        { field: "Token field", problem: "required" },
        { field: "Header name", problem: "not_a_header_name" },
      ],
    });
  });

  it("refuses a name that another profile has, in whatever letters", () => {
    expect(check({ ...CODE, name: "PERSON " }, { otherNames: ["Person"] })).toEqual({
      code: "invalid_field",
      field: "Name",
      problem: "duplicate",
    });
  });

  it("refuses Client Credentials without a secret (RFC 6749 §4.4), unless the client proves itself another way", () => {
    const refused = { code: "invalid_field", field: "Client Secret", problem: "required" };
    expect(check(CREDENTIALS, { secrets: [] })).toEqual(refused);
    expect(check({ ...CREDENTIALS, clientAuthentication: "none" }, { secrets: [] })).toBe("valid");
  });

  it.each<[what: string, changes: Partial<OAuthProfile>]>([
    ["a public client", CODE],
    [
      "plain http on loopback",
      { ...CODE, tokenUrl: "http://127.0.0.1:9000/token", authorizationUrl: "http://localhost/a" },
    ],
    ["plain http that was opted for", { ...CODE, tokenUrl: "http://auth.example.com/token", allowInsecureHttp: true }],
    ["a variable in a host", { ...CODE, tokenUrl: "https://{{tenant}}.example.com/", variables: { tenant: "acme" } }],
    ["a host that the callback brings", { ...CODE, tokenUrl: "https://{{callback.location}}/token" }],
  ])("accepts %s", (_, changes) => {
    expect(check(changes, { secrets: [] })).toBe("valid");
  });
});

describe("missingSecret", () => {
  const secret: SecretKey[] = ["clientSecret"];
  it.each<[what: string, changes: Partial<OAuthProfile>, secrets: SecretKey[], missing: string | undefined]>([
    ["Client Credentials need one", { grantType: "client_credentials" }, [], "needed"],
    ["and have it", { grantType: "client_credentials" }, secret, undefined],
    ["a secret parameter is not it", { grantType: "client_credentials" }, ["added.a1"], "needed"],
    ["None proves itself otherwise", { grantType: "client_credentials", clientAuthentication: "none" }, [], undefined],
    ["Authorization Code may go without", { clientAuthentication: "basic" }, [], "sent"],
    ["and has it", { clientAuthentication: "body" }, secret, undefined],
    ["or proves itself by a parameter", { clientAuthentication: "body" }, ["added.a1"], undefined],
  ])("%s", (_, changes, secrets, missing) => {
    expect(missingSecret({ ...newProfile("p1", 1), ...changes }, secrets)).toBe(missing);
  });
});
