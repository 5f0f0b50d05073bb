import type { RequestType } from "../domain/observed-request.ts";
import type { ApiTraffic, TrafficEvent, TrafficObserver } from "../services/ports.ts";
import { chromium } from "./api.ts";

type Headers = readonly { readonly name: string; readonly value?: string | undefined }[];

const TYPES = ["xmlhttprequest", "main_frame", "websocket"] as const satisfies readonly RequestType[];

/** What both browsers tell of a request at each of its steps. */
interface Details {
  readonly requestId: string;
  readonly url: string;
  readonly method: string;
  readonly type: string;
  /** -1 for none. */
  readonly tabId: number;
  /** Milliseconds since the epoch. */
  readonly timeStamp: number;
  /** Chromium: the origin of the page. */
  readonly initiator?: string;
  /** Firefox: the address of the page, or of the script that acts for it. */
  readonly originUrl?: string;
}

/**
 * Observes with `webRequest`, where it is granted. Each listener slows the requests of its hosts by half a millisecond,
 * so there are none without patterns, and three at the most.
 */
export function createApiTraffic(): ApiTraffic {
  let stop: (() => void) | undefined;
  return {
    watch(patterns, observer) {
      stop?.();
      stop = patterns.length === 0 ? undefined : listen(patterns, observer);
    },
  };
}

function listen(patterns: readonly string[], observer: TrafficObserver): (() => void) | undefined {
  // Optional in the manifest: not there until it is granted.
  const api = chromium.webRequest as typeof chromium.webRequest | undefined;
  if (api === undefined) return undefined;

  const sent = (details: Details & { requestHeaders?: Headers }): void =>
    observer.sent({
      ...eventOf(details),
      getHeader: (name) => valuesOf(details.requestHeaders, name)[0],
    });
  const received = (details: Details & { statusCode: number; responseHeaders?: Headers }): undefined => {
    observer.answered({
      ...eventOf(details),
      status: details.statusCode,
      getHeaders: (name) => valuesOf(details.responseHeaders, name),
    });
    return undefined;
  };
  const failed = (details: Details & { error: string }): void =>
    observer.failed({ ...eventOf(details), error: details.error });

  const filter = { urls: [...patterns], types: [...TYPES] };
  api.onSendHeaders.addListener(sent, filter, sentOptions());
  api.onHeadersReceived.addListener(received, filter, ["responseHeaders"]);
  api.onErrorOccurred.addListener(failed, filter);
  return () => {
    api.onSendHeaders.removeListener(sent);
    api.onHeadersReceived.removeListener(received);
    api.onErrorOccurred.removeListener(failed);
  };
}

function eventOf(details: Details): TrafficEvent {
  return {
    requestId: details.requestId,
    url: details.url,
    method: details.method,
    // The filter lets no other through.
    type: details.type as RequestType,
    tabId: details.tabId < 0 ? undefined : details.tabId,
    initiator: details.initiator ?? originOf(details.originUrl),
    atMs: details.timeStamp,
  };
}

/** By hand: `URL` gives the extension's own pages no origin. A user's name and password are no part of it. */
function originOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : /^[a-z-]+:\/\/[^/?#]+/u.exec(url)?.[0].replace(/\/\/.*@/u, "//");
}

function valuesOf(headers: Headers | undefined, name: string): string[] {
  const wanted = name.toLowerCase();
  return (headers ?? []).flatMap((header) => {
    return header.name.toLowerCase() === wanted && header.value !== undefined ? [header.value] : [];
  });
}

/** Chromium hides `Authorization` without `extraHeaders`; Firefox shows it and knows no such option. */
function sentOptions(): chrome.webRequest.OnSendHeadersOptions[] {
  const options = chromium.webRequest.OnSendHeadersOptions as { EXTRA_HEADERS?: unknown } | undefined;
  return (options?.EXTRA_HEADERS === undefined ? ["requestHeaders"] : ["requestHeaders", "extraHeaders"]) as never;
}
