import type { AttachRule, HeaderChange } from "./attach-rules.ts";
import type { OAuthProfile } from "./profile.ts";

/**
 * The session rule, without its id, that shapes `Origin` on one call of the extension's own, to one endpoint and nowhere else; undefined
 * when the browser's own may stay. Entra refuses a foreign Origin from web clients and demands one from SPA clients.
 *
 * @param extensionHost host of the extension's own pages, which is the initiator of its calls
 */
export function originRule(
  profile: Pick<OAuthProfile, "originMode" | "originValue">,
  endpoint: string,
  extensionHost: string,
): Omit<AttachRule, "id"> | undefined {
  if (profile.originMode === "keep") return undefined;
  const change: HeaderChange =
    profile.originMode === "remove"
      ? { header: "origin", operation: "remove" }
      : { header: "origin", operation: "set", value: profile.originValue };
  const url = new URL(endpoint);
  return {
    priority: 1,
    action: { type: "modifyHeaders", requestHeaders: [change] },
    condition: {
      // What a filter can't express literally in the path is left to match more of the same host.
      urlFilter: `|${url.origin}${url.pathname.replace(/[*|^].*$/u, "")}`,
      isUrlFilterCaseSensitive: true,
      initiatorDomains: [extensionHost],
      resourceTypes: ["xmlhttprequest"],
    },
  };
}
