import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CopyParts, copyText, copyUrl, tokenHeader } from "../../../lib/domain/copy-text.ts";

const PARTS: CopyParts = {
  token: "T0k.en-1",
  header: { name: "Authorization", value: "Bearer T0k.en-1" },
  url: "https://api.example.com/v1",
};

/** Visible ASCII most of all, and what else a server might come up with. NUL can't be in an argument. */
const TEXT = fc.oneof(
  fc.string({ unit: "grapheme-ascii", minLength: 1 }),
  fc.string({ unit: fc.constantFrom("'", '"', "\\", "$", "`", "\n", "!", "#", " ", "(", "%", "x"), minLength: 1 }),
  fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !text.includes("\0")),
);

/** The words that a real shell makes of a command line, each ended by NUL. */
function shellWords(words: string): string[] {
  const script = `for word in ${words}; do printf '%s\\000' "$word"; done`;
  return execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
}

function readByShell(assignment: string): string {
  return execFileSync("sh", ["-c", `${assignment}\nprintf %s "$ACCESS_TOKEN"`], { encoding: "utf8" });
}

describe("the text that is copied", () => {
  it.each([
    ["token", "T0k.en-1"],
    ["header", "Authorization: Bearer T0k.en-1"],
    ["curl", "curl 'https://api.example.com/v1' --header 'Authorization: Bearer T0k.en-1'"],
    ["httpie", "http GET 'https://api.example.com/v1' 'Authorization: Bearer T0k.en-1'"],
    ["fetch", 'fetch("https://api.example.com/v1", { headers: { "Authorization": "Bearer T0k.en-1" } })'],
    ["env", "ACCESS_TOKEN=T0k.en-1"],
  ] as const)("as %s", (format, text) => {
    expect(copyText(format, PARTS)).toBe(text);
  });

  it("keeps curl from taking brackets for a range", () => {
    expect(copyText("curl", { ...PARTS, url: copyUrl("http://[::1]:8080") })).toBe(
      "curl --globoff 'http://[::1]:8080/' --header 'Authorization: Bearer T0k.en-1'",
    );
  });

  it("has no line end at its end", () => {
    for (const format of ["token", "header", "curl", "httpie", "fetch", "env"] as const) {
      expect(copyText(format, PARTS)).not.toMatch(/\s$/u);
    }
  });
});

describe("whatever the token, header and URL", () => {
  const parts = fc.record({
    token: TEXT,
    header: fc.record({ name: TEXT, value: TEXT }),
    url: TEXT.filter((url) => !url.includes("[")),
  });

  it("a shell hands curl and HTTPie exactly what was meant", () => {
    fc.assert(
      fc.property(parts, (given) => {
        const line = `${given.header.name}: ${given.header.value}`;
        expect(shellWords(copyText("curl", given))).toEqual(["curl", given.url, "--header", line]);
        expect(shellWords(copyText("httpie", given))).toEqual(["http", "GET", given.url, line]);
      }),
      { numRuns: 60 },
    );
  });

  it("a shell reads the .env line's token back", () => {
    fc.assert(
      fc.property(TEXT, (token) => {
        expect(readByShell(copyText("env", { ...PARTS, token }))).toBe(token);
      }),
      { numRuns: 60 },
    );
  });

  it("a header whose name has a meaning in JavaScript is a header all the same", () => {
    const given = { ...PARTS, header: { name: "__proto__", value: "T" } };
    expect(copyText("fetch", given)).toContain('{ ["__proto__"]: "T" }');
  });

  it("JavaScript calls fetch with exactly what was meant", () => {
    fc.assert(
      fc.property(parts, (given) => {
        const calls: unknown[][] = [];
        // oxlint-disable-next-line no-implied-eval, typescript/no-implied-eval -- what is copied is code, and this runs it
        new Function("fetch", copyText("fetch", given))((...call: unknown[]) => calls.push(call));
        expect(JSON.stringify(calls)).toBe(
          JSON.stringify([[given.url, { headers: { [given.header.name]: given.header.value } }]]),
        );
      }),
    );
  });
});

describe("the header of a token", () => {
  it.each([
    [{ headerName: "Authorization", headerPrefix: "Bearer" }, "Authorization", "Bearer T"],
    [{ headerName: "X-Api-Key", headerPrefix: "" }, "X-Api-Key", "T"],
    [{ headerName: "Authorization", headerPrefix: " token " }, "Authorization", "token T"],
  ])("of %j", (profile, name, value) => {
    expect(tokenHeader(profile, "T")).toEqual({ name, value });
  });
});

describe("the URL of a copied request", () => {
  it.each([
    ["https://api.example.com", "https://api.example.com/"],
    ["https://api.example.com:8443/v1", "https://api.example.com:8443/v1"],
    ["https://*.example.com/v1", "https://your-subdomain.example.com/v1"],
    [undefined, "https://your-api.example/"],
  ])("of the API host %s is %s", (pattern, url) => {
    expect(copyUrl(pattern)).toBe(url);
  });
});
