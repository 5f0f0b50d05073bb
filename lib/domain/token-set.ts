import { placeholderNames } from "./placeholders.ts";
import type { OAuthProfile } from "./profile.ts";

/** What a token endpoint answered (RFC 6749 §5.1), read by the profile's settings. Lives encrypted, only in the worker. */
export interface TokenSet {
  /** The token at the profile's token field: the one that is attached and copied. */
  readonly accessToken: string;
  /** `token_type` as sent, or undefined when the reply had none. */
  readonly tokenType: string | undefined;
  readonly refreshToken: string | undefined;
  readonly idToken: string | undefined;
  /** The scope granted; undefined when the reply does not say, which means as asked (RFC 6749 §5.1). */
  readonly scope: string | undefined;
  /** Milliseconds since the epoch when the request was sent. */
  readonly obtainedAtMs: number;
  /** Milliseconds since the epoch; undefined when nobody said. */
  readonly expiresAtMs: number | undefined;
  readonly expirySource: ExpirySource;
  /** The whole reply, unknown members included. */
  readonly reply: Readonly<Record<string, unknown>>;
  /** See `issuedBy`. */
  readonly issuedBy: string;
  /** Members of the authorization response beside code, state and iss (`realmId`, …). */
  readonly callback: Readonly<Record<string, string>>;
}

/**
 * What a refresh token is bound to: the endpoint that issued it and the client it was issued to (RFC 6749 §6). A
 * profile edited since must not send it anywhere else.
 */
export function issuedBy(profile: Pick<OAuthProfile, "tokenUrl" | "clientId" | "variables">): string {
  // With its variables the template names one endpoint; without, another tenant would look like the same server.
  const variables = placeholderNames(profile.tokenUrl).map((name) => profile.variables[name] ?? "");
  return [profile.clientId, "at", profile.tokenUrl, ...variables].join(" ");
}

/** Who said when the token expires: the reply's `expires_in`, the JWT's `exp`, the profile, or nobody. */
export type ExpirySource = "reply" | "jwt" | "profile" | "unknown";

/** What may be known of a token set without decrypting it. Nothing here is secret. */
export interface TokenSummary {
  readonly obtainedAtMs: number;
  readonly expiresAtMs: number | undefined;
  readonly expirySource: ExpirySource;
  readonly tokenType: string | undefined;
  readonly scope: string | undefined;
  readonly hasRefreshToken: boolean;
  /**
   * Whether the server answers a refresh with another refresh token (RFC 9700 §4.14.2), as learned from its replies.
   * Absent until the first refresh: it is treated as if it did, because a used one presented again may end the grant.
   */
  readonly refreshTokenRotates?: boolean;
  readonly hasIdToken: boolean;
  /** A rule may carry it; otherwise it can only be copied. */
  readonly attachable: boolean;
}

/** The characters of RFC 6750 §2.1's `b64token`. Firefox drops a header silently whose value has others. */
const B64TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;

/** A header longer than this is refused: Chromium fails requests somewhere between 16 KB and 300 KB. */
export const MAX_TOKEN_LENGTH = 16_384;

/** Whether the token is of a type that is understood (RFC 6749 §7.1) and of characters that a header carries. */
export function isAttachable(tokenSet: Pick<TokenSet, "accessToken" | "tokenType">): boolean {
  const type = tokenSet.tokenType?.toLowerCase() ?? "bearer";
  return type === "bearer" && B64TOKEN.test(tokenSet.accessToken) && tokenSet.accessToken.length <= MAX_TOKEN_LENGTH;
}

export function summarizeTokenSet(tokenSet: TokenSet): TokenSummary {
  return {
    obtainedAtMs: tokenSet.obtainedAtMs,
    expiresAtMs: tokenSet.expiresAtMs,
    expirySource: tokenSet.expirySource,
    tokenType: tokenSet.tokenType,
    scope: tokenSet.scope,
    hasRefreshToken: tokenSet.refreshToken !== undefined,
    hasIdToken: tokenSet.idToken !== undefined,
    attachable: isAttachable(tokenSet),
  };
}
