import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { listen } from "../support/http-listener.ts";
import { RequestLog, recordRequest, type RecordedRequest } from "../support/request-log.ts";

/** The client that every mock knows. */
export const CLIENT = { id: "client-1", secret: "s3cret_1-x" } as const;
export const REDIRECT_URI = "https://bearerbar.chromiumapp.org/";
/** Codes of real providers hold characters that encoding has to keep. */
export const CODE = "4/0A+b=c&d%25 e";

/** What a mock remembers of a flow. */
interface Flow {
  challenge: string | undefined;
  /** The refresh token that it would take now. */
  refreshToken: string | undefined;
}

interface Rule {
  /** For the reason of a refusal. */
  readonly text: string;
  readonly optional?: boolean;
  test(value: string, flow: Flow): boolean;
}

/** What a parameter or header has to be: a text exactly, or by a rule. */
export type Expected = string | Rule;
/** Parameters by name. Others are refused, as are those that come twice. */
export type Expectations = Readonly<Record<string, Expected>>;

export const ANY: Rule = { text: "something", test: (value) => value !== "" };
/** RFC 7636 §4.2: 43 characters of base64url. */
export const CHALLENGE: Rule = { text: "an S256 challenge", test: (value) => /^[\w-]{43}$/u.test(value) };
/** RFC 7636 §4.6. */
export const VERIFIER: Rule = {
  text: "the verifier of the challenge",
  test: (value, { challenge }) => createHash("sha256").update(value).digest("base64url") === challenge,
};
/** The refresh token that was issued last; one that was used is worth nothing. */
export const REFRESH_TOKEN: Rule = {
  text: "the latest refresh token",
  test: (value, { refreshToken }) => value === refreshToken,
};

export function optional(value: string): Rule {
  return { text: value, optional: true, test: (actual) => actual === value };
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A value as JSON, labelled so unless told otherwise. */
export function json(value: unknown, status = 200, contentType = "application/json"): Reply {
  return { status, headers: { "content-type": contentType }, body: JSON.stringify(value) };
}

export interface Endpoint {
  readonly url: string;
  readonly method?: "GET" | "POST";
  /** How the client proves itself in the Authorization header; without it that header is refused. */
  readonly client?: "basic" | "basic_raw";
  readonly format?: "form" | "json";
  readonly query?: Expectations;
  readonly body?: Expectations;
  readonly headers?: Expectations;
  readonly origin?: "refused" | "demanded";
  /** Replies in turn; the last one repeats. */
  readonly reply: Reply | readonly Reply[] | ((request: RecordedRequest) => Reply);
}

export interface MockSettings {
  readonly authorize?: {
    readonly url: string;
    readonly query: Expectations;
    /** What comes back beside code and state, or instead of the code. */
    readonly back?: Readonly<Record<string, string>>;
    readonly codeName?: string;
    readonly fragment?: string;
  };
  readonly token: Endpoint;
  readonly refresh?: Endpoint;
  /** An error as this provider writes it. */
  readonly refusal: (reason: string) => Reply;
}

export interface MockProvider {
  /** Where a request to a provider's address really goes. */
  rewrite(url: string): string;
  /** Why requests were refused, oldest first. */
  readonly refusals: readonly string[];
  readonly requests: readonly RecordedRequest[];
  /** From now on the token endpoint refuses everything. */
  refuseAll(reason: string): void;
  close(): Promise<void>;
}

/**
 * Starts a provider on loopback that refuses whatever its documentation does not show. Its hosts are the first part of
 * the path, as if a hosts file pointed them here.
 */
export async function startMockProvider(settings: MockSettings): Promise<MockProvider> {
  const log = new RequestLog();
  const refusals: string[] = [];
  const flow: Flow = { challenge: undefined, refreshToken: undefined };
  const served = new Map<Endpoint, number>();
  let refuseAll: string | undefined;

  function answer(request: RecordedRequest): Reply {
    const url = `https:/${request.path}`;
    const { authorize, token, refresh } = settings;
    if (authorize !== undefined && url === authorize.url) return answerAuthorize(request, authorize);
    const isRefresh = refresh !== undefined && url === refresh.url && (url !== token.url || isRenewal(request));
    const endpoint = isRefresh ? refresh : token;
    if (url !== endpoint.url) return refuse(`there is nothing at ${url}`);
    const problem = refuseAll ?? endpointProblem(request, endpoint, flow);
    if (problem !== undefined) return refuse(problem);
    const count = served.get(endpoint) ?? 0;
    served.set(endpoint, count + 1);
    return issue(endpoint, request, count);
  }

  function answerAuthorize(request: RecordedRequest, authorize: NonNullable<MockSettings["authorize"]>): Reply {
    const problem = request.method === "GET" ? parametersProblem(request.query, authorize.query, flow) : "not a GET";
    if (problem !== undefined) {
      refusals.push(problem);
      return { status: 400, headers: { "content-type": "text/html" }, body: "<h1>400</h1>" };
    }
    flow.challenge = request.query.get("code_challenge") ?? undefined;
    const back = new URLSearchParams({
      [authorize.codeName ?? "code"]: CODE,
      ...(request.query.has("state") ? { state: request.query.get("state") ?? "" } : {}),
      ...authorize.back,
    });
    const location = `${REDIRECT_URI}?${back}${authorize.fragment ?? ""}`;
    return { status: 302, headers: { location }, body: "" };
  }

  function issue(endpoint: Endpoint, request: RecordedRequest, count: number): Reply {
    const { reply } = endpoint;
    const issued =
      typeof reply === "function" ? reply(request) : "status" in reply ? reply : (reply[count] ?? reply.at(-1));
    if (issued === undefined) return refuse("no reply is left");
    flow.refreshToken = /"refresh_?[tT]oken":"([^"]+)"/u.exec(issued.body)?.[1] ?? flow.refreshToken;
    return issued;
  }

  function refuse(reason: string): Reply {
    refusals.push(reason);
    return settings.refusal(reason);
  }

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const recorded = recordRequest(log, message);
    message.resume();
    const { status, headers, body } = answer(await recorded);
    response.writeHead(status, headers).end(body);
  }

  const listener = await listen((message, response) => void serve(message, response));
  return {
    rewrite: (url) => url.replace(/^https:\//u, `http://127.0.0.1:${listener.port}`),
    refusals,
    get requests() {
      return log.requests;
    },
    refuseAll: (reason) => void (refuseAll = reason),
    close: () => listener.close(),
  };
}

/** By what it carries, as a server tells them apart that has one address for both. */
function isRenewal({ query, body }: RecordedRequest): boolean {
  return query.has("refresh_token") || /refresh_?token/iu.test(body);
}

function endpointProblem(request: RecordedRequest, endpoint: Endpoint, flow: Flow): string | undefined {
  const { method = "POST", query = {}, headers = {} } = endpoint;
  if (request.method !== method) return `${request.method} is not accepted, only ${method}`;
  if (endpoint.origin === "refused" && request.headers.origin !== undefined) return "an Origin is not accepted";
  if (endpoint.origin === "demanded" && request.headers.origin === undefined) return "an Origin is demanded";
  for (const [name, expected] of Object.entries(headers)) {
    const problem = valueProblem(`header "${name}"`, request.headers[name.toLowerCase()]?.toString(), expected, flow);
    if (problem !== undefined) return problem;
  }
  const sent = readParameters(request, endpoint);
  if (typeof sent === "string") return sent;
  return (
    clientProblem(request, endpoint) ??
    parametersProblem(request.query, query, flow) ??
    parametersProblem(sent, endpoint.body ?? {}, flow)
  );
}

function clientProblem({ headers }: RecordedRequest, endpoint: Endpoint): string | undefined {
  const { authorization } = headers;
  if (endpoint.client === undefined) {
    const isExpected = Object.keys(endpoint.headers ?? {}).some((name) => name.toLowerCase() === "authorization");
    return authorization === undefined || isExpected ? undefined : "Basic authentication is not accepted";
  }
  const credentials = /^Basic (.+)$/u.exec(authorization ?? "")?.[1];
  if (credentials === undefined) return "no Basic authentication";
  const [id = "", secret = ""] = Buffer.from(credentials, "base64").toString("utf8").split(":");
  const decode = (text: string): string =>
    endpoint.client === "basic" ? decodeURIComponent(text.replaceAll("+", " ")) : text;
  const wanted = knownClient(endpoint);
  return decode(id) === wanted.id && decode(secret) === wanted.secret ? undefined : "wrong client credentials";
}

/** A server that does not decode meets credentials that show whether they were encoded. */
export const RAW_CLIENT = { id: "XdU8w5pNT+5DmN0=", secret: "q/RbL+0z=" } as const;

function knownClient({ client }: Endpoint): { readonly id: string; readonly secret: string } {
  return client === "basic_raw" ? RAW_CLIENT : CLIENT;
}

function readParameters(request: RecordedRequest, { method, format = "form" }: Endpoint): URLSearchParams | string {
  if (method === "GET") return request.body === "" ? new URLSearchParams() : "a body is not accepted";
  const contentType = request.headers["content-type"] ?? "";
  const wanted = format === "json" ? "application/json" : "application/x-www-form-urlencoded";
  if (!contentType.startsWith(wanted)) return `the body has to be ${wanted}`;
  if (format === "form") return request.form;
  return new URLSearchParams(JSON.parse(request.body) as Record<string, string>);
}

function parametersProblem(sent: URLSearchParams, expected: Expectations, flow: Flow): string | undefined {
  for (const [name, rule] of Object.entries(expected)) {
    const problem = valueProblem(`parameter "${name}"`, sent.get(name) ?? undefined, rule, flow);
    if (problem !== undefined) return problem;
  }
  for (const name of sent.keys()) {
    if (expected[name] === undefined) return `unexpected parameter "${name}"`;
    if (sent.getAll(name).length > 1) return `parameter "${name}" comes twice`;
  }
  return undefined;
}

function valueProblem(what: string, value: string | undefined, expected: Expected, flow: Flow): string | undefined {
  if (value === undefined) {
    return typeof expected !== "string" && expected.optional === true ? undefined : `${what} is missing`;
  }
  const isRight = typeof expected === "string" ? value === expected : expected.test(value, flow);
  return isRight ? undefined : `${what} is not ${typeof expected === "string" ? `"${expected}"` : expected.text}`;
}
