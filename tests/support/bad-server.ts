import type { IncomingMessage, ServerResponse } from "node:http";
import { listen } from "./http-listener.ts";
import { RequestLog, recordRequest, type RecordedRequest } from "./request-log.ts";

/** How an endpoint misbehaves. */
export type BadReply =
  /** Any status, headers and body. */
  | {
      readonly kind: "plain";
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Buffer;
    }
  /** A value as JSON, or text already in JSON (well formed or not). */
  | {
      readonly kind: "json";
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: unknown;
    }
  /** Fields as application/x-www-form-urlencoded. */
  | { readonly kind: "form"; readonly status?: number; readonly fields: Readonly<Record<string, string>> }
  /** An HTML page, as a proxy or a broken server sends. */
  | { readonly kind: "html"; readonly status?: number }
  | { readonly kind: "empty"; readonly status?: number }
  /** Announces more than it sends, then destroys the socket. */
  | { readonly kind: "cut-off"; readonly body?: string }
  /** JSON of about this many bytes. Default: 10 MB. */
  | { readonly kind: "large"; readonly bytes?: number }
  /** Sends as long as the client reads. */
  | { readonly kind: "endless" }
  /** Takes the request and never answers. */
  | { readonly kind: "silent" }
  /** Default: 307 to `/stolen` of the other host. */
  | { readonly kind: "redirect"; readonly status?: 301 | 302 | 303 | 307 | 308; readonly to?: string }
  /** What an authorization endpoint does: goes to `redirect_uri` with the response the test wants. */
  | {
      readonly kind: "authorization-response";
      readonly respond: (request: AuthorizationRequest) => AuthorizationResponse;
    };

export interface AuthorizationRequest {
  readonly redirectUri: string;
  readonly state: string;
  readonly query: URLSearchParams;
}

export interface AuthorizationResponse {
  /** The query as it goes out: pairs may repeat. */
  readonly query?: readonly (readonly [name: string, value: string])[];
  /** Without the `#`. */
  readonly fragment?: string;
  /** Default: the `redirect_uri` of the request. */
  readonly redirectUri?: string;
}

type ReplyFor = BadReply | ((request: RecordedRequest) => BadReply | Promise<BadReply>);

export interface BadServer {
  readonly origin: string;
  /** The host that redirects lead to. */
  readonly otherOrigin: string;
  /** Sets how a path answers from now on. A function is asked for each request; it may await a promise the test releases. */
  answer(path: string, reply: ReplyFor): void;
  /** What arrived here. */
  readonly requests: readonly RecordedRequest[];
  /** What arrived at the other host: secrets in here have leaked. */
  readonly otherRequests: readonly RecordedRequest[];
  /** See `RequestLog.waitForRequest`. */
  waitForRequest(predicate: (request: RecordedRequest) => boolean, timeoutMs?: number): Promise<RecordedRequest>;
  clear(): void;
  close(): Promise<void>;
}

/**
 * Starts a server that misbehaves as told, path by path; a path that was told nothing answers 404.
 * `host` and `otherHost` are the names in the origins (default `127.0.0.1` and `localhost`).
 */
export async function startBadServer({ host = "127.0.0.1", otherHost = "localhost" } = {}): Promise<BadServer> {
  const log = new RequestLog();
  const otherLog = new RequestLog();
  const replies = new Map<string, ReplyFor>();

  const other = await listen((message, response) => {
    message.resume();
    void recordRequest(otherLog, message).then(() => send(response, 200, { "content-type": "application/json" }, "{}"));
  });
  const otherOrigin = `http://${otherHost}:${other.port}`;
  const answerOne = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const recorded = recordRequest(log, message);
    message.resume();
    const request = await recorded;
    const reply = replies.get(request.path) ?? { kind: "empty", status: 404 };
    misbehave(typeof reply === "function" ? await reply(request) : reply, request, response, otherOrigin);
  };
  const main = await listen((message, response) => void answerOne(message, response));

  return {
    origin: `http://${host}:${main.port}`,
    otherOrigin,
    answer: (path, reply) => void replies.set(path, reply),
    get requests() {
      return log.requests;
    },
    get otherRequests() {
      return otherLog.requests;
    },
    waitForRequest: (predicate, timeoutMs) => log.waitForRequest(predicate, timeoutMs),
    clear() {
      log.clear();
      otherLog.clear();
    },
    async close() {
      await Promise.all([main.close(), other.close()]);
    },
  };
}

function misbehave(reply: BadReply, request: RecordedRequest, response: ServerResponse, otherOrigin: string): void {
  switch (reply.kind) {
    case "plain":
      return send(response, reply.status ?? 200, reply.headers ?? {}, reply.body ?? "");
    case "json":
      return send(
        response,
        reply.status ?? 200,
        { "content-type": "application/json", ...reply.headers },
        typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body),
      );
    case "form":
      return send(
        response,
        reply.status ?? 200,
        { "content-type": "application/x-www-form-urlencoded" },
        new URLSearchParams(reply.fields).toString(),
      );
    case "html":
      return send(
        response,
        reply.status ?? 200,
        { "content-type": "text/html" },
        "<!doctype html><title>502</title><h1>Bad gateway</h1>",
      );
    case "empty":
      return send(response, reply.status ?? 200, {}, "");
    case "cut-off": {
      const body = reply.body ?? '{"access_token":"half-a-';
      response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) + 1000 });
      response.write(body, () => response.destroy());
      return;
    }
    case "large":
      return send(response, 200, { "content-type": "application/json" }, largeJson(reply.bytes ?? 10_000_000));
    case "endless":
      return sendForEver(response);
    case "silent":
      return;
    case "redirect":
      return send(response, reply.status ?? 307, { location: reply.to ?? `${otherOrigin}/stolen` }, "");
    case "authorization-response":
      return send(response, 302, { location: authorizationLocation(reply.respond, request.query) }, "");
  }
}

function authorizationLocation(
  respond: (request: AuthorizationRequest) => AuthorizationResponse,
  query: URLSearchParams,
): string {
  const redirectUri = query.get("redirect_uri") ?? "";
  const response = respond({ redirectUri, state: query.get("state") ?? "", query });
  const parameters = new URLSearchParams();
  for (const [name, value] of response.query ?? []) parameters.append(name, value);
  const target = response.redirectUri ?? redirectUri;
  const separator = target.includes("?") ? "&" : "?";
  const location = parameters.size === 0 ? target : `${target}${separator}${parameters}`;
  return response.fragment === undefined ? location : `${location}#${response.fragment}`;
}

function largeJson(bytes: number): string {
  return JSON.stringify({ access_token: "large", token_type: "bearer", padding: "x".repeat(bytes) });
}

function sendForEver(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" });
  const block = " ".repeat(64 * 1024);
  const more = (): void => {
    if (!response.destroyed) response.write(block, more);
  };
  more();
}

function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer,
): void {
  response
    .writeHead(status, { ...headers, "content-length": Buffer.byteLength(body), "cache-control": "no-store" })
    .end(body);
}
