import { knownUrlValues } from "./endpoint.ts";
import { fillUrlPlaceholders } from "./placeholders.ts";
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
  /** See `keepFormer`. Absent in records from before there was that. */
  readonly former?: readonly FormerToken[] | undefined;
}

/** An access token that was replaced, kept for tests with an expired one. */
export interface FormerToken {
  readonly accessToken: string;
  readonly tokenType: string | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAtMs: number;
}

/**
 * The former tokens to keep beside one that replaces `previous` at `nowMs` (milliseconds since the epoch), at most two:
 * the newest that has expired, and of the others the one that will be next. Of another server or client none are.
 */
export function keepFormer(next: TokenSet, previous: TokenSet | undefined, nowMs: number): readonly FormerToken[] {
  if (previous === undefined || previous.issuedBy !== next.issuedBy) return [];
  const { accessToken, tokenType, expiresAtMs } = previous;
  const replaced = expiresAtMs === undefined ? [] : [{ accessToken, tokenType, expiresAtMs }];
  const known = [...replaced, ...(previous.former ?? [])]
    .filter((former) => former.accessToken !== next.accessToken)
    .toSorted((a, b) => b.expiresAtMs - a.expiresAtMs);
  const newestExpired = known.find((former) => former.expiresAtMs <= nowMs);
  const nextToExpire = known.findLast((former) => former.expiresAtMs > nowMs);
  return [nextToExpire, newestExpired].filter((former) => former !== undefined);
}

/**
 * What a refresh token is bound to: the endpoint that issued it and the client it was issued to (RFC 6749 §6). A
 * profile edited since must not send it anywhere else.
 */
export function issuedBy(profile: Issuing): string {
  const endpoints = [profile.tokenUrl, profile.refreshUrl].filter((template) => template.trim() !== "");
  return [profile.clientId, "at", ...endpoints.map((template) => filled(profile, template))].join(" ");
}

/**
 * Whether the tokens are of the server and client that the profile names now. Those of another are shown to nobody at
 * this one: whoever is asked about a token could use it.
 */
export function isFromSameServer(profile: Issuing, tokenSet: Pick<TokenSet, "issuedBy">): boolean {
  return tokenSet.issuedBy === issuedBy(profile);
}

type Issuing = Pick<OAuthProfile, "tokenUrl" | "refreshUrl" | "clientId" | "issuer" | "variables">;

/** Filled, a template names one endpoint; as it stands, another tenant or issuer would look like the same server. */
function filled(profile: Issuing, template: string): string {
  try {
    return fillUrlPlaceholders(template, knownUrlValues(profile, template), "");
  } catch {
    // Only the callback can fill it, which the token set keeps for good.
    return template;
  }
}

/** The tokens of a token set, by their names on the wire (RFC 6749 §5.1, OpenID Connect Core 1.0 §3.1.3.3). */
export type TokenKind = "access_token" | "id_token" | "refresh_token";

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
  /** A rule may carry it, being a bearer token; otherwise it can only be copied. See `isSummaryAttachable`. */
  readonly attachable: boolean;
  /** A rule may carry it where the profile attaches tokens of any type. Absent in records from before there was that. */
  readonly attachableAsAnyType?: boolean;
  /** The former tokens of the set, in its order. */
  readonly former?: readonly FormerSummary[] | undefined;
}

/** What may be known of a former token without decrypting it. */
export type FormerSummary = Pick<TokenSummary, "attachable" | "attachableAsAnyType"> & Pick<FormerToken, "expiresAtMs">;

/** The characters of RFC 6750 §2.1's `b64token`. Firefox drops a header silently whose value has others. */
const B64TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;

/** A header longer than this is refused: Chromium fails requests somewhere between 16 KB and 300 KB. */
export const MAX_TOKEN_LENGTH = 16_384;

/** Visible characters and no space: what any header value carries, in either browser. */
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

/**
 * Whether a header rule may carry the token: one of a type that is understood (RFC 6749 §7.1) and of the characters of
 * RFC 6750, or with `attachAnyType` one of any type and of visible ASCII.
 */
export function isAttachable(
  tokenSet: Pick<TokenSet, "accessToken" | "tokenType">,
  { attachAnyType }: Pick<OAuthProfile, "attachAnyType">,
): boolean {
  if (tokenSet.accessToken.length > MAX_TOKEN_LENGTH) return false;
  if (attachAnyType) return VISIBLE_ASCII.test(tokenSet.accessToken);
  const type = tokenSet.tokenType?.toLowerCase() ?? "bearer";
  return type === "bearer" && B64TOKEN.test(tokenSet.accessToken);
}

/** As `isAttachable`, of a token that need not be decrypted for it: the setting may change while the token stays. */
export function isSummaryAttachable(
  token: Pick<TokenSummary, "attachable" | "attachableAsAnyType">,
  { attachAnyType }: Pick<OAuthProfile, "attachAnyType">,
): boolean {
  return attachAnyType ? (token.attachableAsAnyType ?? token.attachable) : token.attachable;
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
    ...attachability(tokenSet),
    former: tokenSet.former?.map((former) => ({ expiresAtMs: former.expiresAtMs, ...attachability(former) })),
  };
}

function attachability(token: Pick<TokenSet, "accessToken" | "tokenType">) {
  return {
    attachable: isAttachable(token, { attachAnyType: false }),
    attachableAsAnyType: isAttachable(token, { attachAnyType: true }),
  };
}
