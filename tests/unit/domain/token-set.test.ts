import { describe, expect, it } from "vitest";
import { isAttachable } from "../../../lib/domain/token-set.ts";

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
