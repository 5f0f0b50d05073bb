import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { PATIENCE_MS } from "./wait.ts";

/** One request as it arrived at a test server. */
export interface RecordedRequest {
  /** Milliseconds since epoch at which the request line and headers were complete. */
  readonly atMs: number;
  readonly method: string;
  /** Path and query exactly as sent. */
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Name in the Host header, without the port, in lower case. */
  readonly host: string;
  /** Port of the socket the request came in on. */
  readonly port: number;
  readonly headers: IncomingHttpHeaders;
  /** True for a WebSocket handshake. */
  readonly isWebSocket: boolean;
  /** The body as received, read as UTF-8; empty where none was sent. */
  readonly body: string;
  /** The body read as application/x-www-form-urlencoded. */
  readonly form: URLSearchParams;
}

type Predicate = (request: RecordedRequest) => boolean;

interface Waiter {
  predicate: Predicate;
  resolve: (request: RecordedRequest) => void;
}

/** Keeps every request in order of completion and wakes whoever waits for one. */
export class RequestLog {
  readonly #requests: RecordedRequest[] = [];
  readonly #waiters = new Set<Waiter>();

  /** All requests since the start or the last `clear()`, in order of completion. */
  get requests(): readonly RecordedRequest[] {
    return this.#requests;
  }

  /** Forgets what has arrived. Whoever waits goes on waiting. */
  clear(): void {
    this.#requests.length = 0;
  }

  /** Adds a request whose body is complete. */
  add(request: RecordedRequest): void {
    this.#requests.push(request);
    for (const waiter of this.#waiters) {
      if (waiter.predicate(request)) {
        this.#waiters.delete(waiter);
        waiter.resolve(request);
      }
    }
  }

  /**
   * The first recorded request the predicate accepts, or the next one to arrive.
   * Rejects after `timeoutMs` milliseconds, naming what did arrive (method, host and path only).
   */
  async waitForRequest(predicate: Predicate, timeoutMs = PATIENCE_MS): Promise<RecordedRequest> {
    const present = this.#requests.find(predicate);
    if (present) return present;
    const { promise, resolve, reject } = Promise.withResolvers<RecordedRequest>();
    const waiter: Waiter = { predicate, resolve };
    this.#waiters.add(waiter);
    const timer = setTimeout(() => {
      this.#waiters.delete(waiter);
      const seen = this.#requests.map(({ method, host, port, path }) => `${method} ${host}:${port}${path}`);
      reject(new Error(`No matching request within ${timeoutMs} ms. Arrived: ${seen.join(", ") || "nothing"}`));
    }, timeoutMs);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }
}

/**
 * Records a request without taking its body from whoever reads it: the chunks are copied on their way into the stream.
 * Resolves, and adds to the log, when the body is complete or the connection ends.
 */
export function recordRequest(log: RequestLog, message: IncomingMessage): Promise<RecordedRequest> {
  const atMs = Date.now();
  const chunks: Buffer[] = [];
  const { promise, resolve } = Promise.withResolvers<RecordedRequest>();
  let isComplete = false;

  const complete = (): void => {
    if (isComplete) return;
    isComplete = true;
    const request = describe(message, atMs, Buffer.concat(chunks).toString("utf8"));
    log.add(request);
    resolve(request);
  };

  const push = message.push.bind(message);
  message.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    const wantsMore = push(chunk, encoding);
    if (chunk === null) complete();
    return wantsMore;
  };
  message.once("close", complete);
  return promise;
}

/** Records a handshake, which has no body. */
export function recordHandshake(log: RequestLog, message: IncomingMessage): RecordedRequest {
  const request = describe(message, Date.now(), "");
  log.add(request);
  return request;
}

function describe(message: IncomingMessage, atMs: number, body: string): RecordedRequest {
  const target = message.url ?? "/";
  const url = new URL(target, "http://unused.invalid");
  return {
    atMs,
    method: message.method ?? "",
    target,
    path: url.pathname,
    query: url.searchParams,
    host: (message.headers.host ?? "").replace(/:\d+$/u, "").toLowerCase(),
    port: message.socket.localPort ?? 0,
    headers: message.headers,
    isWebSocket: message.headers.upgrade?.toLowerCase() === "websocket",
    body,
    form: new URLSearchParams(body),
  };
}
