import { DEMO_USERS } from "../support/oauth-configuration.ts";

/**
 * Walks through sign-in and consent of `startOAuthServer` as a browser would: redirects, cookies and forms, no script.
 *
 * @returns the URL that the server sends the browser to in the end, which is not the server's own
 */
export async function signInAndAllow(authorizationUrl: string, username = "alice"): Promise<string> {
  const { origin } = new URL(authorizationUrl);
  const cookies = new Map<string, string>();

  async function open(url: string, form?: Readonly<Record<string, string>>): Promise<string> {
    const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, {
      redirect: "manual",
      headers: { cookie },
      ...(form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/u.exec(set) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get("location");
    if (location !== null) return new URL(location, url).href;
    const page = await response.text();
    if (page.includes('name="username"')) {
      return open(url, { username, password: DEMO_USERS[username] ?? "" });
    }
    if (page.includes('name="decision"')) return open(url, { decision: "allow" });
    throw new Error(`A page without a form: ${response.status} ${page.slice(0, 200)}`);
  }

  let url = authorizationUrl;
  for (let step = 0; step < 12 && new URL(url).origin === origin; step += 1) url = await open(url);
  return url;
}
