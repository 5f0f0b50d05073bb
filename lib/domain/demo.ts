import type { ApiHost } from "./api-host.ts";
import { parseUrl } from "./url.ts";
import { type PermissionSet, union } from "./permission-set.ts";
import { hostPermissions, profilePermissions } from "./permissions.ts";
import { newProfile, type OAuthProfile } from "./profile.ts";

/** Where `npm run demo` says what it is: the port that the README names. */
export const DEMO_DESCRIPTION_URL = "http://127.0.0.1:8731/bearer-bar-demo.json";

/** The demo's servers, as they describe themselves. All on this machine, and no secret of anybody's. */
export interface DemoServer {
  readonly issuer: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  /** Origin of the protected API. */
  readonly api: string;
  /** Origin of the page that calls it. */
  readonly page: string;
}

const URLS = ["issuer", "authorizationUrl", "tokenUrl", "api", "page"] as const satisfies (keyof DemoServer)[];
const ORIGINS = ["api", "page"] as const satisfies (keyof DemoServer)[];
const TEXTS = ["clientId", "clientSecret", "scope"] as const satisfies (keyof DemoServer)[];

/** Reads the description. Undefined for anything else that listens there, and for one that leads off this machine. */
export function parseDemoServer(value: unknown): DemoServer | undefined {
  const given: Readonly<Record<string, unknown>> = typeof value === "object" && value !== null ? { ...value } : {};
  if (given["format"] !== "bearer-bar-demo") return undefined;
  const isWell =
    URLS.every((name) => isLoopback(given[name])) &&
    ORIGINS.every((name) => parseUrl(String(given[name]))?.origin === given[name]) &&
    TEXTS.every((name) => typeof given[name] === "string");
  if (!isWell) return undefined;
  const members = [...URLS, ...TEXTS].map((name) => [name, given[name]]);
  // Each has just been looked at.
  return Object.fromEntries(members) as DemoServer;
}

/** A profile that signs in at the demo. */
export function demoProfile(demo: DemoServer, name: string, id = "", seq = 0): OAuthProfile {
  const { issuer, authorizationUrl, tokenUrl, clientId, scope } = demo;
  return { ...newProfile(id, seq), name, issuer, authorizationUrl, tokenUrl, clientId, scope };
}

/** The demo's API, for its calling page. */
export function demoHost(demo: DemoServer, profileId: string | null, id = "", seq = 0): ApiHost {
  const pages = { callingPages: [demo.page], pageLoads: true, webSockets: false };
  return { id, seq, pattern: demo.api, profileId, ...pages, enabled: true };
}

/** All that the demo needs, for one prompt. */
export function demoPermissions(demo: DemoServer): PermissionSet {
  return union([profilePermissions(demoProfile(demo, "")), hostPermissions(demoHost(demo, null))]);
}

function isLoopback(value: unknown): boolean {
  const url = typeof value === "string" ? parseUrl(value) : undefined;
  return url?.protocol === "http:" && (url.hostname === "127.0.0.1" || url.hostname === "localhost");
}
