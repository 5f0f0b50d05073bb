import type { OAuthProfile, Secrets } from "../domain/profile.ts";
import type { TokenSet } from "../domain/token-set.ts";
import type { Introspection } from "../domain/token-view.ts";
import { getMember } from "./field-path.ts";
import type { HttpReply, HttpRequest } from "./http.ts";
import { readAnswer } from "./answer.ts";
import { buildTokenForm } from "./token-form.ts";
import { showReply } from "./token-view.ts";

/**
 * Builds the request that asks the server what it knows of the access token (RFC 7662 §2.1); see `buildTokenForm`.
 *
 * @throws AppError `invalid_field`
 */
export function buildIntrospectionRequest(profile: OAuthProfile, secrets: Secrets, tokenSet: TokenSet): HttpRequest {
  const endpoint = { template: profile.introspectionUrl, field: "Introspection URL" };
  return buildTokenForm(profile, secrets, endpoint, tokenSet.accessToken, "access_token", tokenSet.callback);
}

/**
 * Reads what the server says of the token (RFC 7662 §2.2), also as a JWT (RFC 9701 §5), where it stands under
 * `token_introspection`.
 *
 * @param hidden tokens and secrets to be masked
 * @throws AppError `retry_later`, `token_refused`, `http_status`, `reply_empty`, `reply_unreadable`
 */
export function readIntrospection(profile: OAuthProfile, reply: HttpReply, hidden: readonly string[]): Introspection {
  const { members, signed } = readAnswer(reply);
  const wrapped = signed ? getMember(members, "token_introspection") : undefined;
  const active = getMember(typeof wrapped === "object" && wrapped !== null ? wrapped : members, "active");
  return {
    active: typeof active === "boolean" ? active : undefined,
    answer: showReply(profile, members, [...reply.secrets, ...hidden]),
    signed,
  };
}
