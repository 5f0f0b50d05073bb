import { describe, expect, test } from "vitest";
import type { DefaultOverride } from "../../../lib/domain/parameter-groups.ts";
import { buildAuthorizationRequest, newAuthorizationAttempt } from "../../../lib/oauth/authorization-request.ts";
import { missingProtections } from "../../../lib/oauth/protections.ts";
import { added, errorOf, profileWith, queryOf, REDIRECT_URI, SECRETS, withGroup } from "./fixtures.ts";

/** RFC 7636 Appendix B. */
const ATTEMPT = { state: "st4te", codeVerifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk" };
const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

const build = (profile = profileWith()) => buildAuthorizationRequest(profile, SECRETS, ATTEMPT, REDIRECT_URI);

describe("an authorization request", () => {
  test("has the parameters of RFC 6749 §4.1.1 and the challenge of RFC 7636 Appendix B", async () => {
    const { request, expected } = await build();
    expect(request).toMatchObject({ method: "GET", headers: [], body: undefined });
    expect(queryOf(request.url)).toEqual({
      response_type: "code",
      client_id: "client-1",
      redirect_uri: REDIRECT_URI,
      scope: "read write",
      state: "st4te",
      code_challenge: CHALLENGE,
      code_challenge_method: "S256",
    });
    expect(expected).toEqual({ redirectUri: REDIRECT_URI, state: { name: "state", value: "st4te" } });
  });
  test("writes spaces as %20 and keeps the endpoint's own query", async () => {
    const { request } = await build(profileWith({ authorizationUrl: "https://as.example.com/authorize?tenant=a%2Bb" }));
    expect(request.url).toMatch(/^https:\/\/as\.example\.com\/authorize\?tenant=a%2Bb&response_type=code&/u);
    expect(request.url).toContain("&scope=read%20write&");
  });
  test.each([
    ["space", "scope=read%20write&"],
    ["comma", "scope=read%2Cwrite&"],
    ["plus", "scope=read+write&"],
  ] as const)("joins scopes by %s as %s", async (scopeDelimiter, sent) => {
    expect((await build(profileWith({ scopeDelimiter }))).request.url).toContain(sent);
  });
  test("has a plus within one scope percent-encoded unless plus is the delimiter", async () => {
    expect((await build(profileWith({ scope: "a+b c" }))).request.url).toContain("scope=a%2Bb%20c&");
  });
  test("leaves an empty scope out", async () => {
    expect(queryOf((await build(profileWith({ scope: "  " }))).request.url)).not.toHaveProperty("scope");
  });
  test("sends the verifier itself with plain, marked as secret", async () => {
    const { request } = await build(profileWith({ pkce: "plain" }));
    expect(queryOf(request.url)).toMatchObject({
      code_challenge: ATTEMPT.codeVerifier,
      code_challenge_method: "plain",
    });
    expect(request.secrets).toContain(ATTEMPT.codeVerifier);
  });
  test("has no challenge with PKCE off", async () => {
    expect(queryOf((await build(profileWith({ pkce: "off" }))).request.url)).not.toHaveProperty("code_challenge");
  });
  test("derives the challenge from the tester's own verifier where there is one", async () => {
    const profile = withGroup(profileWith(), "token", {
      overrides: { code_verifier: { value: ATTEMPT.codeVerifier } },
    });
    const { request } = await buildAuthorizationRequest(profile, SECRETS, newAuthorizationAttempt(), REDIRECT_URI);
    expect(queryOf(request.url)["code_challenge"]).toBe(CHALLENGE);
  });
  test("expects the state back that was really sent, under its name", async () => {
    const profile = withGroup(profileWith(), "authorization", {
      overrides: { state: { name: "client_state", value: "x-{{state}}" } },
    });
    const { request, expected } = await build(profile);
    expect(queryOf(request.url)["client_state"]).toBe("x-st4te");
    expect(expected.state).toEqual({ name: "client_state", value: "x-st4te" });
  });
  test("expects no state when the tester excluded it", async () => {
    const profile = withGroup(profileWith(), "authorization", { overrides: { state: { included: false } } });
    expect((await build(profile)).expected.state).toBeUndefined();
  });
  test("expects the state that an added parameter carries instead", async () => {
    const profile = withGroup(profileWith(), "authorization", {
      overrides: { state: { included: false } },
      added: [added({ name: "state", value: "mine" })],
    });
    expect((await build(profile)).expected.state).toEqual({ name: "state", value: "mine" });
  });
  test("drops, renames and replaces any default, and puts added parameters in the query", async () => {
    const profile = withGroup(profileWith({ variables: { tenant: "acme" } }), "authorization", {
      overrides: { response_type: { included: false }, client_id: { name: "client_key" }, scope: { value: "" } },
      added: [
        added({ id: "1", name: "access_type", value: "offline", sendIn: "header" }),
        added({ id: "2", name: "hd", value: "{{tenant}}.example" }),
        added({ id: "3", name: "off", value: "x", enabled: false }),
      ],
    });
    const { request } = await build(profile);
    expect(queryOf(request.url)).toMatchObject({
      client_key: "client-1",
      scope: "",
      access_type: "offline",
      hd: "acme.example",
    });
    expect(Object.keys(queryOf(request.url))).not.toEqual(expect.arrayContaining(["response_type"]));
    expect(queryOf(request.url)).not.toHaveProperty("off");
  });
  test("never carries the client secret by itself", async () => {
    for (const clientAuthentication of ["basic", "basic_raw", "body", "none"] as const) {
      expect((await build(profileWith({ clientAuthentication }))).request.url).not.toContain(SECRETS.clientSecret);
    }
  });
  test.each([
    [{ authorizationUrl: "https://as.example.com/authorize#x" }, "has_fragment"],
    [{ authorizationUrl: "https://as.example.com/authorize#" }, "has_fragment"],
    [{ authorizationUrl: "https://u:p@as.example.com/authorize" }, "has_credentials"],
    [{ authorizationUrl: "http://as.example.com/authorize" }, "insecure_http"],
    [{ authorizationUrl: "javascript:alert(1)" }, "not_a_url"],
    [{ authorizationUrl: "" }, "required"],
    [{ authorizationUrl: "https://{{tenant}}.example.com" }, "unknown_placeholder"],
  ])("refuses %j as %s", async (changes, problem) => {
    expect(await errorOf(() => build(profileWith(changes)))).toMatchObject({
      code: "invalid_field",
      field: "Authorization URL",
      problem,
    });
  });
  test.each(["http://localhost:9/a", "http://127.0.0.1/a", "http://[::1]:80/a", "http://as.localhost/a"])(
    "goes to %s: loopback needs no TLS",
    async (authorizationUrl) => {
      await expect(build(profileWith({ authorizationUrl }))).resolves.toBeDefined();
    },
  );
  test("refuses a parameter that would be there twice (RFC 6749 §3.1)", async () => {
    const twice = withGroup(profileWith(), "authorization", { added: [added({ name: "client_id", value: "x" })] });
    const inUrl = profileWith({ authorizationUrl: "https://as.example.com/authorize?scope=all" });
    const error = { code: "invalid_field", problem: "duplicate" };
    expect(await errorOf(() => build(twice))).toEqual({ ...error, field: "Auth parameters: client_id" });
    expect(await errorOf(() => build(inUrl))).toEqual({ ...error, field: "Auth parameters: scope" });
  });
  test("may repeat resource, as RFC 8707 §2 allows", async () => {
    const profile = withGroup(profileWith(), "authorization", {
      added: [
        added({ id: "1", name: "resource", value: "https://a.example" }),
        added({ id: "2", name: "resource", value: "https://b.example" }),
      ],
    });
    const { request } = await build(profile);
    expect(new URL(request.url).searchParams.getAll("resource")).toEqual(["https://a.example", "https://b.example"]);
  });
});

describe("an attempt", () => {
  test("is new each time: 1,000 verifiers and states, all different, 43 unreserved characters", () => {
    const attempts = Array.from({ length: 1000 }, newAuthorizationAttempt);
    expect(new Set(attempts.flatMap(({ state, codeVerifier }) => [state, codeVerifier])).size).toBe(2000);
    for (const { codeVerifier } of attempts) expect(codeVerifier).toMatch(/^[A-Za-z0-9._~-]{43,128}$/u);
  });
});

const authorization = (overrides: Record<string, DefaultOverride>) =>
  withGroup(profileWith(), "authorization", { overrides });

describe("missing protections", () => {
  test("are none by default, nor with client credentials", () => {
    expect(missingProtections(profileWith())).toEqual([]);
    expect(missingProtections(profileWith({ grantType: "client_credentials", pkce: "off" }))).toEqual([]);
  });
  test.each([
    ["state excluded", authorization({ state: { included: false } }), ["state"]],
    ["a constant state", authorization({ state: { value: "constant" } }), ["state"]],
    ["PKCE off", profileWith({ pkce: "off" }), ["pkce"]],
    ["the challenge excluded", authorization({ code_challenge: { included: false } }), ["pkce"]],
    [
      "a constant verifier",
      withGroup(profileWith(), "token", { overrides: { code_verifier: { value: "constant" } } }),
      ["pkce"],
    ],
  ])("with %s", (_, profile, missing) => {
    expect(missingProtections(profile)).toEqual(missing);
  });
  test("are not there when a renamed or added parameter carries the value", () => {
    expect(missingProtections(authorization({ state: { name: "s", value: "a{{state}}" } }))).toEqual([]);
    const moved = withGroup(profileWith(), "authorization", {
      overrides: { state: { included: false } },
      added: [added({ name: "state", value: "{{state}}" })],
    });
    expect(missingProtections(moved)).toEqual([]);
  });
});
