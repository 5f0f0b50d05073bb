import { describe, expect, it } from "vitest";
import {
  formatApiHost,
  matchesApiHost,
  overlaps,
  parseApiHost,
  parseCallingPage,
  specificity,
} from "../../../lib/domain/api-host.ts";
import { callRule, lastingCallRules } from "../../../lib/domain/own-call-rules.ts";
import { newProfile } from "../../../lib/domain/profile.ts";
import { AppError } from "../../../lib/domain/errors.ts";

function problemOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return error instanceof AppError ? { code: error.code, ...error.details } : undefined;
  }
  return undefined;
}

describe("parseApiHost", () => {
  it.each([
    ["https://api.example.com", "https://api.example.com"],
    ["  https://API.Example.com/  ", "https://api.example.com"],
    ["https://api.example.com:443", "https://api.example.com"],
    ["http://127.0.0.1:8801/v1/", "http://127.0.0.1:8801/v1"],
    ["https://*.example.com", "https://*.example.com"],
    ["https://*.example.com:8443/v1", "https://*.example.com:8443/v1"],
    ["https://münchen.example", "https://xn--mnchen-3ya.example"],
    ["http://[::1]:8080", "http://[::1]:8080"],
    ["http://localhost:3000", "http://localhost:3000"],
  ])("reads %j as %s", (text, written) => {
    expect(formatApiHost(parseApiHost(text))).toBe(written);
  });

  it.each([
    ["", "required"],
    ["api.example.com", "not_an_api_host"],
    ["ftp://api.example.com", "not_an_api_host"],
    ["https://", "not_an_api_host"],
    ["https://*", "not_an_api_host"],
    ["https://*.com", "not_an_api_host"],
    ["https://*.10.0.0.1", "not_an_api_host"],
    ["https://a.*.example.com", "not_an_api_host"],
    ["https://user:secret@api.example.com", "has_credentials"],
    ["https://api.example.com/?x=1", "has_query"],
    ["https://api.example.com/#x", "has_fragment"],
    ["https://api.example.com/a*b", "unsupported_character"],
    ["https://api.example.com/a|b", "unsupported_character"],
  ])("refuses %j: %s", (text, problem) => {
    expect(problemOf(() => parseApiHost(text))).toEqual({ code: "invalid_field", field: "API host", problem });
  });
});

describe("parseCallingPage", () => {
  it("takes a whole address for its origin", () => {
    expect(parseCallingPage("https://docs.example.com/reference?x#y")).toBe("https://docs.example.com");
  });

  it.each([["docs.example.com"], ["localhost:8733"], ["file:///etc/passwd"], ["https://*.example.com"]])(
    "refuses %j",
    (text) => {
      expect(problemOf(() => parseCallingPage(text))).toEqual({
        code: "invalid_field",
        field: "Page",
        problem: "not_an_origin",
      });
    },
  );
});

describe("matchesApiHost", () => {
  const v1 = parseApiHost("https://api.example.com/v1");
  const anyLabel = parseApiHost("https://*.example.com");

  it.each([
    [v1, "https://api.example.com/v1", true],
    [v1, "https://api.example.com/v1/me?x=1", true],
    [v1, "https://api.example.com/v10", false],
    [v1, "https://api.example.com:8443/v1", false],
    [v1, "http://api.example.com/v1", false],
    [v1, "wss://api.example.com/v1/socket", true],
    [v1, "https://evil.test/?https://api.example.com/v1", false],
    [anyLabel, "https://a.example.com/", true],
    [anyLabel, "https://a.b.example.com/", true],
    [anyLabel, "https://example.com/", false],
    [anyLabel, "https://evilexample.com/", false],
    [v1, "not a url", false],
  ])("%o and %s: %s", (pattern, url, expected) => {
    expect(matchesApiHost(pattern, url)).toBe(expected);
  });
});

describe("overlaps and specificity", () => {
  it.each([
    ["https://api.example.com", "https://api.example.com/v1", true],
    ["https://api.example.com/v1", "https://api.example.com/v2", false],
    ["https://api.example.com/v1", "https://api.example.com/v10", false],
    ["https://*.example.com", "https://api.example.com/v1", true],
    ["https://*.example.com", "https://example.com", false],
    ["https://*.example.com", "https://*.a.example.com", true],
    ["https://api.example.com", "http://api.example.com", false],
    ["https://api.example.com", "https://api.example.com:8443", false],
  ])("%s and %s: %s", (a, b, expected) => {
    expect(overlaps(parseApiHost(a), parseApiHost(b))).toBe(expected);
    expect(overlaps(parseApiHost(b), parseApiHost(a))).toBe(expected);
  });

  it("ranks an exact host over a wildcard, then the longer host, then the longer path", () => {
    const ranked = [
      "https://*.example.com",
      "https://*.example.com/v1",
      "https://*.a.example.com",
      "https://a.example.com",
      "https://a.example.com/v1",
      "https://a.example.com/v1/admin",
    ].map((text) => specificity(parseApiHost(text)));
    expect(ranked).toEqual(ranked.toSorted((a, b) => a - b));
    expect(new Set(ranked).size).toBe(ranked.length);
  });

  it("leaves every rule made of it below the rules of the extension's own calls, in the bits that Chromium heeds", () => {
    const label = "a".repeat(63);
    const longest = `https://${label}.${label}.${label}.${"a".repeat(61)}/${"p".repeat(20_000)}`;
    const highest = 2 * specificity(parseApiHost(longest)) + 1;
    const profile = { ...newProfile("p", 1), originMode: "keep" } as const;
    const ofCalls = [...lastingCallRules("abc"), callRule(profile, "https://login.example.com/token", "abc")];
    for (const rule of ofCalls) {
      expect(rule?.priority).toBeGreaterThan(highest);
      expect(rule?.priority).toBeLessThan(2 ** 24);
    }
  });
});
