/** The page in front, where the browser tells its address and it is a web page. */
export interface PageInFront {
  /** Host and port, as the address bar shows them. */
  readonly host: string;
  readonly origin: string;
}

/** Reads the address of the tab in front; undefined for pages that make no requests of their own, like chrome://. */
export function parsePageInFront(url: string | undefined): PageInFront | undefined {
  const parsed = url === undefined ? null : URL.parse(url);
  if (parsed === null || !/^https?:$/u.test(parsed.protocol)) return undefined;
  return { host: parsed.host, origin: parsed.origin };
}
