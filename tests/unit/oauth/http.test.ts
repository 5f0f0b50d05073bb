import { createServer } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type HttpRequest, sendRequest, type SendOptions } from "../../../lib/oauth/http.ts";
import { type BadServer, startBadServer } from "../../support/bad-server.ts";
import { errorOf } from "./fixtures.ts";

let server: BadServer;
beforeAll(async () => {
  server = await startBadServer();
});
afterAll(() => server.close());
beforeEach(() => server.clear());

function request(path: string, changes: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: "POST",
    url: `${server.origin}${path}`,
    headers: [["Content-Type", "application/x-www-form-urlencoded"]],
    body: "code=c0de&client_secret=s3cr3t",
    secrets: ["s3cr3t"],
    ...changes,
  };
}

function options(changes: Partial<SendOptions> = {}): SendOptions {
  return { fetch, now: Date.now, signal: new AbortController().signal, ...changes };
}

const silent = (): Promise<Response> => new Promise(() => undefined);
const deaf = async (): Promise<Response> =>
  new Response(new ReadableStream({ pull: () => new Promise(() => undefined) }));
const host = (): string => new URL(server.origin).host;

describe("a request", () => {
  test("is sent as it is, once, and answered with status, headers, body and times", async () => {
    server.answer("/ok", { kind: "json", status: 201, headers: { "x-a": "b" }, body: { access_token: "t" } });
    let time = 1000;
    const reply = await sendRequest(request("/ok"), options({ now: () => (time += 500) }));
    expect(reply).toMatchObject({
      status: 201,
      body: '{"access_token":"t"}',
      sentAtMs: 1500,
      receivedAtMs: 2000,
      secrets: ["s3cr3t"],
    });
    expect(reply.headers).toContainEqual(["x-a", "b"]);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({ method: "POST", body: "code=c0de&client_secret=s3cr3t" });
    expect(server.requests[0]?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
  });
  test("goes without cookies, cache, referrer and redirects", async () => {
    let init: RequestInit = {};
    const spy = async (_: unknown, given?: RequestInit): Promise<Response> => {
      init = given ?? {};
      return new Response("{}");
    };
    await sendRequest(request("/"), options({ fetch: spy }));
    expect(init).toMatchObject({
      credentials: "omit",
      cache: "no-store",
      redirect: "manual",
      referrerPolicy: "no-referrer",
    });
  });
  test.each([400, 401, 429, 500, 503])("answered with %i is a reply like any other", async (status) => {
    server.answer("/status", { kind: "json", status, body: { error: "x" } });
    expect(await sendRequest(request("/status"), options())).toMatchObject({ status, body: '{"error":"x"}' });
  });
  test.each([
    ["an HTML page", { kind: "html" }, /^<!doctype html>/u],
    ["nothing", { kind: "empty" }, /^$/u],
    ["nothing, by status 204", { kind: "empty", status: 204 }, /^$/u],
    ["bytes that are no UTF-8", { kind: "plain", body: Buffer.from([0xff, 0xfe, 0x61]) }, /^\uFFFD\uFFFDa$/u],
  ] as const)("answered with %s is read", async (_, reply, body) => {
    server.answer("/odd", reply);
    expect((await sendRequest(request("/odd"), options())).body).toMatch(body);
  });
});

describe("a request fails", () => {
  test.each([301, 302, 303, 307, 308] as const)(
    "when it is redirected by %i, and nothing goes to the other host",
    async (status) => {
      server.answer("/moved", { kind: "redirect", status });
      expect(await errorOf(() => sendRequest(request("/moved"), options()))).toEqual({
        code: "redirected",
        host: host(),
        status,
      });
      expect(server.requests).toHaveLength(1);
      expect(server.otherRequests).toEqual([]);
    },
  );
  test("when it is redirected in a browser, where that looks like status 0", async () => {
    const opaque = Object.defineProperties(new Response(), { type: { value: "opaqueredirect" }, status: { value: 0 } });
    expect(await errorOf(() => sendRequest(request("/"), options({ fetch: async () => opaque })))).toEqual({
      code: "redirected",
      host: host(),
    });
  });
  test("when the reply is cut off", async () => {
    server.answer("/cut", { kind: "cut-off" });
    expect(await errorOf(() => sendRequest(request("/cut"), options()))).toEqual({
      code: "reply_unreadable",
      host: host(),
      status: 200,
    });
    expect(server.requests).toHaveLength(1);
  });
  test.each(["large", "endless"] as const)("when the reply is %s, as soon as it passes the cap", async (kind) => {
    server.answer("/big", { kind });
    expect(await errorOf(() => sendRequest(request("/big"), options()))).toEqual({
      code: "reply_too_large",
      host: host(),
      status: 200,
    });
  });
  test("not yet when the reply is exactly at the cap", async () => {
    server.answer("/full", { kind: "plain", body: "é".repeat(50) });
    expect((await sendRequest(request("/full"), options({ maxBytes: 100 }))).body).toHaveLength(50);
    expect(await errorOf(() => sendRequest(request("/full"), options({ maxBytes: 99 })))).toMatchObject({
      code: "reply_too_large",
    });
  });
  test("when no answer comes in time, and is not sent again", async () => {
    server.answer("/silent", { kind: "silent" });
    expect(await errorOf(() => sendRequest(request("/silent"), options({ timeoutMs: 100 })))).toEqual({
      code: "timeout",
      host: host(),
    });
    expect(server.requests).toHaveLength(1);
  });
  test("when the reply drips without end", async () => {
    const dripping = createServer((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(" "), 10);
      response.on("close", () => clearInterval(drip));
    });
    await new Promise<void>((resolve) => dripping.listen(0, "127.0.0.1", resolve));
    const address = dripping.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`;
    try {
      expect(await errorOf(() => sendRequest(request("", { url }), options({ timeoutMs: 150 })))).toEqual({
        code: "timeout",
        host: new URL(url).host,
        status: 200,
      });
    } finally {
      dripping.closeAllConnections();
      dripping.close();
    }
  });
  test("in time even when fetch does not listen to its signal", async () => {
    for (const fetch of [deaf, silent]) {
      expect(await errorOf(() => sendRequest(request("/"), options({ fetch, timeoutMs: 20 })))).toMatchObject({
        code: "timeout",
      });
    }
  });
  test("when the person cancels, before or while it runs", async () => {
    server.answer("/silent", { kind: "silent" });
    const running = new AbortController();
    const failure = errorOf(() => sendRequest(request("/silent"), options({ signal: running.signal })));
    await server.waitForRequest(({ path }) => path === "/silent");
    running.abort();
    expect(await failure).toEqual({ code: "authorization_canceled", host: host() });
    server.clear();
    const before = options({ signal: AbortSignal.abort() });
    expect(await errorOf(() => sendRequest(request("/silent"), before))).toMatchObject({
      code: "authorization_canceled",
    });
    expect(server.requests).toEqual([]);
  });
  test("when nobody listens at the address", async () => {
    const url = "http://127.0.0.1:1/token";
    expect(await errorOf(() => sendRequest(request("", { url }), options()))).toEqual({
      code: "network",
      host: "127.0.0.1:1",
    });
  });
});
