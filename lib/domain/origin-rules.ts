import { type AttachRule, HIGHEST_PRIORITY, type HeaderChange } from "./rule.ts";
import type { OAuthProfile } from "./profile.ts";

/**
 * The session rule, without its id, that shapes one call of the extension's own, to one endpoint and nowhere else.
 *
 * `Origin` is as the profile wants it: Entra refuses a foreign one from web clients and demands one from SPA clients.
 *
 * `Connection: close`, because Chromium sends a POST again by itself when a connection that it had used before ends
 * without an answer. The server may have taken the first: the refresh token in it would be presented twice, and the
 * grant be gone (RFC 9700 §4.14.2). A connection of its own is never used before. (HTTP/2 has no such header.)
 *
 * @param extensionHost host of the extension's own pages, which is the initiator of its calls
 */
export function ownCallRule(
  profile: Pick<OAuthProfile, "originMode" | "originValue">,
  endpoint: string,
  extensionHost: string,
): Omit<AttachRule, "id"> {
  const requestHeaders: HeaderChange[] = [{ header: "connection", operation: "set", value: "close" }];
  if (profile.originMode === "remove") requestHeaders.push({ header: "origin", operation: "remove" });
  if (profile.originMode === "custom")
    requestHeaders.push({ header: "origin", operation: "set", value: profile.originValue });
  const url = new URL(endpoint);
  return {
    // Above every shield of the attach rules: an `allow` rule would keep it from its own call.
    priority: HIGHEST_PRIORITY,
    action: { type: "modifyHeaders", requestHeaders },
    condition: {
      // What a filter can't express literally in the path is left to match more of the same host.
      urlFilter: `|${url.origin}${url.pathname.replace(/[*|^].*$/u, "")}`,
      isUrlFilterCaseSensitive: true,
      initiatorDomains: [extensionHost],
      resourceTypes: ["xmlhttprequest"],
    },
  };
}
