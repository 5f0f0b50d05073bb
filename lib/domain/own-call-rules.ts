import { type AttachRule, HIGHEST_PRIORITY } from "./rule.ts";
import type { OAuthProfile } from "./profile.ts";

/** Above every shield of the attach rules: an `allow` rule would keep these from their own calls. */
const PRIORITY = { connection: HIGHEST_PRIORITY, originOfCall: HIGHEST_PRIORITY - 1, origin: HIGHEST_PRIORITY - 2 };

/** Ids from this on belong to rules that are there for one call. */
export const FIRST_CALL_RULE_ID = 10;

/**
 * The rules that shape every call of the extension's own, and nothing else. They hold no secret and are the same for all
 * profiles, so that they can stay.
 *
 * `Connection: close`, because Chromium sends a POST again by itself when a connection that it had used before ends
 * without an answer. The server may have taken the first: the refresh token in it would be presented twice, and the
 * grant be gone (RFC 9700 §4.14.2). A connection of its own is never used before. (HTTP/2 has no such header.)
 *
 * No `Origin`, which servers refuse from a client that is not registered for a browser: Entra's web clients, for one.
 *
 * @param extensionHost host of the extension's own pages, which is the initiator of its calls
 */
export function lastingCallRules(extensionHost: string): readonly AttachRule[] {
  const condition = ownCalls(extensionHost);
  return [
    {
      id: 1,
      priority: PRIORITY.connection,
      action: {
        type: "modifyHeaders",
        requestHeaders: [{ header: "connection", operation: "set", value: "close" }],
      },
      condition,
    },
    {
      id: 2,
      priority: PRIORITY.origin,
      action: { type: "modifyHeaders", requestHeaders: [{ header: "origin", operation: "remove" }] },
      condition,
    },
  ];
}

/**
 * The rule for one call to one endpoint, of a profile that wants another `Origin` than none: Entra demands one from SPA
 * clients. Undefined where the lasting rules do what it wants.
 */
export function callRule(
  { originMode, originValue }: Pick<OAuthProfile, "originMode" | "originValue">,
  endpoint: string,
  extensionHost: string,
): Omit<AttachRule, "id"> | undefined {
  if (originMode === "remove") return undefined;
  return {
    priority: PRIORITY.originOfCall,
    action:
      originMode === "keep"
        ? { type: "allow" }
        : {
            type: "modifyHeaders",
            requestHeaders: [{ header: "origin", operation: "set", value: originValue }],
          },
    condition: {
      ...ownCalls(extensionHost),
      urlFilter: callFilter(endpoint),
      isUrlFilterCaseSensitive: true,
    },
  };
}

/**
 * What a rule matches the calls to an endpoint by: its path, to the end. Not the query, which may hold what must not be
 * on the disk; so calls that differ in it alone can't be told apart.
 */
export function callFilter(endpoint: string): string {
  const { origin, pathname, href } = new URL(endpoint);
  const literal = pathname.replace(/[*|^].*$/u, "");
  // What a filter can't express literally is left to match more of the same host.
  if (literal !== pathname) return `|${origin}${literal}`;
  return `|${origin}${pathname}${href.includes("?") ? "?" : "|"}`;
}

function ownCalls(extensionHost: string): AttachRule["condition"] {
  return { initiatorDomains: [extensionHost], resourceTypes: ["xmlhttprequest"] };
}
