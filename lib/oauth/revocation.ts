import type { OAuthProfile, Secrets } from "../domain/profile.ts";
import { getClientAuthenticator } from "./client-authentication.ts";
import { expectEndpoint } from "../domain/endpoint.ts";
import type { HttpReply, HttpRequest } from "./http.ts";
import { type ResolvedParameter, resolveParameters } from "./parameters.ts";
import { parseReplyBody } from "./reply-body.ts";
import { getAnyError, getMessage } from "./reply-error.ts";
import { isSuccess, replyFailure } from "./reply-failure.ts";
import { assembleRequest } from "./request.ts";
import { placeholderValues, sensitiveValues } from "./values.ts";

/**
 * Builds the revocation request (RFC 7009 §2.1): always a form by POST. The client proves itself as it does when it
 * refreshes, renamed parameters and added headers included.
 *
 * @param callback as in `buildRefreshRequest`
 * @throws AppError `invalid_field`, see `expectEndpoint` and `resolveParameters`
 */
export function buildRevocationRequest(
  profile: OAuthProfile,
  secrets: Secrets,
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
    url: expectEndpoint(profile, profile.revocationUrl, values, "Revocation URL"),
    method: "POST",
    format: "form",
    parameters: [bodyParameter("token", token, true), bodyParameter("token_type_hint", hint, false), ...client],
    authenticate: getClientAuthenticator(profile, secrets),
    sensitive: sensitiveValues(values, secrets),
  });
}

/**
 * Returns when the server has revoked the token, or never knew it, which is the same (RFC 7009 §2.2).
 *
 * @throws AppError `retry_later` for 503 (§2.2.1: the token still exists) and 429, `token_refused`, `http_status`
 */
export function readRevocationResponse(reply: HttpReply): void {
  if (isSuccess(reply)) return;
  const members = parseReplyBody(reply.body);
  throw replyFailure(reply, members && (getAnyError(members) ?? getMessage(members)));
}

function bodyParameter(name: string, value: string, secret: boolean): ResolvedParameter {
  return { name, value, sendIn: "body", origin: "default", defaultName: name, secret, literalPlus: false };
}
