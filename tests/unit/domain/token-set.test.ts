import { describe, expect, it } from "vitest";
import { isAttachable, isFresh, renewAtMs } from "../../../lib/domain/token-set.ts";

describe("isAttachable", () => {
  it.each([
    ["bearer", "abc.DEF-1_2~3+4/5==", true],
    ["BEARER", "abc", true],
    [undefined, "abc", true],
    ["MAC", "abc", false],
    ["DPoP", "abc", false],
    ["N_A", "abc", false],
    ["Bearer", "", false],
    ["Bearer", "a b", false],
    ["Bearer", "a\r\nX: y", false],
    ["Bearer", "é", false],
    ["Bearer", "a=b", false],
    ["Bearer", "a".repeat(16_384), true],
    ["Bearer", "a".repeat(16_385), false],
  ])("type %s: %#", (tokenType, accessToken, expected) => {
    expect(isAttachable({ tokenType, accessToken })).toBe(expected);
  });
});

describe("renewAtMs", () => {
  it.each([
    ["five seconds: one second before", 5_000, 4_000],
    ["ten minutes: a tenth before", 600_000, 540_000],
    ["an hour: a minute before", 3_600_000, 3_540_000],
  ])("%s", (_, lifetimeMs, expected) => {
    expect(renewAtMs({ obtainedAtMs: 1_000_000, expiresAtMs: 1_000_000 + lifetimeMs })).toBe(1_000_000 + expected);
  });

  it("is undefined when nobody said when the token expires", () => {
    expect(renewAtMs({ obtainedAtMs: 1, expiresAtMs: undefined })).toBeUndefined();
  });
});

describe("isFresh", () => {
  it("ends at the very millisecond of expiry", () => {
    expect(isFresh({ expiresAtMs: 100 }, 99)).toBe(true);
    expect(isFresh({ expiresAtMs: 100 }, 100)).toBe(false);
    expect(isFresh({ expiresAtMs: undefined }, 100)).toBe(true);
  });
});
