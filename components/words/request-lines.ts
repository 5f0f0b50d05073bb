import type { PreviewedRequest } from "../../lib/domain/preview.ts";

/** A request as text: method and address, headers, body, with a form's and an address's parameters a line each. */
export function requestLines({ method, url, headers, body }: PreviewedRequest): string {
  const lines = [`${method} ${breakParameters(url, /[?&]/gu)}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  return body === undefined
    ? lines.join("\n")
    : `${lines.join("\n")}\n\n${body.startsWith("{") ? body : breakParameters(body, /&/gu)}`;
}

function breakParameters(text: string, separator: RegExp): string {
  return text.replace(separator, (sign) => `\n  ${sign}`);
}
