import { describe, expect, it } from "vitest";
import type { ApiHost } from "../../../lib/domain/api-host.ts";
import { boundText, formatBackup, MAX_BACKUP_LENGTH, parseBackup } from "../../../lib/domain/backup.ts";
import { compareBackup, mergeBackup, type Present } from "../../../lib/domain/backup-merge.ts";
import { emptyParameterGroups } from "../../../lib/domain/parameter-groups.ts";
import { newProfile, type OAuthProfile, type SecretKey } from "../../../lib/domain/profile.ts";
import { DEFAULT_SETTINGS } from "../../../lib/domain/settings.ts";

const ACME: OAuthProfile = {
  ...newProfile("p1", 1),
  name: "Acme",
  clientId: "acme-client",
  authorizationUrl: "https://as.example.com/authorize",
  tokenUrl: "https://as.example.com/token",
  variables: { tenant: "t1" },
  parameters: {
    ...emptyParameterGroups(),
    token: {
      overrides: { client_id: { included: true } },
      added: [{ id: "a1", name: "audience", value: "api", sendIn: "body", secret: false, enabled: true }],
    },
  },
};
const API: ApiHost = {
  id: "h1",
  seq: 2,
  pattern: "https://api.example.com",
  profileId: "p1",
  callingPages: ["https://app.example.com"],
  pageLoads: true,
  webSockets: false,
  enabled: true,
};
const CONTENT = { profiles: [ACME], hosts: [API], settings: { ...DEFAULT_SETTINGS, theme: "dark" } } as const;

/** A file's content with one member of the first profile or API host changed. */
function file(change: { profile?: object; host?: object; top?: object } = {}): string {
  return JSON.stringify({
    format: "bearer-bar-backup",
    version: 1,
    profiles: [{ ...ACME, ...change.profile }],
    hosts: [{ ...API, ...change.host }],
    settings: {},
    ...change.top,
  });
}

describe("a backup's text", () => {
  it("is read as it was written", () => {
    const { content, secrets, bound } = parseBackup(formatBackup(CONTENT, undefined));
    expect(content).toEqual(CONTENT);
    expect(secrets).toBeUndefined();
    expect(bound).toBe(boundText(CONTENT));
  });

  it("binds secrets to everything in the open, written however it may be", () => {
    const { bound } = parseBackup(JSON.stringify(JSON.parse(formatBackup(CONTENT, undefined))));
    expect(bound).toBe(boundText(CONTENT));
    expect(parseBackup(file({ profile: { tokenUrl: "https://evil.example/token" } })).bound).not.toBe(
      parseBackup(file()).bound,
    );
  });

  it("gives members that are younger than the file their defaults", () => {
    const { pkce: _pkce, variables: _variables, ...older } = ACME;
    const { content } = parseBackup(file({ top: { profiles: [older] } }));
    expect(content.profiles).toEqual([{ ...ACME, pkce: "S256", variables: {} }]);
  });

  const wrong: Record<string, [text: string, field: string, problem: string]> = {
    "no JSON": ["{", "File", "not_a_backup"],
    "another's JSON": ['{"info":{}}', "File", "not_a_backup"],
    "a later version's": [file({ top: { version: 2 } }), "File", "newer_version"],
    "of no version": [file({ top: { version: "1" } }), "File", "not_a_backup"],
    "too large": [" ".repeat(MAX_BACKUP_LENGTH + 1), "File", "too_large"],
    "without profiles": [file({ top: { profiles: undefined } }), "profiles", "required"],
    "with profiles of another form": [file({ top: { profiles: {} } }), "profiles", "wrong_type"],
    "with a profile that is none": [file({ top: { profiles: [ACME, 7] } }), "profiles[1]", "wrong_type"],
    "with a number for a text": [file({ profile: { tokenUrl: 7 } }), "profiles[0].tokenUrl", "wrong_type"],
    "with a word that is no choice": [file({ profile: { pkce: "S512" } }), "profiles[0].pkce", "not_a_choice"],
    "with a member nobody knows": [file({ profile: { colour: "red" } }), "profiles[0].colour", "unknown_member"],
    "without an id": [file({ profile: { id: "" } }), "profiles[0].id", "required"],
    "with a lifetime as text": [
      file({ profile: { lifetimeSeconds: "1" } }),
      "profiles[0].lifetimeSeconds",
      "wrong_type",
    ],
    "with a variable that is no text": [
      file({ profile: { variables: { a: 1 } } }),
      "profiles[0].variables.a",
      "wrong_type",
    ],
    "without one of the groups": [
      file({ profile: { parameters: {} } }),
      "profiles[0].parameters.authorization",
      "required",
    ],
    "with an URL that is none": [file({ profile: { tokenUrl: "x" } }), "profiles[0] (Access token URL)", "not_a_url"],
    "with the same id twice": [
      file({ top: { profiles: [ACME, { ...ACME, name: "B" }] } }),
      "profiles[1].id",
      "duplicate",
    ],
    "with the same name twice": [
      file({ top: { profiles: [ACME, { ...ACME, id: "x" }] } }),
      "profiles[1].name",
      "duplicate",
    ],
    "with an API host for no profile": [file({ host: { profileId: "p9" } }), "hosts[0].profileId", "unknown_profile"],
    "with an API host that is none": [
      file({ host: { pattern: "https://*.com" } }),
      "hosts[0].pattern",
      "not_an_api_host",
    ],
    "with a page that is none": [file({ host: { callingPages: ["x"] } }), "hosts[0].callingPages[0]", "not_an_origin"],
    "with an API host half told": [file({ host: { enabled: "yes" } }), "hosts[0].enabled", "wrong_type"],
    "with secrets of another form": [file({ top: { secrets: { kdf: { name: "md5" } } } }), "secrets", "wrong_type"],
  };
  it.each(Object.entries(wrong))("is refused %s, and the place is named", (_, [text, field, problem]) => {
    expect(() => parseBackup(text)).toThrow(
      expect.objectContaining({ code: "invalid_field", details: expect.objectContaining({ field, problem }) }),
    );
  });

  it("is refused with a parameter sent nowhere", () => {
    const added = [{ ...ACME.parameters.token.added[0], sendIn: "cookie" }];
    const parameters = { ...ACME.parameters, token: { overrides: {}, added } };
    expect(() => parseBackup(file({ profile: { parameters } }))).toThrow(
      expect.objectContaining({
        details: { field: "profiles[0].parameters.token.added[0].sendIn", problem: "not_a_choice" },
      }),
    );
  });
});

function present(profiles: OAuthProfile[], hosts: ApiHost[] = [], keys: SecretKey[] = []): Present {
  return { profiles, hosts, secretKeys: () => keys };
}

function merge(here: Present, conflicts: "keep" | "replace" | "both", secrets = {}) {
  let count = 0;
  return mergeBackup(CONTENT, secrets, here, { conflicts, newId: () => `new${++count}`, firstSeq: 50 });
}

describe("a backup against what is there", () => {
  it("is all new where there is nothing, with ids and numbers of its own", () => {
    expect(compareBackup(CONTENT, {}, present([])).map(({ state }) => state)).toEqual(["new", "new"]);
    const { profiles, hosts } = merge(present([]), "keep", { p1: { clientSecret: "s" } });
    expect(profiles).toEqual([{ profile: { ...ACME, id: "new1", seq: 50 }, secrets: { clientSecret: "s" } }]);
    expect(hosts).toEqual([{ ...API, id: "new2", seq: 51, profileId: "new1" }]);
  });

  it("is the same by name and address, whatever the ids, and nothing is written then", () => {
    const here = present([{ ...ACME, id: "m1", seq: 7 }], [{ ...API, id: "m2", seq: 8, profileId: "m1" }]);
    expect(compareBackup(CONTENT, {}, here).map(({ state }) => state)).toEqual(["same", "same"]);
    expect(merge(here, "both")).toEqual({ profiles: [], hosts: [] });
  });

  it("brings a secret that is missing here", () => {
    const here = present([ACME], [API]);
    const secrets = { p1: { clientSecret: "s" } };
    expect(compareBackup(CONTENT, secrets, here)[0]?.state).toBe("conflict");
    expect(merge(here, "replace", secrets).profiles).toEqual([{ profile: ACME, secrets: secrets.p1 }]);
  });

  const mine = { ...ACME, id: "m1", seq: 7, scope: "mine" };
  const myHost = { ...API, id: "m2", seq: 8, profileId: null };

  it("keeps mine", () => {
    expect(compareBackup(CONTENT, {}, present([mine], [myHost])).map(({ state }) => state)).toEqual([
      "conflict",
      "conflict",
    ]);
    expect(merge(present([mine], [myHost]), "keep")).toEqual({ profiles: [], hosts: [] });
  });

  it("replaces mine in its place", () => {
    const { profiles, hosts } = merge(present([mine], [myHost]), "replace");
    expect(profiles).toEqual([{ profile: { ...ACME, id: "m1", seq: 7 }, secrets: {} }]);
    expect(hosts).toEqual([{ ...API, id: "m2", seq: 8, profileId: "m1", enabled: false }]);
  });

  it.each<[string, ApiHost[], boolean]>([
    ["switched off: where no token went before", [], false],
    ["switched off: from pages that it did not have", [{ ...API, callingPages: [] }], false],
    ["switched off: now on page loads too", [{ ...API, pageLoads: false }], false],
    ["switched off: where it had been switched off", [{ ...API, enabled: false, webSockets: true }], false],
    [
      "as it is: from fewer pages than before",
      [{ ...API, callingPages: [...API.callingPages, "https://b.example"] }],
      true,
    ],
  ])("brings an API host that would send a token that is here %s", (_, hosts, enabled) => {
    expect(merge(present([ACME], hosts), "replace").hosts[0]?.enabled).toBe(enabled);
  });

  it("leaves what is the same", () => {
    expect(merge(present([ACME], [API]), "replace")).toEqual({ profiles: [], hosts: [] });
  });

  it("keeps both profiles under two names, and one API host", () => {
    const { profiles, hosts } = merge(present([mine], [myHost]), "both");
    expect(profiles.map(({ profile }) => [profile.id, profile.name])).toEqual([["new1", "Acme (2)"]]);
    expect(hosts).toEqual([]);
  });

  it("finds a renamed profile by its id, and takes no name twice", () => {
    const renamed = { ...ACME, name: "Renamed" };
    const other = { ...ACME, id: "m9", seq: 9, name: "acme" };
    const { profiles } = merge(present([renamed, other]), "replace");
    expect(profiles.map(({ profile }) => [profile.id, profile.name])).toEqual([["p1", "Acme (2)"]]);
  });

  it("never sends a stored secret to another address than before", () => {
    const elsewhere = { ...mine, tokenUrl: "https://mine.example/token" };
    const { profiles } = merge(present([elsewhere], [], ["clientSecret", "added.a2"]), "replace", {
      p1: { clientSecret: "the file's" },
    });
    expect(profiles[0]).toMatchObject({ secrets: { clientSecret: "the file's", "added.a2": null }, endsGrant: true });
    expect(merge(present([mine], [], ["clientSecret"]), "replace").profiles[0]?.secrets).toEqual({});
  });
});
