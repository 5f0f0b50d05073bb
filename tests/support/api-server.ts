import type { IncomingMessage, ServerResponse } from "node:http";
import { WebSocketServer } from "ws";
import { apiDocsPage } from "./api-docs-page.ts";
import { escapeHtml, htmlPage } from "./html.ts";
import { listen, type HttpListener } from "./http-listener.ts";
import { RequestLog, recordHandshake, recordRequest, type RecordedRequest } from "./request-log.ts";

export interface SitesOptions {
  /** One server per entry; 0 means any free port. Default: one free port. */
  readonly ports?: readonly number[];
  /** Says whose access token this is; undefined makes `/me` answer 401. Default: no token is good. */
  readonly verify?: (token: string) => Promise<{ subject: string } | undefined> | { subject: string } | undefined;
  /** Origin whose API the page `/page` calls. Default: `http://api.test` at the page's own port. */
  readonly apiOrigin?: string;
}

/** Several web sites on loopback, told apart by the Host header. Every host name serves the same paths. */
export interface Sites {
  readonly ports: readonly number[];
  /** `http://host:port/path` on the first port, or on the given one. */
  url(host: string, path?: string, port?: number): string;
  /** Everything that arrived, preflights and WebSocket handshakes included. */
  readonly requests: readonly RecordedRequest[];
  clear(): void;
  /** See `RequestLog.waitForRequest`. */
  waitForRequest(predicate: (request: RecordedRequest) => boolean, timeoutMs?: number): Promise<RecordedRequest>;
  close(): Promise<void>;
}

/**
 * Starts the sites. Paths on every host:
 * `/me` (401 without a good bearer token), `/open` (JSON echo of the authorization header),
 * `/redirect?to=URL&status=307` (default 302), `/pixel.png`, `/socket` (WebSocket that sends the authorization header of its
 * handshake, then echoes), `/frame?src=URL` (a page with one frame), `/link?to=URL` (a page with one link),
 * `/page` (the API docs page of the demo). Any other path is an empty page.
 */
export async function startSites(options: SitesOptions = {}): Promise<Sites> {
  const log = new RequestLog();
  const listeners: HttpListener[] = [];
  for (const port of options.ports ?? [0]) listeners.push(await startSite(port, log, options));
  const ports = listeners.map(({ port }) => port);

  return {
    ports,
    url: (host, path = "/", port = ports[0]) => `http://${host}:${port}${path}`,
    get requests() {
      return log.requests;
    },
    clear: () => log.clear(),
    waitForRequest: (predicate, timeoutMs) => log.waitForRequest(predicate, timeoutMs),
    async close() {
      await Promise.all(listeners.map((listener) => listener.close()));
    },
  };
}

async function startSite(port: number, log: RequestLog, options: SitesOptions): Promise<HttpListener> {
  const listener = await listen((message, response) => {
    const recorded = recordRequest(log, message);
    message.resume();
    void recorded.then((request) => answer(request, response, options));
  }, port);

  const sockets = new WebSocketServer({ noServer: true });
  listener.server.on("upgrade", (message: IncomingMessage, socket, head) => {
    const { headers } = recordHandshake(log, message);
    sockets.handleUpgrade(message, socket, head, (webSocket) => {
      webSocket.send(JSON.stringify({ authorization: headers.authorization ?? null }));
      webSocket.on("message", (data, binary) => webSocket.send(data, { binary }));
    });
  });
  return listener;
}

async function answer(request: RecordedRequest, response: ServerResponse, options: SitesOptions): Promise<void> {
  allowEveryOrigin(request, response);
  if (request.method === "OPTIONS") {
    response.writeHead(204).end();
    return;
  }
  const { query } = request;
  switch (request.path) {
    case "/me":
      return answerMe(request, response, options);
    case "/open":
      return json(response, 200, { authorization: request.headers.authorization ?? null, method: request.method });
    case "/redirect":
      response.writeHead(Number(query.get("status") ?? 302), { location: query.get("to") ?? "/" }).end();
      return;
    case "/pixel.png":
      response.writeHead(200, { "content-type": "image/png" }).end(PIXEL);
      return;
    case "/frame":
      return html(
        response,
        htmlPage("Frame", `<iframe src="${escapeHtml(query.get("src") ?? "about:blank")}"></iframe>`),
      );
    case "/link":
      return html(response, htmlPage("Link", `<a href="${escapeHtml(query.get("to") ?? "/")}">Link</a>`));
    case "/page":
      return html(response, apiDocsPage(options.apiOrigin ?? `http://api.test:${request.port}`));
    default:
      return html(response, "<!doctype html><title>Empty</title><link rel=icon href=data:,>");
  }
}

async function answerMe(request: RecordedRequest, response: ServerResponse, { verify }: SitesOptions): Promise<void> {
  const token = /^bearer +(\S+)$/iu.exec(request.headers.authorization ?? "")?.[1];
  if (token === undefined) {
    response.setHeader("www-authenticate", 'Bearer realm="test"');
    return json(response, 401, { error: "no_token" });
  }
  const owner = await verify?.(token);
  if (!owner) {
    response.setHeader(
      "www-authenticate",
      'Bearer realm="test", error="invalid_token", error_description="The token is unknown or expired"',
    );
    return json(response, 401, { error: "invalid_token" });
  }
  json(response, 200, { subject: owner.subject });
}

function allowEveryOrigin({ headers }: RecordedRequest, response: ServerResponse): void {
  response.setHeader("access-control-allow-origin", headers.origin ?? "*");
  response.setHeader("access-control-allow-credentials", "true");
  response.setHeader("access-control-expose-headers", "www-authenticate");
  response.setHeader("cache-control", "no-store");
  response.setHeader("vary", "origin");
  const method = headers["access-control-request-method"];
  const names = headers["access-control-request-headers"];
  if (method !== undefined) response.setHeader("access-control-allow-methods", method);
  if (names !== undefined) response.setHeader("access-control-allow-headers", names);
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function html(response: ServerResponse, page: string): void {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page);
}

const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
