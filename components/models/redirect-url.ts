const FIREFOX_REDIRECT = /^https:\/\/([^./]+)\.extensions\.allizom\.org\//u;

/** Whether the browser knows a loopback form of the redirect URL: Firefox does. */
export function hasLoopbackRedirect(redirectUrl: string): boolean {
  return FIREFOX_REDIRECT.test(redirectUrl);
}

/** The redirect URL that a profile uses. Firefox: https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/API/identity */
export function redirectUrlFor(redirectUrl: string, loopback: boolean): string {
  const hash = FIREFOX_REDIRECT.exec(redirectUrl)?.[1];
  return loopback && hash !== undefined
    ? redirectUrl.replace(FIREFOX_REDIRECT, `http://127.0.0.1/mozoauth2/${hash}/`)
    : redirectUrl;
}
