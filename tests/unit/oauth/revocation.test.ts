import { describe, expect, test } from "vitest";
import { buildRevocationRequest, readRevocationResponse } from "../../../lib/oauth/revocation.ts";
import { added, errorOf, formOf, headerOf, profileWith, replyOf, SECRETS, SENT_AT_MS, withGroup } from "./fixtures.ts";

const REVOKING = { revocationUrl: "https://as.example.com/revoke" } as const;

describe("a revocation request", () => {
  test("is a form with token and hint, and Basic (RFC 7009 §2.1)", () => {
    const profile = profileWith({ ...REVOKING, tokenRequestMethod: "GET", tokenRequestFormat: "json" });
    const request = buildRevocationRequest(profile, SECRETS, "t0ken", "refresh_token");
    expect(request).toMatchObject({ method: "POST", url: "https://as.example.com/revoke" });
    expect(formOf(request)).toEqual({ token: "t0ken", token_type_hint: "refresh_token" });
    expect(headerOf(request, "Authorization")).toBe(`Basic ${btoa("client-1:s3cr3t-of-the-client")}`);
    expect(request.secrets).toContain("t0ken");
  });
  test("names the client as a refresh does: renamed parameters, added headers", () => {
    const profile = withGroup(profileWith({ ...REVOKING, clientAuthentication: "body" }), "refresh", {
      overrides: { client_id: { name: "client_key" } },
      added: [
        added({ id: "1", name: "X-Key", value: "k", sendIn: "header" }),
        added({ id: "2", name: "audience", value: "a" }),
      ],
    });
    const request = buildRevocationRequest(profile, SECRETS, "t", "access_token");
    expect(formOf(request)).toEqual({
      token: "t",
      token_type_hint: "access_token",
      client_key: "client-1",
      client_secret: "s3cr3t-of-the-client",
    });
    expect(headerOf(request, "X-Key")).toBe("k");
  });
  test("needs an address", async () => {
    expect(await errorOf(() => buildRevocationRequest(profileWith(), SECRETS, "t", "access_token"))).toEqual({
      code: "invalid_field",
      field: "Revocation URL",
      problem: "required",
    });
  });
});

describe("a revocation reply", () => {
  test.each([
    ["", 200],
    ["garbage", 200],
    ["", 204],
  ])("of %j with status %i is success", (body, status) => {
    expect(() => readRevocationResponse(replyOf(body, { status }))).not.toThrow();
  });
  test.each([
    [503, "", { code: "retry_later", status: 503, retryAtMs: SENT_AT_MS + 5250 }],
    [
      400,
      { error: "unsupported_token_type" },
      { code: "token_refused", status: 400, error: "unsupported_token_type", retryAtMs: SENT_AT_MS + 5250 },
    ],
  ])("with status %i and %j is not", async (status, body, error) => {
    const reply = replyOf(body, { status, headers: [["Retry-After", "5"]] });
    expect(await errorOf(() => readRevocationResponse(reply))).toEqual(error);
  });
  test("with status 404 is not", async () => {
    expect(await errorOf(() => readRevocationResponse(replyOf("<html>", { status: 404 })))).toEqual({
      code: "http_status",
      status: 404,
    });
  });
});
