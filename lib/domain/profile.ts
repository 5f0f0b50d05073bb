import type { ParameterGroups } from "./parameter-groups.ts";
import { emptyParameterGroups } from "./parameter-groups.ts";

/** How a token is obtained; the value is the wire's `grant_type` (RFC 6749 §4.1.3, §4.4.2). */
export type GrantType = "authorization_code" | "client_credentials";

/**
 * How the client proves itself to the token endpoint (RFC 6749 §2.3.1). `basic` form-encodes id and secret first as
 * the RFC asks; `basic_raw` is for servers that do not decode.
 */
export type ClientAuthentication = "basic" | "basic_raw" | "body" | "none";

/** Proof Key for Code Exchange (RFC 7636 §4.2). */
export type PkceMethod = "S256" | "plain" | "off";

/** What the extension's own calls to the token endpoint carry as `Origin`. */
export type OriginMode = "remove" | "keep" | "custom";

/**
 * How to get a token. Secrets are not in it: they lie encrypted beside it, named by SecretKey, so that this whole
 * object may be shown, logged and exported.
 */
export interface OAuthProfile {
  readonly id: string;
  /** Number that never changes and is never used twice; order of creation, and base of rule ids. */
  readonly seq: number;
  readonly name: string;
  readonly grantType: GrantType;
  readonly clientId: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  /** Empty: the token URL serves refreshes too. */
  readonly refreshUrl: string;
  /** RFC 7009. Empty: tokens can only be forgotten here. */
  readonly revocationUrl: string;
  /** RFC 7662. Empty: the server is not asked what it knows of a token. */
  readonly introspectionUrl: string;
  /** OpenID Connect Core 1.0 §5.3. Empty: the server is not asked who the person is. */
  readonly userinfoUrl: string;
  /** Compared with `iss` of the authorization response (RFC 9207). Empty: not known. */
  readonly issuer: string;
  /** The server's metadata promises `iss` in every authorization response (RFC 9207 §3). */
  readonly issuerInResponse: boolean;
  /** Scope tokens as typed, separated by white space. */
  readonly scope: string;
  readonly scopeDelimiter: "space" | "comma" | "plus";
  readonly clientAuthentication: ClientAuthentication;
  readonly pkce: PkceMethod;
  readonly tokenRequestMethod: "POST" | "GET";
  readonly tokenRequestFormat: "form" | "json";
  readonly originMode: OriginMode;
  /** The Origin sent when the mode is "custom". */
  readonly originValue: string;
  /** Name under which the authorization response brings the code. */
  readonly codeField: string;
  /** Path of the attached token in the reply, dots between members: `authed_user.access_token`. */
  readonly tokenField: string;
  readonly expiresInUnit: "seconds" | "milliseconds";
  /** Lifetime in seconds for replies that give none. */
  readonly lifetimeSeconds: number | null;
  readonly headerName: string;
  /** Goes before the token, with a space between; empty for none. */
  readonly headerPrefix: string;
  /** The token is attached whatever its `token_type`, and with characters that a bearer token does not have. */
  readonly attachAnyType: boolean;
  /** Named values for `{{name}}` placeholders in URLs and parameters. */
  readonly variables: Readonly<Record<string, string>>;
  readonly parameters: ParameterGroups;
  /** The tester has accepted plain http for this profile's endpoints beyond loopback (RFC 6749 §3.2). */
  readonly allowInsecureHttp: boolean;
  /** Renew before expiry without being asked. */
  readonly autoRenew: boolean;
  /** Authorization code without refresh token: try the authorization endpoint without a window. */
  readonly silentRenew: boolean;
  /** Firefox only: use the loopback form of the redirect URL. */
  readonly loopbackRedirect: boolean;
  /** A redirect URL that no other profile has, to be registered by itself. */
  readonly ownRedirect: boolean;
}

/**
 * Names one secret of a profile: the client secret, an added parameter marked secret, or the replacement value of a
 * default parameter that carries the secret.
 */
export type SecretKey = "clientSecret" | `added.${string}` | `default.${string}.${string}`;
/** What it means for a profile that it has no Client Secret; see `missingSecret`. */
export type MissingSecret = "needed" | "sent";
export type Secrets = Readonly<Partial<Record<SecretKey, string>>>;

/**
 * Whether a profile lacks a Client Secret, as one that came without secrets does. `needed`: it gets no token without, for
 * only a confidential client may use Client Credentials (RFC 6749 §4.4). `sent`: its client authentication sends one,
 * which is empty now; some servers take that. "None" says that it proves itself some other way.
 */
export function missingSecret(
  profile: Pick<OAuthProfile, "grantType" | "clientAuthentication">,
  secrets: readonly SecretKey[],
): MissingSecret | undefined {
  if (profile.clientAuthentication === "none" || secrets.includes("clientSecret")) return undefined;
  if (profile.grantType === "client_credentials") return "needed";
  // A parameter with a secret of its own may be what it proves itself with.
  return secrets.length === 0 ? "sent" : undefined;
}

/** A profile as the form fills it before anything is typed. */
export function newProfile(id: string, seq: number): OAuthProfile {
  return {
    id,
    seq,
    name: "",
    grantType: "authorization_code",
    clientId: "",
    authorizationUrl: "",
    tokenUrl: "",
    refreshUrl: "",
    revocationUrl: "",
    introspectionUrl: "",
    userinfoUrl: "",
    issuer: "",
    issuerInResponse: false,
    scope: "",
    scopeDelimiter: "space",
    clientAuthentication: "basic",
    pkce: "S256",
    tokenRequestMethod: "POST",
    tokenRequestFormat: "form",
    originMode: "remove",
    originValue: "",
    codeField: "code",
    tokenField: "access_token",
    expiresInUnit: "seconds",
    lifetimeSeconds: null,
    headerName: "Authorization",
    headerPrefix: "Bearer",
    attachAnyType: false,
    variables: {},
    parameters: emptyParameterGroups(),
    allowInsecureHttp: false,
    autoRenew: true,
    silentRenew: false,
    loopbackRedirect: false,
    ownRedirect: false,
  };
}
