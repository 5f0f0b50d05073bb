import { describe, expect, it } from "vitest";
import { isAttachable, isSummaryAttachable, type TokenSummary } from "../../../lib/domain/token-set.ts";

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
    expect(isAttachable({ tokenType, accessToken }, { attachAnyType: false })).toBe(expected);
  });

  it.each([
    ["bot", "xoxb-1", true],
    ["User Access Token", "v^1.1#i^1", true],
    [undefined, "cdf01657:ab", true],
    ["N_A", "!~", true],
    ["Bearer", "", false],
    ["Bearer", "a b", false],
    ["Bearer", "a\r\nX: y", false],
    ["Bearer", "a\tb", false],
    ["Bearer", "a\u007f", false],
    ["Bearer", "é", false],
    ["Bearer", "a".repeat(16_384), true],
    ["Bearer", "a".repeat(16_385), false],
  ])("where any type is attached, type %s: %#", (tokenType, accessToken, expected) => {
    expect(isAttachable({ tokenType, accessToken }, { attachAnyType: true })).toBe(expected);
  });
});

describe("isSummaryAttachable", () => {
  const summary: TokenSummary = {
    obtainedAtMs: 0,
    expiresAtMs: undefined,
    expirySource: "unknown",
    tokenType: "bot",
    scope: undefined,
    hasRefreshToken: false,
    hasIdToken: false,
    attachable: false,
  };

  it("follows the profile's setting", () => {
    const bot = { ...summary, attachableAsAnyType: true };
    expect(isSummaryAttachable(bot, { attachAnyType: true })).toBe(true);
    expect(isSummaryAttachable(bot, { attachAnyType: false })).toBe(false);
  });

  it("takes a record from before there was the setting for what it says", () => {
    expect(isSummaryAttachable(summary, { attachAnyType: true })).toBe(false);
    expect(isSummaryAttachable({ ...summary, attachable: true }, { attachAnyType: true })).toBe(true);
  });
});
