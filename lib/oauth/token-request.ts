import type { ParameterGroupName } from "../domain/parameter-groups.ts";
import type { PlaceholderValues } from "../domain/placeholders.ts";
import type { OAuthProfile, Secrets } from "../domain/profile.ts";
import { getClientAuthenticator } from "./client-authentication.ts";
import { expectEndpoint } from "../domain/endpoint.ts";
import type { HttpRequest } from "./http.ts";
import { resolveParameters } from "./parameters.ts";
import { assembleRequest } from "./request.ts";
import { placeholderValues, sensitiveValues } from "./values.ts";

/** Members of the authorization response; `{{callback.NAME}}` in parameters and URLs. */
type Callback = Readonly<Record<string, string>>;

/** What a token is asked for with. */
export type TokenGrant =
  | {
      readonly grantType: "authorization_code";
      readonly code: string;
      readonly codeVerifier: string;
      /** The same as in the authorization request (RFC 6749 §4.1.3). */
      readonly redirectUri: string;
      readonly callback?: Callback;
    }
  | { readonly grantType: "client_credentials" };

/**
 * Builds the token request (RFC 6749 §4.1.3 or §4.4.2).
 *
 * @throws AppError `invalid_field`, see `expectEndpoint`, `resolveParameters` and `assembleRequest`
 */
export function buildTokenRequest(profile: OAuthProfile, secrets: Secrets, grant: TokenGrant): HttpRequest {
  if (grant.grantType === "client_credentials") {
    return build(profile, secrets, "token", placeholderValues(profile, secrets, {}));
  }
  const { code, codeVerifier, redirectUri, callback } = grant;
  const values = { code, code_verifier: codeVerifier, redirect_uri: redirectUri };
  return build(profile, secrets, "token", placeholderValues(profile, secrets, values, callback));
}

/**
 * Builds the refresh request (RFC 6749 §6), to the refresh URL or else to the token URL.
 *
 * @param callback the members that the authorization response brought, as the token set keeps them
 * @throws AppError `invalid_field`, see `expectEndpoint`, `resolveParameters` and `assembleRequest`
 */
export function buildRefreshRequest(
  profile: OAuthProfile,
  secrets: Secrets,
  refreshToken: string,
  callback?: Callback,
): HttpRequest {
  const values = placeholderValues(profile, secrets, { refresh_token: refreshToken }, callback);
  return build(profile, secrets, "refresh", values);
}

function build(
  profile: OAuthProfile,
  secrets: Secrets,
  group: Exclude<ParameterGroupName, "authorization">,
  values: PlaceholderValues,
): HttpRequest {
  const url =
    group === "refresh" && profile.refreshUrl.trim() !== ""
      ? expectEndpoint(profile, profile.refreshUrl, values, "Refresh URL")
      : expectEndpoint(profile, profile.tokenUrl, values, "Access token URL");
  return assembleRequest({
    group,
    url,
    method: profile.tokenRequestMethod,
    format: profile.tokenRequestFormat,
    parameters: resolveParameters(profile, group, values, secrets),
    authenticate: getClientAuthenticator(profile, secrets),
    sensitive: sensitiveValues(values, secrets),
  });
}
