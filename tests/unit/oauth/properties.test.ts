import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "../../../lib/domain/errors.ts";
import type { AddedParameter, DefaultOverride, ParameterGroup } from "../../../lib/domain/parameter-groups.ts";
import type { OAuthProfile } from "../../../lib/domain/profile.ts";
import { buildAuthorizationRequest } from "../../../lib/oauth/authorization-request.ts";
import { readAuthorizationResponse } from "../../../lib/oauth/authorization-response.ts";
import { readDiscovery } from "../../../lib/oauth/discovery.ts";
import { type HttpRequest, sendRequest } from "../../../lib/oauth/http.ts";
import { traceRedirect, traceReply, traceRequest } from "../../../lib/oauth/masking.ts";
import { previewRequests } from "../../../lib/oauth/preview.ts";
import { readRevocationResponse } from "../../../lib/oauth/revocation.ts";
import { buildRefreshRequest, buildTokenRequest, type TokenGrant } from "../../../lib/oauth/token-request.ts";
import { readTokenResponse } from "../../../lib/oauth/token-response.ts";
import { profileWith, REDIRECT_URI, replyOf } from "./fixtures.ts";

const SECRETS = {
  clientSecret: "S~crét/1+%&=?\"'",
  "added.s1": "Added/S~crét 2",
  "default.token.client_secret": "Replaced/S~crét 3",
} as const;
/** The beginning of every secret, in each encoding that a request may hold. */
const SECRET_TRACES = ["S~cr", "S%7Ecr", "S%257Ecr"];

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom("{{client_id}}", "{{scope}}", "{{tenant}}", "{{redirect_uri}}", "a+b c%&=#", "é€😀", "Bearer x"),
);
const name = fc.oneof(
  { weight: 5, arbitrary: fc.stringMatching(/^[A-Za-z_-]{1,10}$/u) },
  { weight: 1, arbitrary: text },
  { weight: 1, arbitrary: fc.constantFrom("scope", "Accept", "X-Tenant", "__proto__", "resource") },
);
const override: fc.Arbitrary<DefaultOverride> = fc.record(
  { included: fc.boolean(), name, value: text },
  { requiredKeys: [] },
);
const overrides = fc.dictionary(
  fc.constantFrom("client_id", "scope", "redirect_uri", "grant_type", "response_type", "state", "client_secret"),
  override,
  { maxKeys: 3 },
);
/** Secret ones only where the group sends a body: in the query, it would be the tester who put it there. */
const addedParameter: fc.Arbitrary<AddedParameter> = fc.record({
  id: fc.constantFrom("s1", "x"),
  name,
  value: text,
  sendIn: fc.constantFrom("query", "body", "header"),
  secret: fc.constant(false),
  enabled: fc.boolean(),
});
const group: fc.Arbitrary<ParameterGroup> = fc.record({ overrides, added: fc.array(addedParameter, { maxLength: 3 }) });
const profiles: fc.Arbitrary<OAuthProfile> = fc
  .record({
    grantType: fc.constantFrom("authorization_code", "client_credentials"),
    clientId: text,
    scope: text,
    scopeDelimiter: fc.constantFrom("space", "comma", "plus"),
    clientAuthentication: fc.constantFrom("basic", "basic_raw", "body", "none"),
    pkce: fc.constantFrom("S256", "plain", "off"),
    tokenRequestMethod: fc.constantFrom("POST", "GET"),
    tokenRequestFormat: fc.constantFrom("form", "json"),
    tokenUrl: fc.constantFrom(
      "https://as.example.com/token",
      "https://{{tenant}}.example.com/t?a={{client_id}}",
      "nonsense",
    ),
    refreshUrl: fc.constantFrom("", "https://as.example.com/refresh?x=1"),
    variables: fc.constantFrom({ tenant: "acme" }, { tenant: "eu.acme" }),
    parameters: fc.record({ authorization: group, token: group, refresh: group }),
  })
  .map((changes) => profileWith(changes));

const ATTEMPT = { state: "random-state", codeVerifier: "v3r1f13r" };

function grantFor(profile: OAuthProfile): TokenGrant {
  return profile.grantType === "client_credentials"
    ? { grantType: "client_credentials" }
    : {
        grantType: "authorization_code",
        code: "c0d3c0d3",
        codeVerifier: ATTEMPT.codeVerifier,
        redirectUri: REDIRECT_URI,
      };
}

/** The real requests, each undefined where it cannot be built. */
async function realRequests(profile: OAuthProfile): Promise<(HttpRequest | undefined)[]> {
  const attempts = [
    async () => buildTokenRequest(profile, SECRETS, grantFor(profile)),
    async () => buildRefreshRequest(profile, SECRETS, "r3fr35h"),
  ];
  if (profile.grantType === "authorization_code") {
    attempts.unshift(async () => (await buildAuthorizationRequest(profile, SECRETS, ATTEMPT, REDIRECT_URI)).request);
  }
  return Promise.all(
    attempts.map((attempt) =>
      attempt().catch((thrown: unknown) => {
        expect(thrown).toBeInstanceOf(AppError);
        return undefined;
      }),
    ),
  );
}

/** What leaves when a request is sent, seen by the fetch that it is given. */
async function seenByFetch(request: HttpRequest): Promise<HttpRequest> {
  let seen: Request | undefined;
  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    seen = new Request(input, init);
    return new Response("{}");
  };
  await sendRequest(request, { fetch, now: () => 0, signal: new AbortController().signal });
  if (seen === undefined) throw new Error("Nothing was sent");
  const body = await seen.text();
  return {
    ...request,
    url: seen.url,
    headers: request.headers.map(([header]) => [header, seen?.headers.get(header) ?? "(none)"] as const),
    body: body === "" && request.body === undefined ? undefined : body,
  };
}

describe("for any profile", () => {
  test("the preview is the request that is sent, secrets masked", async () => {
    let built = 0;
    await fc.assert(
      fc.asyncProperty(profiles, async (profile) => {
        const previews = await previewRequests(profile, SECRETS, REDIRECT_URI);
        const real = await realRequests(profile);
        expect(previews).toHaveLength(real.length);
        for (const [index, request] of real.entries()) {
          const sent = request && traceRequest(await seenByFetch(request));
          expect(previews[index]?.request).toEqual(sent);
          expect(previews[index]?.problem === undefined).toBe(request !== undefined);
          if (request !== undefined) built += 1;
        }
      }),
      { numRuns: 400 },
    );
    // Or it would say nothing.
    expect(built).toBeGreaterThan(200);
  });
  test("no secret is in a URL unless the tester chose GET, and none is in the preview", async () => {
    await fc.assert(
      fc.asyncProperty(profiles, async (profile) => {
        for (const request of await realRequests(profile)) {
          if (request === undefined) continue;
          const isAuthorization = request.url.startsWith(profile.authorizationUrl);
          const isByGet = request.method === "GET" && !isAuthorization;
          for (const trace of SECRET_TRACES) {
            if (!isByGet) expect(request.url).not.toContain(trace);
            expect(JSON.stringify(traceRequest(request))).not.toContain(trace);
          }
        }
      }),
      { numRuns: 400 },
    );
  });
});

const bodies = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => new TextDecoder().decode(bytes)),
  fc.json({ maxDepth: 5 }),
  fc
    .dictionary(
      fc.constantFrom(
        "access_token",
        "token_type",
        "expires_in",
        "refresh_token",
        "scope",
        "id_token",
        "error",
        "errors",
        "error_description",
        "ok",
        "status",
        "code",
        "message",
        "data",
        "__proto__",
        "constructor",
      ),
      fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string(), fc.double()),
    )
    .map((members) => JSON.stringify(members)),
  fc.array(fc.tuple(fc.string(), fc.string())).map((pairs) => new URLSearchParams(pairs).toString()),
);
const replies = fc
  .record({
    body: bodies,
    status: fc.integer({ min: 200, max: 599 }),
    headers: fc.array(
      fc.tuple(fc.constantFrom("retry-after", "www-authenticate", "location"), fc.string({ unit: "binary" })),
    ),
    secrets: fc.array(fc.string({ unit: "binary" }), { maxLength: 2 }),
  })
  .map((changes) => replyOf(changes.body, changes));

describe("for any reply", () => {
  test("reading a token gives a whole token set or an AppError", () => {
    fc.assert(
      fc.property(
        replies,
        fc.constantFrom("access_token", "data.0.x", "__proto__.a", "..", "[0]"),
        (reply, tokenField) => {
          try {
            const tokenSet = readTokenResponse(profileWith({ tokenField }), reply);
            expect(tokenSet.accessToken).toMatch(/\S/u);
            expect(tokenSet.expiresAtMs ?? Number.MAX_SAFE_INTEGER).toBeGreaterThan(0);
            expect(structuredClone(tokenSet)).toEqual(tokenSet);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(AppError);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
  test("reading anything else of it throws nothing but an AppError, and tracing it nothing at all", () => {
    fc.assert(
      fc.property(replies, (reply) => {
        for (const read of [() => readRevocationResponse(reply), () => readDiscovery(["https://a.example"], reply)]) {
          try {
            read();
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(AppError);
          }
        }
        traceReply(reply, profileWith());
      }),
      { numRuns: 1000 },
    );
  });
  test("a token that is read is not in the trace", () => {
    const token = fc.stringMatching(/^[A-Za-z0-9+/=._~-]{12,60}$/u);
    const wrapped = fc.tuple(
      token,
      fc.constantFrom("access_token", "data.key", "data.list.0.refreshToken"),
      fc.boolean(),
    );
    fc.assert(
      fc.property(wrapped, ([value, path, pretty]) => {
        const body = path
          .split(".")
          .reduceRight<unknown>((inner, part) => (part === "0" ? [inner] : { other: 1, [part]: inner }), value);
        const reply = replyOf(JSON.stringify(body, null, pretty ? 2 : 0));
        const profile = profileWith({ tokenField: path });
        expect(readTokenResponse(profile, reply).accessToken).toBe(value);
        expect(JSON.stringify(traceReply(reply, profile))).not.toContain(JSON.stringify(value).slice(1, -5));
      }),
      { numRuns: 500 },
    );
  });
});

test("for any redirect, the authorization response is read or refused by an AppError", () => {
  const redirects = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.string({ unit: "binary" }).map((rest) => `${REDIRECT_URI}?${rest}`),
    fc.string({ unit: "binary" }).map((rest) => `${REDIRECT_URI}?code=c&state=s&${rest}`),
    fc.string({ unit: "binary" }).map((rest) => `${REDIRECT_URI}?state=s&error=e#${rest}`),
  );
  fc.assert(
    fc.property(redirects, (url) => {
      const expected = { redirectUri: REDIRECT_URI, state: { name: "state", value: "s" } };
      try {
        expect(readAuthorizationResponse(profileWith(), url, expected).code).not.toBe("");
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(AppError);
      }
      traceRedirect(url, profileWith());
    }),
    { numRuns: 2000 },
  );
});
