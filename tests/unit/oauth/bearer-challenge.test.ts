import { describe, expect, it } from "vitest";
import { parseBearerChallenge } from "../../../lib/oauth/bearer-challenge.ts";

describe("WWW-Authenticate", () => {
  it.each([
    [
      "an expired token (RFC 6750 §3)",
      ['Bearer realm="example", error="invalid_token", error_description="The access token expired"'],
      { error: "invalid_token", errorDescription: "The access token expired", scope: undefined },
    ],
    [
      "a scope that is missing",
      ['Bearer error="insufficient_scope", scope="read write"'],
      { error: "insufficient_scope", errorDescription: undefined, scope: "read write" },
    ],
    [
      "bare values and other letter case",
      ["bearer Error=invalid_token"],
      { error: "invalid_token", errorDescription: undefined, scope: undefined },
    ],
    [
      "quotes inside",
      [String.raw`Bearer error="x", error_description="say \"no\""`],
      { error: "x", errorDescription: 'say "no"', scope: undefined },
    ],
    [
      "two challenges in one header",
      ['Basic realm="a, b", Bearer error="invalid_token"'],
      { error: "invalid_token", errorDescription: undefined, scope: undefined },
    ],
    [
      "two headers",
      ['Basic realm="a"', 'DPoP error="use_dpop_nonce"'],
      { error: "use_dpop_nonce", errorDescription: undefined, scope: undefined },
    ],
    ["nothing but a realm", ['Bearer realm="a"'], undefined],
    ["what is no challenge", ['"=,,=" \\'], undefined],
    ["no header", [], undefined],
  ])("is read of %s", (_, values, challenge) => {
    expect(parseBearerChallenge(values, [])).toEqual(challenge);
  });

  it("is shortened", () => {
    const read = parseBearerChallenge([`Bearer error_description="${"x".repeat(1_000)}", error="e"`], []);
    expect(read?.errorDescription).toHaveLength(201);
  });

  it("has what the request carried masked, and every JWT", () => {
    const said =
      'Bearer error="invalid_token", error_description="opaque-canary-1 is not eyJhbGciOiJIUzI1NiJ9.e30.c2ln"';
    const read = parseBearerChallenge([said], ["opaque-canary-1"]);
    expect(read?.errorDescription).toMatch(/^••••\S{4} is not ••••\S{4}$/u);
  });
});
