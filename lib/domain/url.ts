/** Parses without throwing; undefined when it is no URL. */
export function parseUrl(text: string): URL | undefined {
  return URL.parse(text) ?? undefined;
}
