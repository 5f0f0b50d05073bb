import type { OAuthProfile } from "./profile.ts";

const FIREFOX_REDIRECT = /^https:\/\/([^./]+)\.extensions\.allizom\.org\/$/u;

/** Whether the browser knows a loopback form of its redirect URL: Firefox does. */
export function hasLoopbackRedirect(browsersUrl: string): boolean {
  return FIREFOX_REDIRECT.test(browsersUrl);
}

/**
 * The redirect URL of a profile, as it is registered, sent and compared: the one that all share, or one whose path is the
 * profile's own (RFC 8252 §8.10, RFC 9700 §4.4.2.2).
 *
 * @param browsersUrl what `identity.getRedirectURL()` says, ending in a slash; empty where there is no sign-in window
 */
export function redirectUrlOf(
  browsersUrl: string,
  { id, loopbackRedirect, ownRedirect }: Pick<OAuthProfile, "id" | "loopbackRedirect" | "ownRedirect">,
): string {
  if (browsersUrl === "") return "";
  const path = ownRedirect ? `sign-in/${encodeURIComponent(id)}` : "";
  const hash = loopbackRedirect ? FIREFOX_REDIRECT.exec(browsersUrl)?.[1] : undefined;
  if (hash === undefined) return `${browsersUrl}${path}`;
  return `http://127.0.0.1/mozoauth2/${hash}${path === "" ? "" : `/${path}`}`;
}
