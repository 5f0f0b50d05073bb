import type { ExpirySource } from "./token-set.ts";

/** Everything about a profile's tokens that a page may show. No token, and nothing that one could be made of. */
export interface TokenView {
  /** The token that is attached and copied. */
  readonly accessToken: TokenFacts;
  readonly idToken: TokenFacts | undefined;
  readonly refreshToken: TokenFacts | undefined;
  /** `token_type` as the server sent it. */
  readonly tokenType: string | undefined;
  /** Milliseconds since the epoch. */
  readonly obtainedAtMs: number;
  /** Milliseconds since the epoch; undefined when nobody said. */
  readonly expiresAtMs: number | undefined;
  readonly expirySource: ExpirySource;
  /** Undefined until the first refresh. */
  readonly refreshTokenRotates: boolean | undefined;
  readonly scope: ScopeView;
  /** The reply as JSON, unknown members and all, tokens masked. */
  readonly reply: ShownJson;
  /** Members of the authorization response beside code, state and iss, secrets masked. */
  readonly callback: Readonly<Record<string, string>>;
}

/** What can be read in a token without asking anybody. Nothing of it is verified. */
export type TokenFacts =
  /** A JWT (RFC 7519 §3): header and claims as JSON, its signature left out, tokens within masked. */
  | {
      readonly kind: "jwt";
      readonly length: number;
      readonly header: string;
      readonly claims: string;
      readonly times: ClaimTimes;
    }
  /** An encrypted JWT (RFC 7516 §3.1): only its header can be read. */
  | { readonly kind: "encrypted_jwt"; readonly length: number; readonly header: string }
  | { readonly kind: "opaque"; readonly length: number };

/** Claims that are times, in seconds since the epoch (RFC 7519 §4.1, OpenID Connect Core 1.0 §2), in the JWT's order. */
export type ClaimTimes = readonly { readonly claim: string; readonly atSeconds: number }[];

/** Scope tokens asked for and granted (RFC 6749 §3.3). */
export interface ScopeView {
  readonly asked: readonly string[];
  /** Undefined when the reply does not say, which means as asked (§5.1). */
  readonly granted: readonly string[] | undefined;
  /** Asked for and not granted. */
  readonly missing: readonly string[];
  /** Granted and not asked for. */
  readonly extra: readonly string[];
}

/** JSON to be shown, masked. */
export interface ShownJson {
  readonly text: string;
  /** The end was left out. */
  readonly shortened: boolean;
}

/** What the server says of the access token (RFC 7662 §2.2). */
export interface Introspection {
  /** Undefined where it does not say, against the RFC. */
  readonly active: boolean | undefined;
  readonly answer: ShownJson;
  /** It came as a JWT (RFC 9701), which is not verified. */
  readonly signed: boolean;
}

/** What the server says of the person (OpenID Connect Core 1.0 §5.3.2). */
export interface Userinfo {
  /** Whether it is the one of the id token; unknown where there is none. */
  readonly subject: "same" | "other" | "unknown";
  readonly answer: ShownJson;
  /** It came as a JWT, which is not verified. */
  readonly signed: boolean;
}
