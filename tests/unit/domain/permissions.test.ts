import { describe, expect, it } from "vitest";
import { hostPermissions, missingPermissions, profilePermissions } from "../../../lib/domain/permissions.ts";
import { newProfile } from "../../../lib/domain/profile.ts";

describe("hostPermissions", () => {
  it("asks for the host and its pages alone, and for WebSockets by their own scheme", () => {
    const host = {
      pattern: "https://api.example.com:8443/v1",
      callingPages: ["https://docs.example.org"],
      webSockets: true,
    };
    expect(hostPermissions(host)).toEqual({
      origins: ["https://api.example.com/*", "wss://api.example.com/*", "https://docs.example.org/*"],
      permissions: ["webRequest"],
    });
  });

  it("asks for subdomains where the host is a wildcard", () => {
    const host = { pattern: "http://*.example.com", callingPages: [], webSockets: false };
    expect(hostPermissions(host).origins).toEqual(["http://*.example.com/*"]);
  });
});

describe("profilePermissions", () => {
  it("asks for each endpoint's host once, variables filled in", () => {
    const profile = {
      ...newProfile("p1", 1),
      tokenUrl: "https://{{tenant}}.example.com/token",
      refreshUrl: "https://acme.example.com/refresh",
      revocationUrl: "https://revoke.example.com/",
      variables: { tenant: "acme" },
    };
    expect(profilePermissions(profile).origins).toEqual(["https://acme.example.com/*", "https://revoke.example.com/*"]);
  });

  it.each([
    ["https://{{nobody}}.example.com/token"],
    ["https://{{callback.shop}}.example.com/token"],
    ["https://"],
    [""],
  ])("asks for nothing where the host is not known yet: %j", (tokenUrl) => {
    expect(profilePermissions({ ...newProfile("p1", 1), tokenUrl })).toEqual({ origins: [], permissions: [] });
  });
});

describe("missingPermissions", () => {
  it.each([
    [["https://api.example.com/*"], []],
    [["<all_urls>"], []],
    [["*://*/*"], []],
    [["https://*/*"], []],
    [["https://*.example.com/*"], []],
    [["https://*.api.example.com/*"], []],
    [["http://api.example.com/*"], ["https://api.example.com/*"]],
    [["https://*.other.com/*"], ["https://api.example.com/*"]],
    [["https://example.com/*"], ["https://api.example.com/*"]],
    [[], ["https://api.example.com/*"]],
  ])("granted %j leaves %j", (granted, missing) => {
    const needed = { origins: ["https://api.example.com/*"], permissions: [] };
    expect(missingPermissions(needed, { origins: granted, permissions: [] }).origins).toEqual(missing);
  });

  it("reads what is granted once, not once per question", () => {
    let reads = 0;
    const granted = {
      permissions: [],
      get origins() {
        reads += 1;
        return ["https://api.example.com/*"];
      },
    };
    const needed = { origins: ["https://api.example.com/*"], permissions: [] };
    for (let question = 0; question < 100; question += 1) missingPermissions(needed, granted);
    expect(reads).toBe(1);
  });
});
