import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "../../../lib/domain/errors.ts";
import {
  activeTestMode,
  breakSignature,
  isTestMode,
  pickExpired,
  startTestMode,
  type TestModeInput,
} from "../../../lib/domain/test-mode.ts";
import { keepFormer, type TokenSet, type TokenSummary } from "../../../lib/domain/token-set.ts";

const MINUTE = 60_000;

const base64url = fc.stringMatching(/^[A-Za-z0-9_-]{4,60}$/u);
const jwt = fc.tuple(base64url, base64url, base64url).map((segments) => segments.join("."));
const opaque = fc.stringMatching(/^[A-Za-z0-9\-._~+/]{1,60}={0,2}$/u);

describe("breakSignature", () => {
  it.each([
    ["eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.AAAAAAA", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.AAABAAA"],
    ["0123456789abcdef", "0123456089abcdef"],
    ["ya29.a0AfH6SM", "ya29.ayAfH6SM"],
    ["a", "B"],
  ])("of %s makes %s", (token, broken) => {
    expect(breakSignature(token)).toBe(broken);
  });

  it("always differs, in one place, with the same length and of the same kind of characters", () => {
    fc.assert(
      fc.property(fc.oneof(jwt, opaque), (token) => {
        const broken = breakSignature(token);
        const changed = token.split("").flatMap((old, index) => (broken[index] === old ? [] : [index]));
        expect(broken).toHaveLength(token.length);
        expect(changed).toHaveLength(1);
        expect(broken).toMatch(/^[A-Za-z0-9\-._~+/]+=*$/u);
      }),
    );
  });

  it("leaves a JWT's header and payload, and never changes just the last character of its signature", () => {
    fc.assert(
      fc.property(jwt, (token) => {
        const broken = breakSignature(token);
        const end = token.lastIndexOf(".");
        expect(broken.slice(0, end + 1)).toBe(token.slice(0, end + 1));
        expect(broken.slice(end + 1, -1)).not.toBe(token.slice(end + 1, -1));
        expect(broken.slice(end + 1)).toMatch(/^[A-Za-z0-9_-]+$/u);
      }),
    );
  });

  it("makes a signature that does not verify", async () => {
    const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
    const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
    const signed = new TextEncoder().encode("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0");
    const signature = new Uint8Array(await crypto.subtle.sign(algorithm, privateKey, signed));
    const token = `eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.${Buffer.from(signature).toString("base64url")}`;
    const verifies = (text: string) => {
      const bytes = new Uint8Array(Buffer.from(text.slice(text.lastIndexOf(".") + 1), "base64url"));
      return crypto.subtle.verify(algorithm, publicKey, bytes, signed);
    };
    expect([await verifies(token), await verifies(breakSignature(token))]).toEqual([true, false]);
  });
});

describe("startTestMode", () => {
  it("begins now and ends after the minutes asked for", () => {
    const time = { sinceMs: 1_000, untilMs: 1_000 + 15 * MINUTE };
    expect(startTestMode({ kind: "no_token", minutes: 15 }, 1_000)).toEqual({ kind: "no_token", ...time });
    const other = { kind: "other_profile", profileId: "p2" } as const;
    expect(startTestMode({ ...other, minutes: 15 }, 1_000)).toEqual({ ...other, ...time });
  });

  it("keeps no profile where none is asked for", () => {
    expect(startTestMode({ kind: "no_token", profileId: "p2", minutes: 1 }, 0)).not.toHaveProperty("profileId");
  });

  it.each([0, -1, 0.5, 1_441, Number.NaN, Infinity, "5", null])("refuses %s minutes", (minutes) => {
    const input = { kind: "no_token", minutes } as TestModeInput;
    expect(() => startTestMode(input, 0)).toThrow(
      new AppError("invalid_field", { field: "Minutes", problem: "not_a_number" }),
    );
  });

  it.each([{ kind: "no_mode" }, { kind: "other_profile" }, { kind: "other_profile", profileId: 7 }, {}])(
    "refuses %o",
    (input) => {
      expect(() => startTestMode({ ...input, minutes: 5 } as TestModeInput, 0)).toThrow(new AppError("bad_message"));
    },
  );
});

describe("activeTestMode", () => {
  const testMode = startTestMode({ kind: "no_token", minutes: 5 }, 10 * MINUTE);

  it.each([
    ["when it begins", 10 * MINUTE, true],
    ["just before its end", 15 * MINUTE - 1, true],
    ["at its end", 15 * MINUTE, false],
    ["with the clock a little behind its beginning", 10 * MINUTE - 1_000, true],
    ["with the clock set back before its beginning", 10 * MINUTE - 1_001, false],
  ])("%s", (_, nowMs, isOn) => {
    expect(activeTestMode({ testMode }, nowMs)).toBe(isOn ? testMode : undefined);
  });

  it("is none on a host that never had one", () => {
    expect(activeTestMode({}, 0)).toBeUndefined();
  });
});

describe("isTestMode", () => {
  const time = { sinceMs: 0, untilMs: 1 };

  it.each([
    [{ kind: "no_token", ...time }, true],
    [{ kind: "other_profile", profileId: "p", ...time }, true],
    [{ kind: "other_profile", ...time }, false],
    [{ kind: "no_token", profileId: "p", ...time }, false],
    [{ kind: "later_kind", ...time }, false],
    [{ kind: "no_token", untilMs: 1 }, false],
    [null, false],
    ["no_token", false],
  ])("of %o is %s", (value, expected) => {
    expect(isTestMode(value)).toBe(expected);
  });
});

const SUMMARY: TokenSummary = {
  obtainedAtMs: 0,
  expiresAtMs: 60 * MINUTE,
  expirySource: "reply",
  tokenType: "Bearer",
  scope: undefined,
  hasRefreshToken: false,
  hasIdToken: false,
  attachable: true,
};
const BEARER = { attachAnyType: false };

describe("pickExpired", () => {
  const former = [
    { expiresAtMs: 50 * MINUTE, attachable: true },
    { expiresAtMs: 20 * MINUTE, attachable: true },
  ];

  it.each([
    ["none yet, but soon", 10, { pick: undefined, fromMs: 20 * MINUTE }],
    ["a former one", 20, { pick: 1, expiredAtMs: 20 * MINUTE }],
    ["the newer of the former ones", 55, { pick: 0, expiredAtMs: 50 * MINUTE }],
    ["the present one once it has itself expired", 60, { pick: "current", expiredAtMs: 60 * MINUTE }],
  ])("finds %s", (_, minute, expected) => {
    expect(pickExpired({ ...SUMMARY, former }, BEARER, minute * MINUTE)).toEqual(expected);
  });

  it("never takes a token for expired whose end nobody named", () => {
    const endless = { ...SUMMARY, expiresAtMs: undefined };
    expect(pickExpired(endless, BEARER, 1e15)).toEqual({ pick: undefined, fromMs: undefined });
  });

  it("passes over a token that no rule may carry", () => {
    const unfit = { ...SUMMARY, attachable: false };
    expect(pickExpired(unfit, BEARER, 90 * MINUTE)).toEqual({ pick: undefined, fromMs: undefined });
  });
});

describe("keepFormer", () => {
  function tokenSet(accessToken: string, expiresAtMs: number | undefined, changes: Partial<TokenSet> = {}): TokenSet {
    return {
      accessToken,
      tokenType: "Bearer",
      refreshToken: undefined,
      idToken: undefined,
      scope: undefined,
      obtainedAtMs: 0,
      expiresAtMs,
      expirySource: "reply",
      reply: {},
      issuedBy: "machine at https://auth.example.com/token",
      callback: {},
      ...changes,
    };
  }
  const next = tokenSet("T9", 900);

  it("keeps the token that is replaced", () => {
    const kept = [{ accessToken: "T1", tokenType: "Bearer", expiresAtMs: 100 }];
    expect(keepFormer(next, tokenSet("T1", 100), 50)).toEqual(kept);
  });

  it("keeps the newest expired one and the next to expire, however often the token is replaced", () => {
    let current = tokenSet("T1", 100);
    for (const [name, expiresAtMs, nowMs] of [
      ["T2", 200, 110],
      ["T3", 300, 120],
      ["T4", 400, 130],
      ["T5", 500, 140],
    ] as const) {
      const replacing = tokenSet(name, expiresAtMs);
      current = { ...replacing, former: keepFormer(replacing, current, nowMs) };
    }
    expect(current.former?.map(({ accessToken }) => accessToken)).toEqual(["T2", "T1"]);
  });

  it.each([
    ["of another server or client", tokenSet("T1", 100, { issuedBy: "other" })],
    ["whose end nobody named", tokenSet("T1", undefined)],
    ["that the server has given out again", tokenSet("T9", 100)],
    ["where there was none", undefined],
  ])("keeps none %s", (_, previous) => {
    expect(keepFormer(next, previous, 50)).toEqual([]);
  });
});
