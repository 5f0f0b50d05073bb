import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ApiHost, matchesApiHost, parseApiHost, specificity } from "../../../lib/domain/api-host.ts";
import { createHostIndex } from "../../../lib/domain/host-index.ts";

function apiHost(pattern: string): ApiHost {
  return {
    id: pattern,
    seq: 1,
    pattern,
    profileId: null,
    callingPages: [],
    pageLoads: false,
    webSockets: false,
    enabled: true,
  };
}

const PATTERNS = [
  "https://*.example.com",
  "https://api.example.com",
  "https://api.example.com/v1",
  "https://*.eu.example.com",
  "https://api.example.com:8443",
  "http://api.example.com",
];

describe("the API host of a request", () => {
  it.each([
    ["https://api.example.com/me", "https://api.example.com"],
    ["https://api.example.com/v1/me", "https://api.example.com/v1"],
    ["https://api.example.com/v1x", "https://api.example.com"],
    ["https://api.example.com:8443/", "https://api.example.com:8443"],
    ["http://api.example.com/", "http://api.example.com"],
    ["wss://api.example.com/socket", "https://api.example.com"],
    ["https://www.example.com/", "https://*.example.com"],
    ["https://a.eu.example.com/", "https://*.eu.example.com"],
    ["https://example.com/", undefined],
    ["https://api.example.com.evil.test/", undefined],
    ["https://evil.test/?u=https://api.example.com/", undefined],
  ])("%s is %s", (url, pattern) => {
    expect(createHostIndex(PATTERNS.map(apiHost)).find(new URL(url))?.host.pattern).toBe(pattern);
  });

  it("is the one that a look at each finds, for any hosts and any address", () => {
    const label = fc.constantFrom("a", "b", "api", "eu");
    const name = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => `${labels.join(".")}.test`);
    const rest = fc.constantFrom("", ":8443", "/v1", "/v1/x");
    const pattern = fc
      .tuple(fc.boolean(), name, rest)
      .map(([wild, host, end]) => `https://${wild ? "*." : ""}${host}${end}`);
    fc.assert(
      fc.property(fc.uniqueArray(pattern, { maxLength: 12 }), name, rest, (patterns, host, end) => {
        const url = `https://${host}${end}`;
        const matching = patterns.filter((candidate) => matchesApiHost(parseApiHost(candidate), url));
        const best = matching.toSorted((a, b) => specificity(parseApiHost(b)) - specificity(parseApiHost(a)))[0];
        expect(createHostIndex(patterns.map(apiHost)).find(new URL(url))?.host.pattern).toBe(best);
      }),
    );
  });
});
