import { parseUrl } from "./url.ts";
import { isLoopback } from "./endpoint.ts";

/**
 * Completes an address that was typed without its scheme: `localhost:8733` with `http://`, as all that never leaves this
 * machine, any other with `https://`. What is no address then either stays as it is, to be refused as it was typed.
 */
export function withScheme(text: string): string {
  const typed = text.trim();
  // `https:/login.example.com` has a scheme too; completed, it would name the host `https`.
  if (!/^[\p{L}\p{Nd}*[]/u.test(typed) || /^[a-z][a-z\d+.-]*:(?:\/|$)/iu.test(typed)) return text;
  const url = parseUrl(`https://${typed}`);
  // `mailto:x@y.com` and `docs.example.com@y.com` name y.com to a browser, and to nobody who reads them.
  if (url === undefined || url.username !== "" || url.password !== "") return text;
  if (isLoopback(url.hostname)) return `http://${typed}`;
  // A word alone is more often the beginning of a name than one.
  return /^[^/?#]*[.:]/u.test(typed) ? `https://${typed}` : text;
}
