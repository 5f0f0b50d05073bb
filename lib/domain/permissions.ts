import type { OAuthProfile } from "./profile.ts";
import type { ApiHost, ApiHostPattern } from "./api-host.ts";
import { parseApiHost, parseUrl } from "./api-host.ts";
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
  const pattern = parseApiHost(host.pattern);
  const origins = [hostOrigin(pattern)];
  // Chromium's handshake rules ask for a ws pattern of their own; http://host/* does not cover it.
  if (host.webSockets) origins.push(hostOrigin(pattern).replace(/^http/u, "ws"));
  return union([{ origins, permissions: ["webRequest"] }, ...host.callingPages.map(pagePermissions)]);
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
  readonly wide: readonly string[];
}

const knownGrants = new WeakMap<PermissionSet, GrantIndex>();

function indexGrants({ origins }: PermissionSet): GrantIndex {
  return { exact: new Set(origins), wide: origins.filter((pattern) => /^\*|^<|:\/\/\*/u.test(pattern)) };
}

/** Whether a match pattern of ours is covered by one that was granted, which the person may have widened. */
function isOriginGranted(origin: string, { exact, wide }: GrantIndex): boolean {
  return exact.has(origin) || wide.some((pattern) => coversPattern(pattern, origin));
}

function coversPattern(wide: string, narrow: string): boolean {
  if (wide === "<all_urls>") return true;
  const [wideScheme, wideHost] = splitPattern(wide);
  const [scheme, host] = splitPattern(narrow);
  const schemeCovered = wideScheme === scheme || (wideScheme === "*" && /^https?$/u.test(scheme));
  if (!schemeCovered) return false;
  if (wideHost === "*" || wideHost === host) return true;
  const base = wideHost.startsWith("*.") ? wideHost.slice(2) : undefined;
  return base !== undefined && (host === base || host.endsWith(`.${base}`));
}

function splitPattern(pattern: string): [scheme: string, host: string] {
  const match = /^([^:]+):\/\/([^/]*)\//u.exec(pattern);
  return [match?.[1] ?? "", match?.[2] ?? ""];
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
