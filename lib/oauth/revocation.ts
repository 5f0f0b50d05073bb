import type { OAuthProfile, Secrets } from "../domain/profile.ts";
import type { HttpReply, HttpRequest } from "./http.ts";
import { parseReplyBody } from "./reply-body.ts";
import { getAnyError, getMessage } from "./reply-error.ts";
import { isSuccess, replyFailure } from "./reply-failure.ts";
import { buildTokenForm } from "./token-form.ts";

/**
 * Builds the revocation request (RFC 7009 §2.1); see `buildTokenForm`.
 *
 * @throws AppError `invalid_field`
 */
export function buildRevocationRequest(
  profile: OAuthProfile,
  secrets: Secrets,
  token: string,
  hint: "access_token" | "refresh_token",
  callback?: Readonly<Record<string, string>>,
): HttpRequest {
  const endpoint = { template: profile.revocationUrl, field: "Revocation URL" };
  return buildTokenForm(profile, secrets, endpoint, token, hint, callback);
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
