import { describe, expect, test } from "vitest";
import { fillPlaceholders, fillUrlPlaceholders, placeholderNames } from "../../../lib/domain/placeholders.ts";
import { errorOf } from "./fixtures.ts";

const values = new Map([
  ["tenant", "acme"],
  ["client_id", "{{tenant}}"],
  ["empty", ""],
]);

describe("placeholders in a value", () => {
  test("are replaced by name, with spaces inside the braces or not", () => {
    expect(fillPlaceholders("a-{{tenant}}-{{ tenant }}", values, "X")).toBe("a-acme-acme");
  });
  test("are not looked for in what was put in", () => {
    expect(fillPlaceholders("{{client_id}}", values, "X")).toBe("{{tenant}}");
  });
  test("may be nothing of the sort: lone braces stay", () => {
    expect(fillPlaceholders('{"a":{"b":1}}', values, "X")).toBe('{"a":{"b":1}}');
  });
  test.each(["nobody", "__proto__", "constructor", ""])("of an unknown name are refused: {{%s}}", async (name) => {
    expect(await errorOf(() => fillPlaceholders(`{{${name}}}`, values, "Token parameters: audience"))).toEqual({
      code: "invalid_field",
      field: "Token parameters: audience",
      problem: "unknown_placeholder",
    });
  });
  test("are listed in order", () => {
    expect(placeholderNames("{{b}}/{{ a }}/{{b}}")).toEqual(["b", "a", "b"]);
  });
});

describe("placeholders in a URL", () => {
  test.each([
    ["https://{{v}}.example.com/token", "acme", "https://acme.example.com/token"],
    ["https://{{v}}.example.com/token", "eu.acme-2", "https://eu.acme-2.example.com/token"],
    ["https://{{v}}/token", "login.example.com", "https://login.example.com/token"],
    ["https://as.example.com:{{v}}/token", "8443", "https://as.example.com:8443/token"],
    ["https://as.example.com/{{v}}/token", "a/b?c#d", "https://as.example.com/a%2Fb%3Fc%23d/token"],
    ["https://as.example.com/{{v}}/token", "Jörg", "https://as.example.com/J%C3%B6rg/token"],
    ["https://as.example.com/token?key={{v}}", "a&b=c#d é", "https://as.example.com/token?key=a%26b%3Dc%23d%20%C3%A9"],
    ["https://as.example.com/token?key={{v}}", "", "https://as.example.com/token?key="],
    ["{{v}}/token", "https://as.example.com/realms/x/", "https://as.example.com/realms/x/token"],
    [" {{v}}/token ", "http://localhost:8080", "http://localhost:8080/token"],
  ])("%s with %j becomes %s", (template, value, filled) => {
    expect(fillUrlPlaceholders(template, new Map([["v", value]]), "Access token URL")).toBe(filled);
  });

  test.each([
    ["https://{{v}}.example.com/token", "evil.test/"],
    ["https://{{v}}.example.com/token", "evil.test?"],
    ["https://{{v}}.example.com/token", "evil.test#"],
    ["https://{{v}}.example.com/token", "user@evil"],
    ["https://{{v}}.example.com/token", "evil.test:80"],
    ["https://{{v}}.example.com/token", "evil.test\\"],
    ["https://{{v}}.example.com/token", "evil.test／"],
    ["https://{{v}}.example.com/token", "-acme"],
    ["https:\\\\{{v}}.example.com/token", "evil.test/"],
    ["https:////{{v}}.example.com/token", "evil.test/"],
    ["https://as.example.com/{{v}}/token", ".."],
    ["https://as.example.com/{{v}}/token", "."],
    ["{{v}}/token", "https://as.example.com/?a="],
    ["{{v}}/token", "https://user@as.example.com"],
    ["{{v}}/token", "https://as.example.com\\"],
  ])("%s refuses %j, which would change where it leads", async (template, value) => {
    const call = (): string => fillUrlPlaceholders(template, new Map([["v", value]]), "Access token URL");
    expect(await errorOf(call)).toMatchObject({ code: "invalid_field", field: "Access token URL" });
  });

  test.each([
    ["https://{{empty}}.example.com/", "unknown_placeholder", "empty"],
    ["https://as.example.com/{{ empty }}/token", "unknown_placeholder", "empty"],
    ["https:{{tenant}}", "not_a_url"],
    ["{{tenant}}://as.example.com", "not_a_url"],
    ["{{nobody}}/token", "unknown_placeholder", "nobody"],
    [`{{${"n".repeat(50)}}}/token`, "unknown_placeholder", "n".repeat(40)],
  ])("%s is refused as %s", async (template, problem, placeholder?: string) => {
    expect(await errorOf(() => fillUrlPlaceholders(template, values, "Refresh URL"))).toEqual({
      code: "invalid_field",
      field: "Refresh URL",
      problem,
      ...(placeholder === undefined ? {} : { placeholder }),
    });
  });
});

describe("the host of a URL", () => {
  test("cannot be reached by a value behind a line end, which the URL parser drops", async () => {
    const call = () => fillUrlPlaceholders("https://\n/{{v}}/token", new Map([["v", "evil.test/"]]), "Refresh URL");
    expect(await errorOf(call)).toMatchObject({ problem: "unsupported_character" });
  });
  test("with a mebibyte of slashes in the value is filled", () => {
    const value = `https://as.example.com${"/".repeat(1_048_576)}x`;
    expect(fillUrlPlaceholders("{{v}}/token", new Map([["v", value]]), "Refresh URL")).toBe(`${value}/token`);
  });
});
