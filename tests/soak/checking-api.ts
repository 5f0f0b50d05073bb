import type { IncomingMessage, ServerResponse } from "node:http";
import { type HttpListener, listen } from "../support/http-listener.ts";
import type { OAuthServer } from "../support/oauth-server.ts";

/** What an API saw of the tokens that were sent to it. */
export interface ApiFigures {
  /** Requests that carried a token. */
  readonly withToken: number;
  readonly withoutToken: number;
  /** Answered 401 because the soak had revoked the token. */
  readonly revoked: number;
  /** Carried a token whose lifetime was over at the server. */
  readonly expired: number;
  /** Carried something the server never issued. */
  readonly unknown: number;
  /** The shortest time that a token still had when it came, milliseconds. */
  readonly leastLeftMs: number;
}

/** An API that checks each token the moment it comes, as its server issued it. */
export interface CheckingApi {
  readonly port: number;
  readonly figures: ApiFigures;
  /** From now on 401 for this token. */
  revoke(accessToken: string): void;
  /** When a 401 was last given to a token, milliseconds since the epoch. */
  refusedAtMs(accessToken: string): number | undefined;
  close(): Promise<void>;
}

/** Starts the API on loopback; every path is checked, every origin may call. */
export async function startCheckingApi(auth: OAuthServer): Promise<CheckingApi> {
  const figures = { withToken: 0, withoutToken: 0, revoked: 0, expired: 0, unknown: 0, leastLeftMs: Infinity };
  const revoked = new Set<string>();
  const refused = new Map<string, number>();

  function check(token: string | undefined): number {
    if (token === undefined) {
      figures.withoutToken += 1;
      return 200;
    }
    figures.withToken += 1;
    const nowMs = Date.now();
    const issued = auth.issued.findLast(({ accessToken }) => accessToken === token);
    if (issued === undefined) {
      figures.unknown += 1;
      return 401;
    }
    if (revoked.has(token)) {
      figures.revoked += 1;
      refused.set(token, nowMs);
      return 401;
    }
    // The server counts in whole seconds, from the second in which it issued.
    const leftMs = (Math.floor(issued.atMs / 1000) + issued.expiresIn) * 1000 - nowMs;
    figures.leastLeftMs = Math.min(figures.leastLeftMs, leftMs);
    if (leftMs > 0) return 200;
    figures.expired += 1;
    return 401;
  }

  const listener: HttpListener = await listen((request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    const token = /^Bearer (\S+)$/u.exec(request.headers.authorization ?? "")?.[1];
    response.writeHead(check(token), {
      "access-control-allow-origin": request.headers.origin ?? "*",
      "content-type": "application/json",
      "cache-control": "no-store",
    });
    response.end("{}");
  });

  return {
    port: listener.port,
    figures,
    revoke: (accessToken) => void revoked.add(accessToken),
    refusedAtMs: (accessToken) => refused.get(accessToken),
    close: () => listener.close(),
  };
}
