import type { OAuthProfile } from "./profile.ts";
import type { ApiHost, ApiHostPattern } from "./api-host.ts";
import { patternOf } from "./api-host.ts";
import { parseUrl } from "./url.ts";
import { knownUrlValues } from "./endpoint.ts";
import { fillUrlPlaceholders } from "./placeholders.ts";
import { NO_PERMISSIONS, type PermissionSet, union } from "./permission-set.ts";

type HostParts = Pick<ApiHost, "pattern" | "callingPages" | "webSockets">;

/** Thousands are asked for at each snapshot; what is stored is replaced when it changes, never edited. */
const knownOfHosts = new WeakMap<HostParts, PermissionSet>();
const knownOfProfiles = new WeakMap<ProfileEndpoints, PermissionSet>();

/** What attaching a token to one API host needs: the host, its pages, and a look at what becomes of its requests. */
export function hostPermissions(host: HostParts): PermissionSet {
  return remembered(knownOfHosts, host, permissionsOfHost);
}

function permissionsOfHost(host: HostParts): PermissionSet {
  return union([
    { origins: hostOrigins(host), permissions: ["webRequest"] },
    ...host.callingPages.map(pagePermissions),
  ]);
}

/** The match patterns of an API host's requests, whoever makes them. */
export function hostOrigins(host: Pick<ApiHost, "pattern" | "webSockets">): string[] {
  const origin = hostOrigin(patternOf(host));
  // Chromium's handshake rules ask for a ws pattern of their own; http://host/* does not cover it.
  return host.webSockets ? [origin, origin.replace(/^http/u, "ws")] : [origin];
}

/** The match pattern of an API host. */
export function hostOrigin({ scheme, wildcard, host }: ApiHostPattern): string {
  return `${scheme}://${wildcard ? "*." : ""}${host}/*`;
}

/** What requests made by one page need. Match patterns have no port: Firefox knows none. */
export function pagePermissions(origin: string): PermissionSet {
  const url = parseUrl(origin);
  return { origins: url === undefined ? [] : [`${url.protocol}//${url.hostname}/*`], permissions: [] };
}

/** What calling one endpoint from the worker needs; nothing for text that is no URL. */
export function endpointPermissions(endpoint: string): PermissionSet {
  const url = parseUrl(endpoint);
  if (url === undefined || !/^https?:$/u.test(url.protocol)) return NO_PERMISSIONS;
  return { origins: [`${url.protocol}//${url.hostname}/*`], permissions: [] };
}

/** The part of `needed` that `granted` does not cover. */
export function missingPermissions(needed: PermissionSet, granted: PermissionSet): PermissionSet {
  const index = remembered(knownGrants, granted, indexGrants);
  return {
    origins: needed.origins.filter((origin) => !isOriginGranted(origin, index)),
    permissions: needed.permissions.filter((permission) => !granted.permissions.includes(permission)),
  };
}

/** What is granted, ready for thousands of questions. */
interface GrantIndex {
  readonly exact: ReadonlySet<string>;
  /** Those that cover more than themselves. */
  readonly wide: readonly MatchPattern[];
}

const knownGrants = new WeakMap<PermissionSet, GrantIndex>();

function indexGrants({ origins }: PermissionSet): GrantIndex {
  const wide = origins.filter((pattern) => /^\*|^<|:\/\/\*/u.test(pattern));
  return { exact: new Set(origins), wide: wide.map(parseMatchPattern) };
}

/** Whether a match pattern of ours is covered by one that was granted, which the person may have widened. */
function isOriginGranted(origin: string, { exact, wide }: GrantIndex): boolean {
  if (exact.has(origin)) return true;
  const narrow = parseMatchPattern(origin);
  return wide.some((pattern) => coversPattern(pattern, narrow));
}

interface MatchPattern {
  /** `<all_urls>` as it is, and of others the part before the colon. */
  readonly scheme: string;
  readonly host: string;
}

function coversPattern(wide: MatchPattern, { scheme, host }: MatchPattern): boolean {
  if (wide.scheme === "<all_urls>") return true;
  const schemeCovered = wide.scheme === scheme || (wide.scheme === "*" && /^https?$/u.test(scheme));
  if (!schemeCovered) return false;
  if (wide.host === "*" || wide.host === host) return true;
  const base = wide.host.startsWith("*.") ? wide.host.slice(2) : undefined;
  return base !== undefined && (host === base || host.endsWith(`.${base}`));
}

function parseMatchPattern(pattern: string): MatchPattern {
  const [scheme = "", rest = ""] = pattern.split("://", 2);
  return { scheme, host: rest.slice(0, Math.max(0, rest.indexOf("/"))) };
}

type ProfileEndpoints = Pick<
  OAuthProfile,
  "tokenUrl" | "refreshUrl" | "revocationUrl" | "clientId" | "issuer" | "variables"
>;

/** What a profile's own calls need: its endpoints' hosts, because CORS would apply without. */
export function profilePermissions(profile: ProfileEndpoints): PermissionSet {
  return remembered(knownOfProfiles, profile, permissionsOfProfile);
}

function permissionsOfProfile(profile: ProfileEndpoints): PermissionSet {
  const endpoints = [profile.tokenUrl, profile.refreshUrl, profile.revocationUrl];
  return union(endpoints.map((template) => endpointPermissions(filledEndpoint(profile, template))));
}

/** What asking the server about a profile's token needs; undefined where the profile does not say whom to ask. */
export interface QuestionPermissions {
  readonly introspection: PermissionSet | undefined;
  readonly userinfo: PermissionSet | undefined;
}

/** Asked for in the click that asks the server, so that Authorize and renewal need no more than their own endpoints. */
export function questionPermissions(
  profile: ProfileEndpoints & Pick<OAuthProfile, "introspectionUrl" | "userinfoUrl">,
): QuestionPermissions {
  const needed = (template: string): PermissionSet | undefined =>
    template.trim() === "" ? undefined : endpointPermissions(filledEndpoint(profile, template));
  return { introspection: needed(profile.introspectionUrl), userinfo: needed(profile.userinfoUrl) };
}

/** Only a look at what the host will be; half-typed text has none yet, and a callback's host is not known. */
function filledEndpoint(profile: ProfileEndpoints, template: string): string {
  try {
    return fillUrlPlaceholders(template, knownUrlValues(profile, template), "");
  } catch {
    return "";
  }
}

function remembered<Key extends object, Value>(known: WeakMap<Key, Value>, key: Key, make: (key: Key) => Value): Value {
  const value = known.get(key) ?? make(key);
  known.set(key, value);
  return value;
}
