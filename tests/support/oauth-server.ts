import { Provider, type Context } from "oidc-provider";
import { listen } from "./http-listener.ts";
import {
  DEFAULT_LIFETIMES,
  DEMO_USERS,
  providerConfiguration,
  type Lifetimes,
  type OAuthServerOptions,
} from "./oauth-configuration.ts";
import { serveInteractionPages } from "./oauth-pages.ts";
import { RequestLog, recordRequest, type RecordedRequest } from "./request-log.ts";

/** One successful answer of the token endpoint. */
export interface IssuedTokens {
  readonly atMs: number;
  readonly clientId: string;
  readonly grantType: string;
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly idToken?: string;
  /** Seconds, as sent. */
  readonly expiresIn: number;
  readonly scope: string;
}

/** An access token the server still honours. */
export interface ActiveToken {
  readonly clientId: string;
  /** The user name, or the client id for client credentials. */
  readonly subject: string;
  readonly scope: string;
  readonly expiresAtMs: number;
}

export interface OAuthServer {
  readonly issuer: string;
  readonly port: number;
  readonly endpoints: {
    readonly authorization: string;
    readonly token: string;
    readonly revocation: string;
    readonly introspection: string;
    readonly userinfo: string;
    readonly discovery: string;
  };
  readonly lifetimes: Lifetimes;
  /** Every answer of the token endpoint that held tokens, oldest first. */
  readonly issued: readonly IssuedTokens[];
  readonly requests: readonly RecordedRequest[];
  /** See `RequestLog.waitForRequest`. */
  waitForRequest(predicate: (request: RecordedRequest) => boolean, timeoutMs?: number): Promise<RecordedRequest>;
  clearRequests(): void;
  /** The access token's data, or undefined where it is unknown, expired or revoked. */
  findAccessToken(value: string): Promise<ActiveToken | undefined>;
  /** Keeps the token endpoint's finished answers back until the promise resolves; says when the first one waits. */
  holdTokenReplies(until: Promise<void>): { readonly arrived: Promise<void> };
  /** False where it is unknown, expired, revoked or used up by rotation. */
  isRefreshTokenActive(value: string): Promise<boolean>;
  /** Errors inside the server itself: a test that finds one has found a fault of the test support. */
  readonly faults: readonly Error[];
  close(): Promise<void>;
}

/** Starts a certified OAuth server (oidc-provider) on loopback, with pages of our own and a record of every request. */
export async function startOAuthServer(options: OAuthServerOptions): Promise<OAuthServer> {
  const lifetimes: Lifetimes = { ...DEFAULT_LIFETIMES, ...options.lifetimes };
  const log = new RequestLog();
  const issued: IssuedTokens[] = [];
  const faults: Error[] = [];
  let held: { readonly arrived: PromiseWithResolvers<void>; readonly until: Promise<void> } | undefined;

  // The port is part of the issuer, so the socket comes first and the provider after it.
  let handle: ReturnType<Provider["callback"]> | undefined;
  const listener = await listen((request, response) => {
    void recordRequest(log, request);
    void handle?.(request, response);
  }, options.port);
  const issuer = `http://${options.host ?? "127.0.0.1"}:${listener.port}`;

  const provider = new Provider(issuer, providerConfiguration(options, lifetimes));
  provider.on("server_error", (_context, error) => faults.push(error));
  provider.use(async (context, next) => {
    await next();
    const tokens = readIssuedTokens(context);
    if (tokens) issued.push(tokens);
    if (held !== undefined && context.path === "/token") {
      held.arrived.resolve();
      await held.until;
    }
  });
  provider.use(async (context, next) => {
    if (options.describe === undefined || context.path !== "/bearer-bar-demo.json") return next();
    context.set("access-control-allow-origin", "*");
    context.type = "json";
    context.body = options.describe();
  });
  serveInteractionPages(provider, options.users ?? DEMO_USERS);
  handle = provider.callback();

  return {
    issuer,
    port: listener.port,
    endpoints: {
      authorization: `${issuer}/auth`,
      token: `${issuer}/token`,
      revocation: `${issuer}/token/revocation`,
      introspection: `${issuer}/token/introspection`,
      userinfo: `${issuer}/me`,
      discovery: `${issuer}/.well-known/openid-configuration`,
    },
    lifetimes,
    issued,
    faults,
    get requests() {
      return log.requests;
    },
    waitForRequest: (predicate, timeoutMs) => log.waitForRequest(predicate, timeoutMs),
    clearRequests: () => log.clear(),
    findAccessToken: (value) => findAccessToken(provider, issued, value),
    holdTokenReplies(until) {
      const arrived = Promise.withResolvers<void>();
      held = { arrived, until: until.then(() => void (held = undefined)) };
      return { arrived: arrived.promise };
    },
    async isRefreshTokenActive(value) {
      const token = await provider.RefreshToken.find(value);
      return token !== undefined && token.consumed === undefined;
    },
    close: () => listener.close(),
  };
}

function readIssuedTokens({ oidc, body }: Context): IssuedTokens | undefined {
  if (oidc?.route !== "token" || typeof body !== "object" || body === null || !("access_token" in body))
    return undefined;
  const answer = body as Record<string, string | number | undefined>;
  const { access_token, refresh_token, id_token, expires_in, scope } = answer;
  return {
    atMs: Date.now(),
    clientId: oidc.client?.clientId ?? "",
    grantType: oidc.params?.["grant_type"] ?? "",
    accessToken: String(access_token),
    ...(refresh_token === undefined ? {} : { refreshToken: String(refresh_token) }),
    ...(id_token === undefined ? {} : { idToken: String(id_token) }),
    expiresIn: Number(expires_in),
    scope: String(scope ?? ""),
  };
}

async function findAccessToken(
  provider: Provider,
  issued: readonly IssuedTokens[],
  value: string,
): Promise<ActiveToken | undefined> {
  const stored = (await provider.AccessToken.find(value)) ?? (await provider.ClientCredentials.find(value));
  if (stored) {
    const clientId = stored.clientId ?? "";
    return {
      clientId,
      subject: stored.accountId ?? clientId,
      scope: stored.scope ?? "",
      expiresAtMs: stored.exp * 1000,
    };
  }
  // The provider does not store JWTs: the record of what was issued stands in for it.
  const jwt = issued.find(({ accessToken }) => accessToken === value && value.split(".").length === 3);
  const expiresAtMs = jwt === undefined ? 0 : jwt.atMs + jwt.expiresIn * 1000;
  if (jwt === undefined || expiresAtMs <= Date.now()) return undefined;
  const payload = JSON.parse(Buffer.from(value.split(".")[1] ?? "", "base64url").toString("utf8")) as { sub?: string };
  return { clientId: jwt.clientId, subject: payload.sub ?? jwt.clientId, scope: jwt.scope, expiresAtMs };
}
