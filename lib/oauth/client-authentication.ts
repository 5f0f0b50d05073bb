import { AppError } from "../domain/errors.ts";
import type { OAuthProfile, Secrets } from "../domain/profile.ts";
import { base64Utf8, formEncode } from "./encoding.ts";
import type { Header } from "./http.ts";

/** Adds the headers by which the client proves itself. Chosen once per request; no request has two methods. */
export type ClientAuthenticator = (headers: readonly Header[]) => readonly Header[];

/**
 * The profile's client authentication (RFC 6749 §2.3.1). In the body, id and secret are default parameters, which the
 * tester can rename; so `body` and `none` add nothing here.
 *
 * @throws AppError `invalid_field` for a Client ID with a colon in raw Basic, which RFC 7617 §2 cannot express
 */
export function getClientAuthenticator(profile: OAuthProfile, secrets: Secrets): ClientAuthenticator {
  const secret = secrets.clientSecret ?? "";
  switch (profile.clientAuthentication) {
    case "basic":
      return addBasic(formEncode(profile.clientId), formEncode(secret));
    case "basic_raw":
      if (profile.clientId.includes(":")) {
        throw new AppError("invalid_field", { field: "Client ID", problem: "unsupported_character" });
      }
      return addBasic(profile.clientId, secret);
    case "body":
    case "none":
      return (headers) => headers;
  }
}

function addBasic(user: string, password: string): ClientAuthenticator {
  const value = `Basic ${base64Utf8(`${user}:${password}`)}`;
  return (headers) => [...headers, ["Authorization", value]];
}
