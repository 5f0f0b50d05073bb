import type { IncomingMessage, ServerResponse } from "node:http";
import { listen } from "../support/http-listener.ts";
import { RequestLog, recordRequest, type RecordedRequest } from "../support/request-log.ts";

/** Where a connection to the token endpoint breaks. */
export const CUTS = [
  "before it is read",
  "before the answer",
  "after the headers",
  "in the middle of the body",
] as const;
export type Cut = (typeof CUTS)[number];

/** A server that asks nobody, and is as strict with refresh tokens as RFC 9700 §4.14.2 allows. */
export interface StrictServer {
  readonly origin: string;
  /** How often a used refresh token was presented; each time the whole grant ends. */
  readonly reuses: number;
  /** Whether an API would take the token now. */
  honours(accessToken: string): boolean;
  /** The next answer of the token endpoint breaks off there. */
  cutNext(where: Cut): void;
  /** Counts reuses anew. */
  forgetReuses(): void;
  close(): Promise<void>;
}

interface Grant {
  isRevoked: boolean;
  access: string;
  refresh: string;
  /** Good until they expire: a refresh does not end the one before. */
  readonly accessTokens: Set<string>;
}

/** @param host the name in its origin, which must lead to this machine */
export async function startStrictServer(host: string): Promise<StrictServer> {
  const log = new RequestLog();
  const grants: Grant[] = [];
  const used = new Map<string, Grant>();
  let count = 0;
  let reuses = 0;
  let cut: Cut | undefined;

  function issue(grant: Grant): Grant {
    count += 1;
    grant.accessTokens.add(`access-${count}`);
    return Object.assign(grant, { access: `access-${count}`, refresh: `refresh-${count}` });
  }

  /** The grant to answer with; undefined where the request is refused. */
  function take({ form }: RecordedRequest): Grant | undefined {
    if (form.get("grant_type") !== "refresh_token") {
      const grant = issue({ isRevoked: false, access: "", refresh: "", accessTokens: new Set() });
      grants.push(grant);
      return grant;
    }
    const presented = form.get("refresh_token") ?? "";
    const reused = used.get(presented);
    if (reused !== undefined) {
      reuses += 1;
      reused.isRevoked = true;
    }
    const grant = grants.find(({ refresh, isRevoked }) => refresh === presented && !isRevoked);
    if (grant === undefined) return undefined;
    used.set(presented, grant);
    return issue(grant);
  }

  function answerToken(request: RecordedRequest, response: ServerResponse): void {
    const where = cut;
    cut = undefined;
    if (where === "before it is read") return void response.destroy();
    const grant = take(request);
    const body = JSON.stringify(
      grant === undefined
        ? { error: "invalid_grant" }
        : { access_token: grant.access, refresh_token: grant.refresh, token_type: "Bearer", expires_in: 3600 },
    );
    if (where === "before the answer") return void response.destroy();
    response.writeHead(grant === undefined ? 400 : 200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    });
    if (where === undefined) return void response.end(body);
    response.flushHeaders();
    // The socket is cut when what stands before the cut has left.
    response.write(where === "after the headers" ? "" : body.slice(0, 20), () => response.destroy());
  }

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const recorded = recordRequest(log, message);
    message.resume();
    const request = await recorded;
    if (request.path === "/token") return answerToken(request, response);
    const redirect = new URL(request.query.get("redirect_uri") ?? "");
    redirect.search = String(new URLSearchParams({ code: "C", state: request.query.get("state") ?? "" }));
    response.writeHead(302, { location: String(redirect) }).end();
  }

  const listener = await listen((message, response) => void answer(message, response));

  return {
    origin: `http://${host}:${listener.port}`,
    get reuses() {
      return reuses;
    },
    honours: (token) => grants.some(({ accessTokens, isRevoked }) => accessTokens.has(token) && !isRevoked),
    cutNext(where) {
      cut = where;
    },
    forgetReuses() {
      reuses = 0;
    },
    close: () => listener.close(),
  };
}
