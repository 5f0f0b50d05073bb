import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ApiHost } from "../../../lib/domain/api-host.ts";
import { watchedHosts } from "../../../lib/domain/watched-hosts.ts";

function apiHost(pattern: string, changes: Partial<ApiHost> = {}): ApiHost {
  const rest = { profileId: null, callingPages: [], pageLoads: false, webSockets: false, enabled: true };
  return { id: pattern, seq: 1, pattern, ...rest, ...changes };
}

function many(count: number, pattern: (number: number) => string): ApiHost[] {
  return Array.from({ length: count }, (_, number) => apiHost(pattern(number)));
}

/** Match patterns as browsers read them. */
function covers(pattern: string, url: string): boolean {
  const [scheme = "", host = ""] = pattern.replace(/\/\*$/u, "").split("://");
  const { protocol, hostname } = new URL(url);
  if (protocol !== `${scheme}:`) return false;
  return host.startsWith("*.") ? `.${hostname}`.endsWith(host.slice(1)) : hostname === host;
}

describe("the match patterns that the browser is asked for", () => {
  it("are those of the API hosts that are on, each once", () => {
    const hosts = [
      apiHost("https://b.example.com/v1"),
      apiHost("https://b.example.com:8443"),
      apiHost("https://*.example.org", { webSockets: true }),
      apiHost("https://a.example.com", { enabled: false }),
    ];
    expect(watchedHosts(hosts).patterns).toEqual([
      "https://*.example.org/*",
      "https://b.example.com/*",
      "wss://*.example.org/*",
    ]);
  });

  it("stay as they are while they are a hundred", () => {
    const hosts = many(100, (number) => `https://api-${number}.example.com`);
    expect(watchedHosts(hosts).patterns).toHaveLength(100);
  });

  it("are a domain's, once they are more and ten of them are below it", () => {
    const hosts = [
      ...many(91, (number) => `https://api-${number}.example.com`),
      apiHost("https://deep.below.example.com"),
      ...many(9, (number) => `https://api-${number}.example.org`),
      apiHost("http://api-0.example.com"),
    ];
    expect(watchedHosts(hosts).patterns).toEqual([
      "http://api-0.example.com/*",
      "https://*.example.com/*",
      ...many(9, (number) => `https://api-${number}.example.org/*`).map(({ pattern }) => pattern),
    ]);
  });

  it("are the nearest such domain's, and never one of a single label, or of a part of an address", () => {
    const hosts = [
      ...many(60, (number) => `https://api-${number}.eu.example.com`),
      ...many(10, (number) => `https://api-${number}.us.example.com`),
      ...many(20, (number) => `https://name-${number}.test`),
      ...many(20, (number) => `https://name-${number}.test.`),
      ...many(20, (number) => `https://10.0.0.${number}`),
      apiHost("https://[::1]"),
    ];
    const { patterns } = watchedHosts(hosts);
    expect(patterns.filter((pattern) => pattern.includes("*."))).toEqual([
      "https://*.eu.example.com/*",
      "https://*.us.example.com/*",
    ]);
    expect(patterns).toHaveLength(2 + 20 + 20 + 20 + 1);
  });

  it("cover each request to an API host that is on", () => {
    const label = fc.constantFrom("a", "b", "c", "d");
    const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => `${labels.join(".")}.test`);
    const host = fc.record({ scheme: fc.constantFrom("http", "https"), name });
    fc.assert(
      fc.property(fc.array(host, { minLength: 120, maxLength: 200 }), (list) => {
        const hosts = list.map(({ scheme, name: host }, number) => apiHost(`${scheme}://${number % 90}.${host}`));
        const watched = watchedHosts(hosts);
        for (const { pattern } of hosts) {
          expect(watched.has(new URL(pattern))).toBe(true);
          expect(watched.patterns.some((asked) => covers(asked, pattern))).toBe(true);
        }
      }),
    );
  });
});

describe("whose requests are looked at", () => {
  const hosts = [
    ...many(200, (number) => `https://api-${number}.example.com`),
    apiHost("https://off.example.com", { enabled: false }),
    apiHost("https://*.wide.example.com", { webSockets: true }),
  ];
  it.each([
    ["https://api-7.example.com/me", true],
    ["https://api-7.example.com:8443/me", true],
    ["https://a.wide.example.com/me", true],
    ["wss://a.wide.example.com/me", true],
    ["https://off.example.com/me", false],
    ["https://www.example.com/me", false],
    ["http://api-7.example.com/me", false],
    ["wss://api-7.example.com/me", false],
  ])("%s: %s, though its domain is asked for whole", (url, expected) => {
    expect(watchedHosts(hosts).has(new URL(url))).toBe(expected);
  });
});
