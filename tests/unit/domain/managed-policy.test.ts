import { describe, expect, it } from "vitest";
import { isHostAllowed, isUrlAllowed, limitSettings, NO_LIMITS } from "../../../lib/domain/limits.ts";
import { NO_POLICY, PROFILE_WORDS, parseManagedPolicy } from "../../../lib/domain/managed-policy.ts";
import { newProfile } from "../../../lib/domain/profile.ts";
import { DEFAULT_SETTINGS } from "../../../lib/domain/settings.ts";
import schema from "../../../public/managed-schema.json" with { type: "json" };

const PROFILE = {
  id: "acme",
  name: "Acme",
  grantType: "client_credentials",
  clientId: "team",
  tokenUrl: "https://auth.example.com/token",
};
const HOST = { pattern: "https://API.example.com/", profile: "acme", callingPages: ["https://docs.example.com/x"] };

describe("an administrator's policy", () => {
  it("hands out profiles and API hosts under ids that stay", () => {
    const { policy, problems } = parseManagedPolicy({ profiles: [PROFILE], apiHosts: [HOST] });
    expect(problems).toEqual([]);
    expect(policy.profiles).toMatchObject([{ id: "managed-acme", name: "Acme", pkce: "S256", autoRenew: true }]);
    expect(policy.hosts).toEqual([
      {
        id: "managed-https://api.example.com",
        seq: 0,
        pattern: "https://api.example.com",
        profileId: "managed-acme",
        callingPages: ["https://docs.example.com"],
        pageLoads: true,
        webSockets: false,
        enabled: true,
      },
    ]);
    expect(policy.limits).toEqual(NO_LIMITS);
  });

  it.each([undefined, null, {}])("that is %j is none", (value) => {
    expect(parseManagedPolicy(value)).toEqual({ policy: NO_POLICY, problems: [] });
  });

  it.each([
    ["text", "policy"],
    [[], "policy"],
    [{ profile: [] }, "profile"],
    [{ profiles: {} }, "profiles"],
    [{ profiles: [{ ...PROFILE, id: "a b" }] }, "profiles[0].id"],
    [{ profiles: ["acme"] }, "profiles[0].id"],
    [{ profiles: [PROFILE, { ...PROFILE, name: "Other" }] }, "profiles: acme"],
    [{ profiles: [{ ...PROFILE, clientSecret: "s3cret" }] }, "profiles[0].clientSecret"],
    [{ profiles: [{ ...PROFILE, seq: 4 }] }, "profiles[0].seq"],
    [{ profiles: [{ ...PROFILE, grantType: "password" }] }, "profiles[0].grantType"],
    [{ profiles: [{ ...PROFILE, autoRenew: "yes" }] }, "profiles[0].autoRenew"],
    [{ profiles: [{ ...PROFILE, variables: { tenant: 1 } }] }, "profiles[0].variables"],
    [{ profiles: [{ ...PROFILE, parameters: { token: {} } }] }, "profiles[0].parameters"],
    [{ profiles: [{ ...PROFILE, tokenUrl: "ftp://auth" }] }, "profiles[0]: Access token URL"],
    [{ profiles: [{ ...PROFILE, name: " " }] }, "profiles[0]: Name"],
    [{ apiHosts: [{ pattern: "api" }] }, "apiHosts[0].pattern"],
    [{ apiHosts: [{ ...HOST, profile: "other" }], profiles: [PROFILE] }, "apiHosts[0].profile"],
    [{ apiHosts: [{ pattern: "https://a.example", callingPages: ["x"] }] }, "apiHosts[0].callingPages"],
    [{ apiHosts: [{ pattern: "https://a.example", callingPages: 1 }] }, "apiHosts[0].callingPages"],
    [{ apiHosts: [{ pattern: "https://a.example", pageLoads: 1 }] }, "apiHosts[0].pageLoads"],
    [{ apiHosts: [{ pattern: "https://a.example", secret: 1 }] }, "apiHosts[0].secret"],
    [{ allowedHosts: "example.com" }, "allowedHosts"],
    [{ allowedHosts: ["https://example.com"] }, "allowedHosts[0]"],
    [{ requirePassphrase: "yes" }, "requirePassphrase"],
    [{ longestIdleLockMinutes: 0 }, "longestIdleLockMinutes"],
  ])("%j names what is wrong: %s", (value, problem) => {
    expect(parseManagedPolicy(value).problems).toEqual([problem]);
  });

  it("names every field of a profile that is wrong", () => {
    const { policy, problems } = parseManagedPolicy({
      profiles: [{ ...PROFILE, clientId: "", tokenUrl: "ftp://auth" }],
    });
    expect(problems).toEqual(["profiles[0]: Client ID", "profiles[0]: Access token URL"]);
    expect(policy.profiles).toEqual([]);
  });

  it("keeps what is well beside what is not", () => {
    const { policy } = parseManagedPolicy({ profiles: [{ id: "bad", seq: 1 }, PROFILE], apiHosts: [{}, HOST] });
    expect(policy.profiles.map(({ id }) => id)).toEqual(["managed-acme"]);
    expect(policy.hosts).toHaveLength(1);
  });

  it("has a place for secret parameters, whose values the person enters", () => {
    const added = { id: "key", name: "api_key", value: "", sendIn: "body", secret: true, enabled: true };
    const group = { overrides: {}, added: [] };
    const withValue = (value: string): unknown => ({
      profiles: [
        {
          ...PROFILE,
          parameters: {
            authorization: group,
            refresh: group,
            token: { overrides: { scope: { included: false } }, added: [{ ...added, value }] },
          },
        },
      ],
    });
    expect(parseManagedPolicy(withValue("")).problems).toEqual([]);
    expect(parseManagedPolicy(withValue("s3cret")).problems).toEqual(["profiles[0].parameters"]);
  });
});

describe("the schema, by which Chromium drops what it does not list", () => {
  it("lists each member of the policy and of a profile, with the type that the parser takes", () => {
    const { seq: _, ...members } = newProfile("", 0);
    const names = Object.keys(schema.properties);
    // Each is known: its value is wrong, not its name.
    const { problems } = parseManagedPolicy(Object.fromEntries(names.map((name) => [name, "x"])));
    expect(new Set(problems)).toEqual(new Set(names));
    const properties: Readonly<Record<string, { type: string; enum?: string[] }>> =
      schema.properties.profiles.items.properties;
    const listed = Object.entries(properties).map(([name, { type, enum: words }]) => [name, [type, words]] as const);
    const wanted = Object.entries(members).map(([name, value]) => {
      const type = name === "lifetimeSeconds" ? "number" : typeof value;
      return [name, [type, PROFILE_WORDS[name]]] as const;
    });
    expect(new Map(listed)).toEqual(new Map(wanted));
  });

  it("lists each member of an API host and of parameters", () => {
    const host = { pattern: 1, profile: 1, callingPages: 1, pageLoads: 1, webSockets: 1 };
    expect(Object.keys(schema.properties.apiHosts.items.properties)).toEqual(Object.keys(host));
    const { properties: groups } = schema.properties.profiles.items.properties.parameters;
    expect(Object.keys(groups)).toEqual(["authorization", "token", "refresh"]);
    for (const { properties: group } of Object.values(groups)) {
      expect(Object.keys(group)).toEqual(["overrides", "added"]);
      expect(Object.keys(group.overrides.additionalProperties.properties)).toEqual(["included", "name", "value"]);
      const added = ["id", "name", "value", "sendIn", "secret", "enabled"];
      expect(Object.keys(group.added.items.properties)).toEqual(added);
    }
  });
});

describe("limits that can't be read", () => {
  it("count at their strictest", () => {
    const { limits } = parseManagedPolicy({
      allowedHosts: 1,
      requirePassphrase: 1,
      longestIdleLockMinutes: "x",
    }).policy;
    expect(limits).toEqual({ allowedHosts: [], requirePassphrase: true, longestIdleLockMinutes: 1 });
    expect(isUrlAllowed(limits, "https://api.example.com/")).toBe(false);
  });
});

describe("allowed hosts", () => {
  const limits = { ...NO_LIMITS, allowedHosts: ["api.test", "*.example.com", "[::1]"] };

  it.each([
    ["https://api.test/x", true],
    ["http://api.test:8080/", true],
    ["https://sub.api.test/", false],
    ["https://example.com/", true],
    ["https://a.b.example.com/", true],
    ["https://badexample.com/", false],
    ["http://[::1]:3000/", true],
    ["https://api.test.evil.test/", false],
    ["no url", false],
  ])("%s: %s", (url, allowed) => {
    expect(isUrlAllowed(limits, url)).toBe(allowed);
    expect(isUrlAllowed(NO_LIMITS, url)).toBe(true);
  });

  it("a wildcard needs its whole domain", () => {
    expect(isHostAllowed(limits, { host: "api.test", wildcard: true })).toBe(false);
    expect(isHostAllowed(limits, { host: "example.com", wildcard: true })).toBe(true);
  });
});

it.each([
  [15, 30, 15],
  [60, 30, 30],
  [null, 30, 30],
  [null, undefined, null],
] as const)(
  "an idle lock of %s minutes with a limit of %s is %s",
  (idleLockMinutes, longestIdleLockMinutes, expected) => {
    const limited = limitSettings({ ...DEFAULT_SETTINGS, idleLockMinutes }, { ...NO_LIMITS, longestIdleLockMinutes });
    expect(limited.idleLockMinutes).toBe(expected);
  },
);
