import { beforeEach, describe, expect, it } from "vitest";
import { newProfile } from "../../lib/domain/profile.ts";
import { TestWorker } from "./test-worker.ts";

const ISSUER = "https://auth.example.com/realms/x";
const METADATA = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/auth`,
  token_endpoint: `${ISSUER}/token`,
  code_challenge_methods_supported: ["S256"],
  token_endpoint_auth_methods_supported: ["client_secret_post"],
};
const TYPED = { ...newProfile("typed", 0), name: "Mine", clientId: "client-1", scope: "openid" };

let test: TestWorker;
let asked: string[];
beforeEach(async () => {
  test = await TestWorker.start();
  test.browser.grantAll("https://auth.example.com/*");
  asked = [];
});

/** Answers each address in turn; what is asked beyond them is not found. */
function answer(...replies: (Response | "lost")[]): void {
  test.browser.server = ({ url }) => {
    asked.push(url);
    return replies.shift() ?? new Response("nothing here", { status: 404 });
  };
}

function discover(issuer: string, changes: Partial<typeof TYPED> = {}) {
  return test.send("discoverServer", { issuer, profile: { ...TYPED, ...changes } });
}

describe("discovery", () => {
  it("answers with the profile as the server describes itself, and keeps what is the tester's own", async () => {
    answer(Response.json(METADATA));
    expect(await discover(ISSUER)).toMatchObject({
      ok: true,
      result: {
        ...TYPED,
        issuer: ISSUER,
        authorizationUrl: `${ISSUER}/auth`,
        tokenUrl: `${ISSUER}/token`,
        clientAuthentication: "body",
      },
    });
    expect(asked).toEqual([`${ISSUER}/.well-known/openid-configuration`]);
    expect((await test.snapshot()).profiles).toEqual([]);
  });

  it("tries the other addresses when the first has nothing", async () => {
    answer(new Response("", { status: 404 }), Response.json(METADATA));
    expect(await discover(ISSUER)).toMatchObject({ ok: true, result: { issuer: ISSUER } });
    expect(asked).toEqual([
      `${ISSUER}/.well-known/openid-configuration`,
      "https://auth.example.com/.well-known/oauth-authorization-server/realms/x",
    ]);
  });

  it("fills nothing for another issuer, and names both", async () => {
    answer(Response.json({ ...METADATA, issuer: "https://evil.example.com" }));
    expect(await discover(ISSUER)).toMatchObject({
      ok: false,
      error: { code: "discovery_issuer_mismatch", expected: ISSUER, actual: "https://evil.example.com" },
    });
  });

  it("takes a page for no description", async () => {
    answer(...Array.from({ length: 4 }, () => new Response("<!doctype html><title>Hello</title>")));
    expect(await discover(ISSUER)).toMatchObject({
      ok: false,
      error: { code: "discovery_failed", status: 200, host: "auth.example.com" },
    });
    expect(asked).toHaveLength(4);
  });

  it("follows no redirect", async () => {
    answer(Response.redirect("https://evil.example.com/"));
    expect(await discover(ISSUER)).toMatchObject({ ok: false, error: { code: "redirected", status: 302 } });
    expect(asked.every((url) => url.startsWith("https://auth.example.com/"))).toBe(true);
  });

  it("asks a server that can't be reached once", async () => {
    answer("lost");
    expect(await discover(ISSUER)).toMatchObject({ ok: false, error: { code: "network", host: "auth.example.com" } });
    expect(asked).toHaveLength(1);
  });

  it("asks nobody without the browser's leave, nor over plain http unless that is accepted", async () => {
    answer(Response.json(METADATA));
    expect(await discover("https://other.example.com")).toMatchObject({
      ok: false,
      error: { code: "permission_missing", host: "https://other.example.com/*" },
    });
    expect(await discover("http://auth.example.com")).toMatchObject({
      ok: false,
      error: { code: "invalid_field", problem: "insecure_http" },
    });
    expect(asked).toEqual([]);
  });

  it("leaves a trace of each exchange, which the error names", async () => {
    answer(new Response("", { status: 404 }), Response.json({ ...METADATA, issuer: "https://evil.example.com" }));
    const failed = await discover(ISSUER);
    const listed = async () => (await test.do("listTraces", {})).result;
    await expect.poll(async () => (await listed()).length).toBe(4);
    const traces = await listed();
    expect(traces.map(({ kind, response }) => [kind, response?.kind === "reply" && response.status])).toEqual(
      [404, 200, 404, 404].map((status) => ["discovery", status]),
    );
    expect(failed.ok ? undefined : failed.error.traceId).toBe(traces[1]?.id);
  });
});
