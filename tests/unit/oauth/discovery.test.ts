import { describe, expect, test } from "vitest";
import {
  buildDiscoveryRequest,
  discoveryUrls,
  profileFromDiscovery,
  readDiscovery,
} from "../../../lib/oauth/discovery.ts";
import { errorOf, profileWith, replyOf } from "./fixtures.ts";

const ISSUER = "https://as.example.com/realms/x";
const METADATA = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/auth`,
  token_endpoint: `${ISSUER}/token`,
  revocation_endpoint: `${ISSUER}/revoke`,
  authorization_response_iss_parameter_supported: true,
  code_challenge_methods_supported: ["plain", "S256"],
  token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt"],
  grant_types_supported: ["authorization_code", "refresh_token"],
  scopes_supported: ["openid"],
};

describe("discovery looks", () => {
  test("for an issuer without path at both well-known addresses", () => {
    expect(discoveryUrls(" https://as.example.com ")).toEqual({
      urls: [
        "https://as.example.com/.well-known/openid-configuration",
        "https://as.example.com/.well-known/oauth-authorization-server",
      ],
      issuers: ["https://as.example.com"],
    });
  });
  test("for an issuer with path behind it and in front of it (RFC 8414 §3.1)", () => {
    expect(discoveryUrls(`${ISSUER}/`)).toEqual({
      urls: [
        "https://as.example.com/realms/x/.well-known/openid-configuration",
        "https://as.example.com/.well-known/oauth-authorization-server/realms/x",
        "https://as.example.com/.well-known/openid-configuration/realms/x",
        "https://as.example.com/realms/x/.well-known/oauth-authorization-server",
      ],
      issuers: [`${ISSUER}/`],
    });
  });
  test.each([
    "https://as.example.com/realms/x/.well-known/openid-configuration",
    "https://as.example.com/.well-known/oauth-authorization-server/realms/x",
  ])("at %s alone when that is what was typed", (url) => {
    expect(discoveryUrls(url)).toEqual({ urls: [url], issuers: [ISSUER, `${ISSUER}/`] });
  });
  test.each([
    ["", "required"],
    ["as.example.com", "not_a_url"],
    ["ftp://as.example.com", "not_a_url"],
    ["http://as.example.com", "insecure_http"],
    ["https://as.example.com?x", "has_query"],
    ["https://as.example.com#x", "has_fragment"],
    ["https://u@as.example.com", "has_credentials"],
  ])("nowhere for %j: %s", async (input, problem) => {
    expect(await errorOf(() => discoveryUrls(input))).toEqual({ code: "invalid_field", field: "Issuer", problem });
  });
  test("on plain http where that is loopback or allowed", () => {
    expect(discoveryUrls("http://localhost:3000").urls).toHaveLength(2);
    expect(discoveryUrls("http://as.example.com", { allowInsecureHttp: true }).urls).toHaveLength(2);
  });
  test("with a plain GET", () => {
    expect(buildDiscoveryRequest("https://a.example/")).toEqual({
      method: "GET",
      url: "https://a.example/",
      headers: [["Accept", "application/json"]],
      body: undefined,
      secrets: [],
    });
  });
});

const withMethods = (methods: string[]) =>
  readDiscovery([ISSUER], replyOf({ ...METADATA, token_endpoint_auth_methods_supported: methods }));

const choice = (current: "basic" | "basic_raw" | "none", methods: string[]) =>
  profileFromDiscovery(profileWith({ clientAuthentication: current }), withMethods(methods)).clientAuthentication;

describe("metadata", () => {
  test("fills a profile", () => {
    const metadata = readDiscovery([ISSUER], replyOf(METADATA));
    expect(profileFromDiscovery(profileWith({ scope: "mine", pkce: "plain" }), metadata)).toEqual(
      profileWith({
        scope: "mine",
        issuer: ISSUER,
        issuerInResponse: true,
        authorizationUrl: `${ISSUER}/auth`,
        tokenUrl: `${ISSUER}/token`,
        revocationUrl: `${ISSUER}/revoke`,
        clientAuthentication: "body",
        pkce: "S256",
      }),
    );
  });
  test("that says nothing of client authentication means Basic (RFC 8414 §2), and leaves the rest as it is", () => {
    const metadata = readDiscovery(["https://a.example"], replyOf({ issuer: "https://a.example" }));
    expect(metadata).toEqual({
      issuer: "https://a.example",
      authorizationUrl: "",
      tokenUrl: "",
      revocationUrl: "",
      introspectionUrl: "",
      userinfoUrl: "",
      issuerInResponse: false,
      pkceMethods: [],
      clientAuthenticationMethods: ["client_secret_basic"],
      grantTypes: ["authorization_code", "implicit"],
      scopes: [],
    });
    const profile = profileWith({ clientAuthentication: "body", pkce: "off" });
    expect(profileFromDiscovery(profile, metadata)).toEqual({
      ...profile,
      issuer: "https://a.example",
      clientAuthentication: "basic",
    });
  });
  test("keeps a supported choice of the tester, and any when none of ours is supported", () => {
    expect(choice("basic_raw", ["client_secret_post", "client_secret_basic"])).toBe("basic_raw");
    expect(choice("basic", ["none"])).toBe("none");
    expect(choice("basic", ["private_key_jwt"])).toBe("basic");
  });
  test("falls back to plain only when S256 is not on the list", () => {
    const metadata = readDiscovery([ISSUER], replyOf({ ...METADATA, code_challenge_methods_supported: ["plain"] }));
    expect(profileFromDiscovery(profileWith(), metadata).pkce).toBe("plain");
    expect(profileFromDiscovery(profileWith({ pkce: "off" }), metadata).pkce).toBe("off");
  });
  test.each(["https://evil.test", `${ISSUER}/`, "https://AS.example.com/realms/x"])(
    "of the issuer %s is not used, and both are named (RFC 8414 §3.3)",
    async (issuer) => {
      expect(await errorOf(() => readDiscovery([ISSUER], replyOf({ ...METADATA, issuer })))).toEqual({
        code: "discovery_issuer_mismatch",
        expected: ISSUER,
        actual: issuer,
      });
    },
  );
  test.each([undefined, 1, null, [ISSUER]])("of the issuer %j is not used", async (issuer) => {
    expect(await errorOf(() => readDiscovery([ISSUER], replyOf({ ...METADATA, issuer })))).toEqual({
      code: "discovery_issuer_mismatch",
      expected: ISSUER,
    });
  });
  test.each([
    ["<html>", 200],
    [METADATA, 404],
    ["", 200],
    ["issuer=x", 200],
  ])("is not found in %.10j with status %i", async (body, status) => {
    expect(await errorOf(() => readDiscovery([ISSUER], replyOf(body, { status })))).toEqual({
      code: "discovery_failed",
      status,
    });
  });
  test.each([
    "javascript:alert(1)",
    "not a url",
    5,
    "https://u:p@x.example",
    "https://x.example#a",
    "https://{{client_secret}}.evil.test",
  ])("with the endpoint %j has none there", (token_endpoint) => {
    expect(readDiscovery([ISSUER], replyOf({ ...METADATA, token_endpoint })).tokenUrl).toBe("");
  });
});
