import { type ApiHost, type ApiHostPattern, parseApiHost } from "./api-host.ts";
import { parseUrl } from "./url.ts";

interface Callers {
  readonly pattern: ApiHostPattern;
  /** The calling pages without their ports. */
  readonly sites: ReadonlySet<string>;
}

/** Thousands are asked at once; a stored host is replaced when it changes, never edited. */
const known = new WeakMap<object, Callers>();

/**
 * Whether pages of this origin may call the API host with its token. As the attach rules see it: an initiator is known
 * by scheme and host, without the port.
 */
export function mayCall(host: Pick<ApiHost, "pattern" | "callingPages">, origin: string): boolean {
  const url = parseUrl(origin);
  if (url === undefined) return false;
  const { pattern, sites } = callersOf(host);
  const isOwn = pattern.wildcard ? url.hostname.endsWith(`.${pattern.host}`) : url.hostname === pattern.host;
  if (isOwn && url.protocol === `${pattern.scheme}:`) return true;
  return sites.has(site(url));
}

function callersOf(host: Pick<ApiHost, "pattern" | "callingPages">): Callers {
  const callers = known.get(host) ?? readCallers(host);
  known.set(host, callers);
  return callers;
}

function readCallers({ pattern, callingPages }: Pick<ApiHost, "pattern" | "callingPages">): Callers {
  const urls = callingPages.map((page) => parseUrl(page)).filter((url) => url !== undefined);
  return { pattern: parseApiHost(pattern), sites: new Set(urls.map(site)) };
}

function site({ protocol, hostname }: URL): string {
  return `${protocol}//${hostname}`;
}

/** The profiles whose tokens a page's requests carry, or would carry; each once. Hosts that are off don't count. */
export function profilesOfPage(hosts: readonly ApiHost[], pageUrl: string | undefined): readonly string[] {
  const page = pageUrl === undefined ? undefined : parseUrl(pageUrl);
  if (page === undefined || !/^https?:$/u.test(page.protocol)) return [];
  const inPlay = hosts.filter((host) => host.enabled && mayCall(host, page.origin));
  return [...new Set(inPlay.map(({ profileId }) => profileId).filter((id) => id !== null))];
}
