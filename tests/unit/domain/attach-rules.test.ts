import { describe, expect, it } from "vitest";
import { type ApiHost, matchesApiHost, parseApiHost } from "../../../lib/domain/api-host.ts";
import { createRulePlanner } from "../../../lib/domain/rule-planner.ts";
import type { PermissionSet } from "../../../lib/domain/permission-set.ts";

const HEADERS = new Map([
  ["p1", { name: "Authorization", value: "Bearer T1" }],
  ["p2", { name: "X-Api-Key", value: "T2" }],
]);

function host(pattern: string, changes: Partial<ApiHost> = {}): ApiHost {
  return {
    id: pattern,
    seq: 1,
    pattern,
    profileId: "p1",
    callingPages: [],
    pageLoads: false,
    webSockets: false,
    enabled: true,
    ...changes,
  };
}

const BROWSER = { handshakeScheme: "ws", limits: { rules: 5_000, regexRules: 1_000 } } as const;

/** With the header of each host's profile. */
function attachRules(hosts: readonly ApiHost[], headers: typeof HEADERS, permissions: PermissionSet) {
  const byHost = hosts.map((each) => [each.id, headers.get(each.profileId ?? "")] as const);
  const known = new Map(byHost.flatMap(([id, header]) => (header ? [[id, header]] : [])));
  return createRulePlanner(BROWSER)(hosts, known, permissions).rules;
}

function granted(...origins: string[]): PermissionSet {
  return { origins, permissions: ["webRequest"] };
}

describe("attachRules", () => {
  it("makes one rule for subrequests, anchored and without OPTIONS and CONNECT", () => {
    const api = host("https://api.example.com", { callingPages: ["https://docs.example.org"] });
    expect(attachRules([api], HEADERS, granted("https://api.example.com/*", "https://docs.example.org/*"))).toEqual([
      {
        id: 8,
        priority: expect.any(Number),
        action: {
          type: "modifyHeaders",
          requestHeaders: [{ header: "authorization", operation: "set", value: "Bearer T1" }],
        },
        condition: {
          urlFilter: "|https://api.example.com/",
          isUrlFilterCaseSensitive: true,
          initiatorDomains: ["api.example.com", "docs.example.org"],
          resourceTypes: ["xmlhttprequest"],
          requestMethods: ["get", "post", "put", "patch", "delete", "head", "other"],
        },
      },
    ]);
  });

  it("keeps the port and the path prefix, and nothing that only begins like it", () => {
    const [rule] = attachRules([host("http://127.0.0.1:8801/v1")], HEADERS, granted("http://127.0.0.1/*"));
    const filter = new RegExp(rule?.condition.regexFilter ?? "never", "u");
    for (const end of ["/v1", "/v1/", "/v1/me?x=1", "/v1?x=1"]) expect(`http://127.0.0.1:8801${end}`).toMatch(filter);
    for (const end of ["/v10", "/v1;x", "/v1@x", "/v1:x", "/v1~x", "/v1,x", "/v1!x", "/v1%2Fx", "/V1", "/"]) {
      expect(`http://127.0.0.1:8801${end}`).not.toMatch(filter);
    }
    expect("http://127.0.0.1:8802/v1").not.toMatch(filter);
    expect("http://evil.test/?http://127.0.0.1:8801/v1").not.toMatch(filter);
    expect(rule?.condition.urlFilter).toBeUndefined();
  });

  it("agrees with matchesApiHost on every address", () => {
    const patterns = ["https://api.example.com", "https://api.example.com/v1", "https://*.example.com:8443/v1"];
    const addresses = ["", "a.", "a.b.", "evil"].flatMap((label) =>
      ["", ":8443"].flatMap((port) =>
        ["/", "/v1", "/v1/x", "/v1?x", "/v1;x", "/v10"].flatMap((path) => [
          `https://${label}api.example.com${port}${path}`,
          `https://${label}example.com${port}${path}`,
        ]),
      ),
    );
    for (const pattern of patterns) {
      const all = granted("https://api.example.com/*", "https://*.example.com/*");
      const [rule] = attachRules([host(pattern)], HEADERS, all);
      const { regexFilter, urlFilter } = rule?.condition ?? {};
      for (const url of addresses) {
        const attached =
          regexFilter === undefined
            ? url.startsWith(urlFilter?.slice(1) ?? "never")
            : new RegExp(regexFilter, "u").test(url);
        expect([pattern, url, attached]).toEqual([pattern, url, matchesApiHost(parseApiHost(pattern), url)]);
      }
    }
  });

  it("attaches to page loads as GET of the main frame only, and only where asked for", () => {
    const [, rule, ...others] = attachRules(
      [host("https://api.example.com", { pageLoads: true })],
      HEADERS,
      granted("https://api.example.com/*"),
    );
    expect(rule?.condition).toEqual({
      urlFilter: "|https://api.example.com/",
      isUrlFilterCaseSensitive: true,
      resourceTypes: ["main_frame"],
      requestMethods: ["get"],
    });
    expect(others).toEqual([]);
  });

  it("attaches to WebSocket handshakes by a rule of their own scheme, with the same initiators", () => {
    const [, rule] = attachRules(
      [host("https://api.example.com", { webSockets: true })],
      HEADERS,
      granted("https://api.example.com/*"),
    );
    expect(rule?.condition).toEqual({
      urlFilter: "|wss://api.example.com/",
      isUrlFilterCaseSensitive: true,
      initiatorDomains: ["api.example.com"],
      resourceTypes: ["websocket"],
    });
  });

  it.each([
    ["switched off", { enabled: false }],
    ["set to None", { profileId: null }],
    ["of a profile without a fresh token", { profileId: "p3" }],
  ])("makes no rule for a host %s", (_, changes) => {
    expect(
      attachRules([host("https://api.example.com", changes)], HEADERS, granted("https://api.example.com/*")),
    ).toEqual([]);
  });

  it("makes no rule for a host whose permission was withdrawn", () => {
    expect(attachRules([host("https://api.example.com")], HEADERS, granted("https://docs.example.org/*"))).toEqual([]);
  });

  it("keeps a wildcard inside the host by a regular expression", () => {
    const [rule] = attachRules([host("https://*.example.com:8443/v1")], HEADERS, granted("https://*.example.com/*"));
    expect(rule?.condition.requestDomains).toEqual(["example.com"]);
    const filter = new RegExp(rule?.condition.regexFilter ?? "never", "u");
    expect("https://a.b.example.com:8443/v1/me").toMatch(filter);
    expect("https://a.example.com:8443/v1?x").toMatch(filter);
    for (const url of [
      "https://example.com:8443/v1",
      "https://a.example.com/v1",
      "https://a.example.com:8443/v10",
      "https://evil.test/?https://a.example.com:8443/v1",
      "https://evil.test/.example.com:8443/v1",
      "http://a.example.com:8443/v1",
    ]) {
      expect(url).not.toMatch(filter);
    }
  });

  it("shields a more specific host from a wider one, whether it has a token or not", () => {
    const wide = host("https://api.example.com", { seq: 1 });
    const narrow = host("https://api.example.com/public", { seq: 2, profileId: null });
    const rules = attachRules([wide, narrow], HEADERS, granted("https://api.example.com/*"));
    expect(rules).toHaveLength(2);
    const [attach, shield] = rules;
    expect(shield?.action).toEqual({ type: "allow" });
    expect("https://api.example.com/public/x").toMatch(new RegExp(shield?.condition.regexFilter ?? "never", "u"));
    expect(shield?.priority).toBeGreaterThan(attach?.priority ?? Infinity);
  });

  it("lets the more specific host's own token over its shield", () => {
    const wide = host("https://*.example.com", { seq: 1 });
    const narrow = host("https://api.example.com", { seq: 2, profileId: "p2" });
    const rules = attachRules([wide, narrow], HEADERS, granted("https://*.example.com/*", "https://api.example.com/*"));
    const priorities = Object.fromEntries(rules.map((rule) => [rule.id, rule.priority]));
    const [wideRule, narrowRule, shield] = [8, 16, 19].map((id) => priorities[id] ?? Number.NaN);
    expect(wideRule).toBeLessThan(shield ?? Number.NaN);
    expect(shield).toBeLessThan(narrowRule ?? Number.NaN);
  });

  it("needs no shield beside a wider host that sends nothing", () => {
    const wide = host("https://api.example.com", { seq: 1, enabled: false });
    const narrow = host("https://api.example.com/public", { seq: 2, profileId: null });
    expect(attachRules([wide, narrow], HEADERS, granted("https://api.example.com/*"))).toEqual([]);
  });

  it("shuts out subdomains that the browser has granted for another reason", () => {
    const [rule] = attachRules(
      [host("https://api.example.com", { callingPages: ["https://docs.example.org"] })],
      HEADERS,
      granted(
        "https://api.example.com/*",
        "https://docs.example.org/*",
        "https://a.docs.example.org/*",
        "https://x.test/*",
      ),
    );
    expect(rule?.condition.excludedInitiatorDomains).toEqual(["a.docs.example.org"]);
  });

  it("gives every host rule ids of its own that do not move when another host changes", () => {
    const a = host("https://a.example.com", { seq: 7, pageLoads: true, webSockets: true });
    const b = host("https://b.example.com", { seq: 8, pageLoads: true, webSockets: true });
    const all = granted("https://a.example.com/*", "https://b.example.com/*");
    const ids = attachRules([a, b], HEADERS, all).map((rule) => rule.id);
    expect(new Set(ids).size).toBe(6);
    expect(attachRules([b], HEADERS, all).map((rule) => rule.id)).toEqual(ids.slice(3));
  });
});
