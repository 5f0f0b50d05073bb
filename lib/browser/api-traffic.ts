import type { ApiTraffic, RefusedRequest } from "../services/ports.ts";
import { chromium } from "./api.ts";

type SentHeaders = readonly { readonly name: string; readonly value?: string | undefined }[];
type OnRefused = (request: RefusedRequest) => void;

const TYPES = ["xmlhttprequest", "main_frame", "websocket"] as const;

/** Requests whose end was never told are forgotten, oldest first. */
const MOST_OPEN = 500;

/**
 * Observes with `webRequest`, where it is granted. Each listener slows the requests of its hosts by half a millisecond,
 * so there are listeners only for the hosts that a token is attached to, and none of other kinds.
 */
export function createApiTraffic(): ApiTraffic {
  let stop: (() => void) | undefined;
  return {
    watch(patterns, onRefused) {
      stop?.();
      stop = patterns.length === 0 ? undefined : listen(patterns, onRefused);
    },
  };
}

function listen(patterns: readonly string[], onRefused: OnRefused): (() => void) | undefined {
  // Optional in the manifest: not there until it is granted.
  const api = chromium.webRequest as typeof chromium.webRequest | undefined;
  if (api === undefined) return undefined;
  /** In this worker's memory only, from a request's start to its end: the headers hold tokens. */
  const open = new Map<string, SentHeaders>();

  const sent = (details: { requestId: string; requestHeaders?: SentHeaders }): void => {
    open.set(details.requestId, details.requestHeaders ?? []);
    const [oldest] = open.keys();
    if (open.size > MOST_OPEN && oldest !== undefined) open.delete(oldest);
  };
  const received = ({
    requestId,
    url,
    statusCode,
  }: {
    requestId: string;
    url: string;
    statusCode: number;
  }): undefined => {
    const headers = open.get(requestId);
    open.delete(requestId);
    if (statusCode !== 401) return undefined;
    onRefused({
      url,
      getHeader: (name) => headers?.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value,
    });
    return undefined;
  };
  const failed = ({ requestId }: { requestId: string }): void => void open.delete(requestId);

  const filter = { urls: [...patterns], types: [...TYPES] };
  api.onSendHeaders.addListener(sent, filter, sentOptions());
  api.onHeadersReceived.addListener(received, filter);
  api.onErrorOccurred.addListener(failed, filter);
  return () => {
    api.onSendHeaders.removeListener(sent);
    api.onHeadersReceived.removeListener(received);
    api.onErrorOccurred.removeListener(failed);
  };
}

/** Chromium hides `Authorization` without `extraHeaders`; Firefox shows it and knows no such option. */
function sentOptions(): chrome.webRequest.OnSendHeadersOptions[] {
  const options = chromium.webRequest.OnSendHeadersOptions as { EXTRA_HEADERS?: unknown } | undefined;
  return (options?.EXTRA_HEADERS === undefined ? ["requestHeaders"] : ["requestHeaders", "extraHeaders"]) as never;
}
