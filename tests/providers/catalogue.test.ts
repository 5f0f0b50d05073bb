import { describe, expect, test } from "vitest";
import { placeholderNames } from "../../lib/domain/placeholders.ts";
import { type GrantType, newProfile, type OAuthProfile } from "../../lib/domain/profile.ts";
import { getProvider, PROVIDERS, searchProviders } from "../../lib/domain/providers/catalogue.ts";
import { profileFromProvider } from "../../lib/domain/providers/profile-from-provider.ts";
import type { Provider } from "../../lib/domain/providers/provider.ts";
import { assertValidProfile } from "../../lib/domain/validate-profile.ts";
import { buildAuthorizationRequest, newAuthorizationAttempt } from "../../lib/oauth/authorization-request.ts";
import { buildRefreshRequest, buildTokenRequest } from "../../lib/oauth/token-request.ts";
import { REDIRECT_URI } from "./mock-provider.ts";

const SECRETS = { clientSecret: "secret-1" };
const ENTRIES = PROVIDERS.flatMap((provider) =>
  (Object.keys(provider.grants) as GrantType[]).map((grantType) => ({ id: provider.id, provider, grantType })),
);

function filledProfile(provider: Provider, grantType: GrantType): OAuthProfile {
  const variables = Object.fromEntries((provider.variables ?? []).map(({ name, example }) => [name, example]));
  return profileFromProvider(provider, { ...newProfile("profile-1", 1), clientId: "client-1", variables }, grantType);
}

/** Whatever the provider's callback may bring. */
function callbackFor(profile: OAuthProfile): Record<string, string> {
  const names = placeholderNames(JSON.stringify(profile)).filter((name) => name.startsWith("callback."));
  return Object.fromEntries(names.map((name) => [name.slice("callback.".length), "value"]));
}

test("there are 45 providers or more, each with an id and a name of its own", () => {
  expect(PROVIDERS.length).toBeGreaterThanOrEqual(45);
  expect(new Set(PROVIDERS.map(({ id }) => id)).size).toBe(PROVIDERS.length);
  expect(new Set(PROVIDERS.map(({ name }) => name)).size).toBe(PROVIDERS.length);
});

test.each(PROVIDERS.map((provider) => [provider.id, provider] as const))(
  "%s names its documentation",
  (_, provider) => {
    expect(new URL(provider.source).protocol).toBe("https:");
    expect(Object.keys(provider.grants)).not.toEqual([]);
  },
);

describe.each(ENTRIES)("$id, $grantType", ({ provider, grantType }) => {
  test("can be saved once client and variables are typed", () => {
    const profile = filledProfile(provider, grantType);

    expect(() => assertValidProfile(profile, { otherNames: [], secrets: ["clientSecret"] })).not.toThrow();
  });

  test("can build all its requests", async () => {
    const profile = filledProfile(provider, grantType);
    const callback = callbackFor(profile);
    const grant =
      grantType === "authorization_code"
        ? ({ grantType, code: "c", codeVerifier: "v", redirectUri: REDIRECT_URI, callback } as const)
        : ({ grantType } as const);

    if (grantType === "authorization_code") {
      const { request } = await buildAuthorizationRequest(profile, SECRETS, newAuthorizationAttempt(), REDIRECT_URI);
      expect(request.url).toMatch(/^https:/u);
    }
    expect(buildTokenRequest(profile, SECRETS, grant).url).toMatch(/^https:/u);
    expect(buildRefreshRequest(profile, SECRETS, "r", callback).url).toMatch(/^https:/u);
  });

  test("asks for every variable it uses, and for no other", () => {
    const profile = filledProfile(provider, grantType);
    const asked = new Set((provider.variables ?? []).map(({ name }) => name));
    const used = new Set(
      Object.keys(provider.grants).flatMap((other) =>
        placeholderNames(JSON.stringify(filledProfile(provider, other as GrantType))),
      ),
    );

    expect(Object.keys(profile.variables)).toEqual([...asked]);
    expect([...asked].filter((name) => !used.has(name))).toEqual([]);
  });
});

describe("profileFromProvider", () => {
  const typed = { ...newProfile("profile-1", 7), clientId: "client-1", autoRenew: false, loopbackRedirect: true };

  test("keeps what the tester typed", () => {
    const profile = profileFromProvider(expectProvider("slack"), { ...typed, name: "My Slack" }, "authorization_code");

    expect(profile).toMatchObject({
      id: "profile-1",
      seq: 7,
      name: "My Slack",
      clientId: "client-1",
      autoRenew: false,
      loopbackRedirect: true,
    });
  });

  test("names the profile after the provider where it has no name", () => {
    expect(profileFromProvider(expectProvider("github"), typed, "authorization_code").name).toBe("GitHub");
  });

  test("leaves nothing of a provider picked before", () => {
    const first = profileFromProvider(expectProvider("walmart"), { ...typed, name: "A" }, "authorization_code");
    const second = profileFromProvider(expectProvider("github"), first, "authorization_code");

    expect(second).toEqual(
      profileFromProvider(expectProvider("github"), { ...typed, name: "A" }, "authorization_code"),
    );
  });

  test("takes a variable's usual value, unless the tester has typed another", () => {
    const entra = expectProvider("entra");

    expect(profileFromProvider(entra, typed, "authorization_code").variables).toEqual({ tenant: "common" });
    const filled = { ...typed, variables: { tenant: "contoso.onmicrosoft.com" } };
    expect(profileFromProvider(entra, filled, "authorization_code").variables).toEqual(filled.variables);
  });

  test("changes defaults, adds the rest, and adds what a default is to be elsewhere", () => {
    const provider: Provider = {
      ...expectProvider("github"),
      settings: {
        ...expectProvider("github").settings,
        authorization: {
          response_type: false,
          client_id: { name: "app" },
          state: { name: "s", value: "v" },
          extra: "1",
        },
        token: { code: { in: "query", value: "{{code}}" }, client_secret: "x", Accept: { in: "header", value: "a/b" } },
        refresh: { scope: true, code_verifier: false },
      },
    };
    const { parameters } = profileFromProvider(provider, typed, "authorization_code");

    expect(parameters).toMatchObject({
      authorization: {
        overrides: {
          response_type: { included: false },
          client_id: { included: true, name: "app" },
          state: { included: true, name: "s", value: "v" },
        },
        added: [{ name: "extra", value: "1", sendIn: "query" }],
      },
      token: {
        overrides: { code: { included: false }, client_secret: { included: true, value: "x" } },
        added: [
          { name: "code", value: "{{code}}", sendIn: "query" },
          { name: "Accept", value: "a/b", sendIn: "header" },
        ],
      },
      refresh: { overrides: { scope: { included: true } }, added: [] },
    });
  });

  test("gives each added parameter an id of its own", () => {
    const { parameters } = profileFromProvider(expectProvider("stripe"), typed, "authorization_code");
    const ids = Object.values(parameters).flatMap(({ added }) => added.map(({ id }) => id));

    expect(ids).toEqual(["token-Authorization", "refresh-Authorization"]);
  });
});

describe("searchProviders", () => {
  test("gives all for nothing", () => {
    expect(namesFor("  ")).toEqual(PROVIDERS.map(({ name }) => name));
  });

  test("puts names that begin with the text first", () => {
    expect(namesFor("goo")[0]).toBe("Google");
    expect(namesFor("x")[0]).toBe("X");
  });

  test("finds by other names, by host, and by several words", () => {
    expect(namesFor("azure")).toContain("Microsoft Entra ID");
    expect(namesFor("myshopify.com")).toEqual(["Shopify"]);
    expect(namesFor("slack user")).toEqual(["Slack (user token)"]);
    expect(namesFor("微信")).toEqual(["WeChat"]);
  });

  test("finds nothing for what is unknown", () => {
    expect(namesFor("no such provider")).toEqual([]);
  });
});

function expectProvider(id: string): Provider {
  const provider = getProvider(id);
  if (provider === undefined) throw new Error(`No provider "${id}"`);
  return provider;
}

function namesFor(text: string): string[] {
  return searchProviders(text).map(({ name }) => name);
}
