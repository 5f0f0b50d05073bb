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
