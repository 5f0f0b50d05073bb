import { describe, expect, test } from "vitest";
import type { TokenSet } from "../../../lib/domain/token-set.ts";
import { readTokenResponse } from "../../../lib/oauth/token-response.ts";
import { viewTokenSet } from "../../../lib/oauth/token-view.ts";
import { jwtOf, profileWith, replyOf, SECRETS } from "./fixtures.ts";

const SIGNATURE = "c2lnbmF0dXJl";

function tokenSetOf(reply: Readonly<Record<string, unknown>>, changes: Partial<TokenSet> = {}): TokenSet {
  return { ...readTokenResponse(profileWith(), replyOf(reply)), ...changes };
}

function viewOf(reply: Readonly<Record<string, unknown>>, changes: Partial<TokenSet> = {}) {
  return viewTokenSet(profileWith(), tokenSetOf(reply, changes), SECRETS, true);
}

describe("the view of a token set", () => {
  test("decodes header and claims of a JWT, names its times, and leaves out its signature", () => {
    const view = viewOf({ access_token: jwtOf({ sub: "alice", exp: 1_700_003_600, iat: 1.7e9, auth_time: "soon" }) });
    expect(view.accessToken).toMatchObject({
      kind: "jwt",
      times: [
        { claim: "exp", atSeconds: 1_700_003_600 },
        { claim: "iat", atSeconds: 1_700_000_000 },
      ],
    });
    const { header, claims } = view.accessToken as Extract<typeof view.accessToken, { kind: "jwt" }>;
    expect(JSON.parse(header)).toEqual({ alg: "none" });
    expect(JSON.parse(claims)).toMatchObject({ sub: "alice", auth_time: "soon" });
    expect(JSON.stringify(view)).not.toContain(SIGNATURE);
  });

  test("says of an opaque token only how long it is, and so of every refresh token", () => {
    const view = viewOf({ access_token: "T0ken-canary", refresh_token: jwtOf({ sub: "alice" }), expires_in: 60 });
    expect(view.accessToken).toEqual({ kind: "opaque", length: 12 });
    expect(view.refreshToken).toEqual({ kind: "opaque", length: jwtOf({ sub: "alice" }).length });
    expect(view).toMatchObject({ refreshTokenRotates: true, expirySource: "reply", idToken: undefined });
  });

  test("reads the header of an encrypted JWT and nothing else", () => {
    const header = Buffer.from('{"alg":"dir","enc":"A256GCM"}').toString("base64url");
    const { accessToken } = viewOf({ access_token: `${header}..aXY.Y2lwaGVy.dGFn` });
    expect(accessToken).toMatchObject({ kind: "encrypted_jwt" });
    expect(JSON.stringify(accessToken)).not.toMatch(/Y2lwaGVy|dGFn/u);
  });

  test.each(["a.b.c", "eyJhbGciOiJub25lIn0.not json.x", "..", "T"])("takes %j for opaque", (token) => {
    expect(viewOf({ access_token: token }).accessToken).toEqual({ kind: "opaque", length: token.length });
  });

  test("masks tokens within claims", () => {
    const inner = jwtOf({ sub: "inner" });
    const view = viewOf({
      access_token: jwtOf({ nested: inner, copy: "refresh-canary-1", refresh_token: "inner-canary", sub: "alice" }),
      refresh_token: "refresh-canary-1",
    });
    const shown = JSON.stringify(view);
    expect(shown).not.toMatch(/refresh-canary-1|inner-canary|c2lnbmF0dXJl/u);
    expect(shown).not.toContain(inner.slice(0, 30));
    expect(shown).toContain("alice");
  });

  test("keeps every member of the reply, known or not, and masks what has a token's value", () => {
    const reply = {
      access_token: "access-canary-1",
      refresh_token: "refresh-canary-2",
      id_token: jwtOf({ sub: "alice" }),
      token_type: "Bearer",
      instance_url: "https://eu1.example.com",
      echo: { of: ["access-canary-1"], text: "is refresh-canary-2 indeed" },
      secret_word: "s3cr3t-of-the-client",
      custom: 42,
    };
    const { reply: shown } = viewOf(reply);
    const members = JSON.parse(shown.text) as Record<string, unknown>;
    expect(Object.keys(members)).toEqual(Object.keys(reply));
    expect(members).toMatchObject({ token_type: "Bearer", instance_url: "https://eu1.example.com", custom: 42 });
    expect(shown.text).not.toMatch(/canary-[12](?!")|access-canary|refresh-canary|s3cr3t-of/u);
    expect(shown.shortened).toBe(false);
  });

  test("shows the callback's members, masked where they are secret", () => {
    const callback = { realmId: "9341", session_token: "session-canary", echo: "access-canary-1" };
    const view = viewOf({ access_token: "access-canary-1" }, { callback });
    expect(view.callback["realmId"]).toBe("9341");
    expect(JSON.stringify(view.callback)).not.toMatch(/session-can|access-can/u);
  });

  test.each([
    ["read admin", { granted: ["read", "admin"], missing: ["write"], extra: ["admin"] }],
    ["write read", { granted: ["write", "read"], missing: [], extra: [] }],
    ["read,write", { granted: ["read", "write"], missing: [], extra: [] }],
    [undefined, { granted: undefined, missing: [], extra: [] }],
  ])("compares the granted scope %j with the one asked for", (scope, expected) => {
    const view = viewOf({ access_token: "T", ...(scope === undefined ? {} : { scope }) });
    expect(view.scope).toEqual({ asked: ["read", "write"], ...expected });
  });
});
