import { generateKeyPairSync, randomBytes } from "node:crypto";
import type { Client, Context } from "oidc-provider";
import { createAdapterFactory } from "./oauth-adapter.ts";
import { interactionPath, type Users } from "./oauth-pages.ts";

/** One registered client. */
export interface OAuthClient {
  readonly id: string;
  /** Left out for a public client. */
  readonly secret?: string;
  /** Default: `none` without a secret, else `client_secret_basic`. */
  readonly authMethod?: "client_secret_basic" | "client_secret_post" | "none";
  /** Default: `authorization_code` and `refresh_token`. */
  readonly grantTypes?: readonly ("authorization_code" | "refresh_token" | "client_credentials")[];
  /** Default: none. Needed for `authorization_code`. */
  readonly redirectUris?: readonly string[];
  /** Refuse authorization requests without a code challenge. Default: true. */
  readonly requirePkce?: boolean;
}

/** Lifetimes in seconds. May be changed while the server runs; they hold for what is issued from then on. */
export interface Lifetimes {
  accessToken: number;
  refreshToken: number;
  authorizationCode: number;
}

export interface OAuthServerOptions {
  readonly clients: readonly OAuthClient[];
  readonly lifetimes?: Partial<Lifetimes>;
  /** Default: true. A used refresh token presented again revokes everything from its grant. */
  readonly rotateRefreshTokens?: boolean;
  /** When to issue a refresh token to a client that may have one. Default: `always`. */
  readonly refreshTokens?: "always" | "offline_access";
  /** Default: `opaque`. A JWT is issued for the resource `urn:test:api`; the userinfo endpoint takes opaque ones only. */
  readonly accessTokens?: "opaque" | "jwt";
  /** Answer 400 to token requests of public clients that carry an `Origin` header, as some providers do. Default: false. */
  readonly refuseOrigins?: boolean;
  /** Name in the issuer and all endpoint URLs. Default: `127.0.0.1`. */
  readonly host?: string;
  /** Default: any free port. */
  readonly port?: number;
  /** Default: `DEMO_USERS`. */
  readonly users?: Users;
  /** What `/bearer-bar-demo.json` answers, readable for every origin. Default: nothing is there. */
  readonly describe?: () => object;
}

/** The users a test can sign in as, where it names no others. */
export const DEMO_USERS: Users = { alice: "alice-password", bob: "bob-password" };

const RESOURCE = "urn:test:api";
const SCOPES = ["openid", "offline_access", "profile", "email", "api:read", "api:write"];
const DAY = 24 * 60 * 60;

/** Seconds. */
export const DEFAULT_LIFETIMES: Lifetimes = { accessToken: 3600, refreshToken: 14 * DAY, authorizationCode: 60 };

/** For all servers of a process: to make one takes longer than all else in a server's start. */
const SIGNING_KEY = {
  ...generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }),
  use: "sig",
  alg: "RS256",
};

/** The settings of oidc-provider for these options. Lifetimes are read when a token is issued. */
export function providerConfiguration(options: OAuthServerOptions, lifetimes: Lifetimes): Record<string, unknown> {
  const pkceOptional = new Set(options.clients.filter(({ requirePkce }) => requirePkce === false).map(({ id }) => id));
  const users = options.users ?? DEMO_USERS;
  const isJwt = options.accessTokens === "jwt";
  return {
    adapter: createAdapterFactory(),
    jwks: { keys: [SIGNING_KEY] },
    cookies: { keys: [randomBytes(32).toString("hex")] },
    clients: options.clients.map(registration),
    scopes: SCOPES,
    claims: { openid: ["sub"], profile: ["name"], email: ["email"] },
    findAccount: (_context: unknown, subject: string) =>
      Object.hasOwn(users, subject)
        ? { accountId: subject, claims: () => ({ sub: subject, name: subject, email: `${subject}@example.test` }) }
        : undefined,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true, allowedPolicy: () => true },
      introspection: { enabled: true, allowedPolicy: () => true },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => (isJwt ? RESOURCE : undefined),
        useGrantedResource: () => isJwt,
        getResourceServerInfo: () => ({
          scope: "api:read api:write",
          audience: RESOURCE,
          accessTokenFormat: isJwt ? "jwt" : "opaque",
        }),
      },
    },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => interactionPath(uid) },
    pkce: { required: (_context: unknown, client: Client) => !pkceOptional.has(client.clientId) },
    rotateRefreshToken: options.rotateRefreshTokens ?? true,
    issueRefreshToken: (_context: unknown, client: Client, source: { scopes: Set<string> }) =>
      client.grantTypeAllowed("refresh_token") &&
      (options.refreshTokens !== "offline_access" || source.scopes.has("offline_access")),
    clientBasedCORS: () => options.refuseOrigins !== true,
    renderError: (context: Context, out: Record<string, string>) => {
      context.type = "json";
      context.body = out;
    },
    ttl: {
      AccessToken: () => lifetimes.accessToken,
      ClientCredentials: () => lifetimes.accessToken,
      AuthorizationCode: () => lifetimes.authorizationCode,
      RefreshToken: () => lifetimes.refreshToken,
      IdToken: 3600,
      Interaction: 3600,
      Session: DAY,
      Grant: 14 * DAY,
    },
  };
}

function registration({ id, secret, authMethod, grantTypes, redirectUris }: OAuthClient): Record<string, unknown> {
  const grants = grantTypes ?? ["authorization_code", "refresh_token"];
  return {
    client_id: id,
    ...(secret === undefined ? {} : { client_secret: secret }),
    token_endpoint_auth_method: authMethod ?? (secret === undefined ? "none" : "client_secret_basic"),
    grant_types: grants,
    response_types: grants.includes("authorization_code") ? ["code"] : [],
    redirect_uris: redirectUris ?? [],
  };
}
