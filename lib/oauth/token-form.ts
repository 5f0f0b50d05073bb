import { expectEndpoint } from "../domain/endpoint.ts";
import type { OAuthProfile, Secrets } from "../domain/profile.ts";
import { getClientAuthenticator } from "./client-authentication.ts";
import type { HttpRequest } from "./http.ts";
import { type ResolvedParameter, resolveParameters } from "./parameters.ts";
import { assembleRequest } from "./request.ts";
import { placeholderValues, sensitiveValues } from "./values.ts";

/** An endpoint that is shown a token: its URL as the profile has it, and its label on the screen. */
interface TokenEndpoint {
  readonly template: string;
  readonly field: string;
}

/**
 * Builds the request that shows a token to an endpoint (RFC 7009 §2.1, RFC 7662 §2.1): always a form by POST. The
 * client proves itself as it does when it refreshes, renamed parameters and added headers included.
 *
 * @param callback as in `buildRefreshRequest`
 * @throws AppError `invalid_field`, see `expectEndpoint` and `resolveParameters`
 */
export function buildTokenForm(
  profile: OAuthProfile,
  secrets: Secrets,
  { template, field }: TokenEndpoint,
  token: string,
  hint: "access_token" | "refresh_token",
  callback?: Readonly<Record<string, string>>,
): HttpRequest {
  const posting: OAuthProfile = { ...profile, tokenRequestMethod: "POST" };
  const values = placeholderValues(profile, secrets, { refresh_token: token }, callback);
  const client = resolveParameters(posting, "refresh", values, secrets).filter(
    ({ defaultName, sendIn }) =>
      defaultName === "client_id" ||
      defaultName === "client_secret" ||
      (defaultName === undefined && sendIn === "header"),
  );
  return assembleRequest({
    group: "refresh",
    url: expectEndpoint(profile, template, values, field),
    method: "POST",
    format: "form",
    parameters: [bodyParameter("token", token, true), bodyParameter("token_type_hint", hint, false), ...client],
    authenticate: getClientAuthenticator(profile, secrets),
    sensitive: sensitiveValues(values, secrets),
  });
}

function bodyParameter(name: string, value: string, secret: boolean): ResolvedParameter {
  return { name, value, sendIn: "body", origin: "default", defaultName: name, secret, literalPlus: false };
}
