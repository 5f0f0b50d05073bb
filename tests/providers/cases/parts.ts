import {
  ANY,
  CHALLENGE,
  CLIENT,
  CODE,
  type Expectations,
  json,
  REDIRECT_URI,
  REFRESH_TOKEN,
  type Reply,
  VERIFIER,
} from "../mock-provider.ts";

/** RFC 6749 §4.1.1. */
export function asks(more: Expectations = {}): Expectations {
  return { response_type: "code", client_id: CLIENT.id, redirect_uri: REDIRECT_URI, state: ANY, ...more };
}

/** RFC 6749 §4.1.3. */
export function trades(more: Expectations = {}): Expectations {
  return { grant_type: "authorization_code", code: CODE, redirect_uri: REDIRECT_URI, ...more };
}

/** RFC 6749 §6. */
export function renews(more: Expectations = {}): Expectations {
  return { grant_type: "refresh_token", refresh_token: REFRESH_TOKEN, ...more };
}

/** RFC 7636 §4.3 and §4.5. */
export const PKCE = {
  asked: { code_challenge: CHALLENGE, code_challenge_method: "S256" },
  proven: { code_verifier: VERIFIER },
} as const;

/** RFC 6749 §2.3.1. */
export const IN_BODY: Expectations = { client_id: CLIENT.id, client_secret: CLIENT.secret };

/** RFC 6749 §5.2, which most providers follow. */
export function rfcRefusal(reason: string): Reply {
  return json({ error: "invalid_grant", error_description: reason }, 400);
}
export const RFC_REFUSED = { error: "invalid_grant", description: "told so" } as const;
