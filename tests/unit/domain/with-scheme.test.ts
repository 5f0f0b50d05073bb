import { describe, expect, it } from "vitest";
import { withScheme } from "../../../lib/domain/with-scheme.ts";

describe("an address typed without its scheme", () => {
  it.each([
    ["localhost:8733", "http://localhost:8733"],
    ["127.0.0.1:8733/docs", "http://127.0.0.1:8733/docs"],
    ["app.localhost", "http://app.localhost"],
    ["[::1]:3000", "http://[::1]:3000"],
    [" docs.example.com/reference ", "https://docs.example.com/reference"],
    ["*.example.com:8443/v1", "https://*.example.com:8443/v1"],
    ["api:8443", "https://api:8443"],
    ["localhost.example.com", "https://localhost.example.com"],
    ["docs.example.com/?next=https://x", "https://docs.example.com/?next=https://x"],
  ])("%j is completed to %s", (text, completed) => {
    expect(withScheme(text)).toBe(completed);
  });

  it.each([
    "",
    "https://docs.example.com",
    "HTTP://docs.example.com",
    "file:///etc",
    "//docs.example.com",
    "no page",
    "docs",
    "12",
    "docs/v1.2",
    "my.app://open",
    "me@corp.com",
    "docs.example.com@evil.com",
    "mailto:x@y.com",
    "https:/docs.example.com",
    "https:",
  ])("%j stays as it is", (text) => {
    expect(withScheme(text)).toBe(text);
  });
});
