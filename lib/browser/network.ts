import type { Network, SendWitness } from "../services/ports.ts";
import { chromium } from "./api.ts";

/** The browsers' names for a connection that was never made, so that nothing was sent over it. */
const UNSENT =
  /ERR_(?:CONNECTION_REFUSED|NAME_NOT_RESOLVED|INTERNET_DISCONNECTED|ADDRESS_UNREACHABLE|CONNECTION_TIMED_OUT|NETWORK_ACCESS_DENIED|PROXY_CONNECTION_FAILED|CERT_\w+)|NS_ERROR_(?:CONNECTION_REFUSED|UNKNOWN_HOST|UNKNOWN_PROXY_HOST|PROXY_CONNECTION_REFUSED|OFFLINE|CONNECT_TIMEOUT)|SEC_ERROR_\w+/u;

/** How long the browser's word on a failed request is waited for, milliseconds: it comes on another way than fetch's. */
const PATIENCE_MS = 300;

export function createNetwork(): Network {
  return { isOnline: () => navigator.onLine, watch };
}

/** `fetch` says of every failure only that it failed; `webRequest`, where it is granted, says which. */
function watch(url: string): SendWitness {
  // Optional in the manifest: not there until it is granted.
  const event = (chromium.webRequest as typeof chromium.webRequest | undefined)?.onErrorOccurred;
  if (event === undefined) return { surelyUnsent: async () => false, stop: () => undefined };
  const told = Promise.withResolvers<boolean>();
  const listener = (details: { url: string; error: string }): void => {
    if (details.url === url) told.resolve(UNSENT.test(details.error));
  };
  const { protocol, hostname } = new URL(url);
  event.addListener(listener, { urls: [`${protocol}//${hostname}/*`], types: ["xmlhttprequest"] });
  return {
    surelyUnsent() {
      setTimeout(() => told.resolve(false), PATIENCE_MS);
      return told.promise;
    },
    stop: () => event.removeListener(listener),
  };
}
