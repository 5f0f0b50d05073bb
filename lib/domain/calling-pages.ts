import { type ApiHost, type ApiHostPattern, parseApiHost, parseUrl } from "./api-host.ts";

/**
 * Whether pages of this origin may call the API host with its token. As the attach rules see it: an initiator is known
 * by scheme and host, without the port.
 */
export function mayCall(
  host: Pick<ApiHost, "pattern" | "callingPages">,
  origin: string,
  pattern: ApiHostPattern = parseApiHost(host.pattern),
): boolean {
  const url = parseUrl(origin);
  if (url === undefined) return false;
  const isOwn = pattern.wildcard ? url.hostname.endsWith(`.${pattern.host}`) : url.hostname === pattern.host;
  if (isOwn && url.protocol === `${pattern.scheme}:`) return true;
  return host.callingPages.some((calling) => {
    const callingUrl = parseUrl(calling);
    return callingUrl?.protocol === url.protocol && callingUrl.hostname === url.hostname;
  });
}

/** The profiles whose tokens a page's requests carry, or would carry; each once. Hosts that are off don't count. */
export function profilesOfPage(hosts: readonly ApiHost[], pageUrl: string | undefined): readonly string[] {
  const page = pageUrl === undefined ? undefined : parseUrl(pageUrl);
  if (page === undefined || !/^https?:$/u.test(page.protocol)) return [];
  const inPlay = hosts.filter((host) => host.enabled && mayCall(host, page.origin));
  return [...new Set(inPlay.map(({ profileId }) => profileId).filter((id) => id !== null))];
}
