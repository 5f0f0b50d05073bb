import { parseUrl } from "../domain/url.ts";
import { AppError, type FieldProblem } from "../domain/errors.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import { isLoopback } from "../domain/endpoint.ts";
import { getMember } from "./field-path.ts";
import type { HttpReply, HttpRequest } from "./http.ts";
import { parseJsonMembers, type ReplyMembers } from "./reply-body.ts";
import { getServerText } from "./server-text.ts";

/** Where a server's metadata may lie, and what it must call itself there. */
export interface DiscoveryTarget {
  /** To be tried in this order until one answers. */
  readonly urls: readonly string[];
  /** The metadata's `issuer` must be identical to one of these. */
  readonly issuers: readonly string[];
}

/** What a server says of itself (RFC 8414 §2, OpenID Connect Discovery 1.0 §3). URLs it does not name are empty. */
export interface ServerMetadata {
  readonly issuer: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly revocationUrl: string;
  readonly introspectionUrl: string;
  readonly userinfoUrl: string;
  readonly issuerInResponse: boolean;
  /** Empty when it does not say. */
  readonly pkceMethods: readonly string[];
  readonly clientAuthenticationMethods: readonly string[];
  readonly grantTypes: readonly string[];
  readonly scopes: readonly string[];
}

const FIELD = "Issuer";
const SUFFIXES = ["openid-configuration", "oauth-authorization-server"] as const;

/**
 * The addresses where metadata may be, from what the tester typed: an issuer, or a `.well-known` address, which is
 * then the only one.
 *
 * @throws AppError `invalid_field` for the field "Issuer"
 */
export function discoveryUrls(input: string, { allowInsecureHttp = false } = {}): DiscoveryTarget {
  const text = input.trim();
  if (text === "") fail("required");
  const url = parseUrl(text);
  if (url === undefined || !/^https?:$/u.test(url.protocol)) fail("not_a_url");
  if (url.username !== "" || url.password !== "") fail("has_credentials");
  if (text.includes("#")) fail("has_fragment");
  if (text.includes("?")) fail("has_query");
  if (url.protocol === "http:" && !allowInsecureHttp && !isLoopback(url.hostname)) fail("insecure_http");
  const wellKnown = /^(.*?)\/\.well-known\/(?:openid-configuration|oauth-authorization-server)(\/.*)?$/u.exec(text);
  if (wellKnown !== null) {
    const issuer = `${wellKnown[1] ?? ""}${wellKnown[2] ?? ""}`.replace(/\/$/u, "");
    // The form with a slash at the end has the same address (OpenID Connect Discovery 1.0 §4).
    return { urls: [url.href], issuers: [issuer, `${issuer}/`] };
  }
  const path = url.pathname.replace(/\/+$/u, "");
  const appended = SUFFIXES.map((suffix) => `${url.origin}${path}/.well-known/${suffix}`);
  // RFC 8414 §3.1 puts the well-known part in front of the issuer's path, OpenID behind it; servers do both with both.
  const inserted = SUFFIXES.map((suffix) => `${url.origin}/.well-known/${suffix}${path}`);
  const [openIdBehind = "", oauthBehind = ""] = appended;
  const [openIdInFront = "", oauthInFront = ""] = inserted;
  return { urls: [...new Set([openIdBehind, oauthInFront, openIdInFront, oauthBehind])], issuers: [text] };
}

/** Builds the request for one of the addresses. */
export function buildDiscoveryRequest(url: string): HttpRequest {
  return { method: "GET", url, headers: [["Accept", "application/json"]], body: undefined, secrets: [] };
}

/**
 * Reads metadata. Where the issuer is not identical to the one asked for, nothing of it is used (RFC 8414 §3.3).
 *
 * @param issuers the issuers that are accepted, see `discoveryUrls`
 * @throws AppError `discovery_failed` with the status, `discovery_issuer_mismatch` with `expected` and `actual`
 */
export function readDiscovery(issuers: readonly string[], reply: HttpReply): ServerMetadata {
  const members = reply.status === 200 ? parseJsonMembers(reply.body) : undefined;
  if (members === undefined) throw new AppError("discovery_failed", { status: reply.status });
  const issuer = getMember(members, "issuer");
  if (typeof issuer !== "string" || !issuers.includes(issuer)) {
    const actual = typeof issuer === "string" ? getServerText(issuer, []) : undefined;
    throw new AppError("discovery_issuer_mismatch", {
      expected: issuers[0] ?? "",
      ...(actual === undefined ? {} : { actual }),
    });
  }
  return {
    issuer,
    authorizationUrl: endpoint(members, "authorization_endpoint"),
    tokenUrl: endpoint(members, "token_endpoint"),
    revocationUrl: endpoint(members, "revocation_endpoint"),
    introspectionUrl: endpoint(members, "introspection_endpoint"),
    userinfoUrl: endpoint(members, "userinfo_endpoint"),
    issuerInResponse: getMember(members, "authorization_response_iss_parameter_supported") === true,
    pkceMethods: list(members, "code_challenge_methods_supported") ?? [],
    // RFC 8414 §2: what is left out means these.
    clientAuthenticationMethods: list(members, "token_endpoint_auth_methods_supported") ?? ["client_secret_basic"],
    grantTypes: list(members, "grant_types_supported") ?? ["authorization_code", "implicit"],
    scopes: list(members, "scopes_supported") ?? [],
  };
}

/**
 * A profile with what the server says of itself filled in. Scopes are not: which are needed only the tester knows. What
 * the server does not say stays as it is, and so does a choice of the tester that the server supports.
 */
export function profileFromDiscovery(profile: OAuthProfile, metadata: ServerMetadata): OAuthProfile {
  return {
    ...profile,
    issuer: metadata.issuer,
    issuerInResponse: metadata.issuerInResponse,
    authorizationUrl: metadata.authorizationUrl || profile.authorizationUrl,
    tokenUrl: metadata.tokenUrl || profile.tokenUrl,
    revocationUrl: metadata.revocationUrl || profile.revocationUrl,
    introspectionUrl: metadata.introspectionUrl || profile.introspectionUrl,
    userinfoUrl: metadata.userinfoUrl || profile.userinfoUrl,
    clientAuthentication: chooseAuthentication(profile, metadata.clientAuthenticationMethods),
    pkce: choosePkce(profile, metadata.pkceMethods),
  };
}

const METHODS = [
  ["client_secret_basic", ["basic", "basic_raw"]],
  ["client_secret_post", ["body"]],
  ["none", ["none"]],
] as const;

function chooseAuthentication(
  { clientAuthentication: current }: OAuthProfile,
  supported: readonly string[],
): OAuthProfile["clientAuthentication"] {
  const usable = METHODS.filter(([method]) => supported.includes(method)).flatMap(([, choices]) => choices);
  return usable.includes(current) ? current : (usable[0] ?? current);
}

/** A server that does not say may still want it (RFC 9700 §2.1.1): only a better method is chosen, never none. */
function choosePkce({ pkce }: OAuthProfile, supported: readonly string[]): OAuthProfile["pkce"] {
  if (supported.includes("S256")) return "S256";
  return supported.includes("plain") && pkce === "S256" ? "plain" : pkce;
}

/** An endpoint's URL, or empty when it is none that could be called: metadata is as hostile as anything received. */
function endpoint(members: ReplyMembers, name: string): string {
  const value = getMember(members, name);
  if (typeof value !== "string" || !URL.canParse(value)) return "";
  const url = new URL(value);
  const isUsable =
    /^https?:$/u.test(url.protocol) && url.username === "" && url.password === "" && !value.includes("#");
  // Braces would be placeholders in a profile.
  return isUsable && !/[{}]/u.test(value) ? value : "";
}

function list(members: ReplyMembers, name: string): readonly string[] | undefined {
  const value = getMember(members, name);
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : undefined;
}

function fail(problem: FieldProblem): never {
  throw new AppError("invalid_field", { field: FIELD, problem });
}
