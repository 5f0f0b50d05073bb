import { AppError } from "../domain/errors.ts";
import { expectEndpoint } from "../domain/endpoint.ts";
import type { OAuthProfile, Secrets } from "../domain/profile.ts";
import { isAttachable, type TokenSet } from "../domain/token-set.ts";
import type { Userinfo } from "../domain/token-view.ts";
import { readAnswer } from "./answer.ts";
import { getMember } from "./field-path.ts";
import type { HttpReply, HttpRequest } from "./http.ts";
import { getJwtClaims } from "./jwt.ts";
import { showReply } from "./token-view.ts";
import { placeholderValues, sensitiveValues } from "./values.ts";

const FIELD = "Userinfo URL";

/**
 * Builds the userinfo request (OpenID Connect Core 1.0 §5.3.1): GET, with the access token as a bearer token. Where the
 * profile attaches another token of the reply, the one that the reply calls `access_token` is sent.
 *
 * @throws AppError `invalid_field`, `token_not_attachable` for a token that is none of bearer type, see `isAttachable`
 */
export function buildUserinfoRequest(profile: OAuthProfile, secrets: Secrets, tokenSet: TokenSet): HttpRequest {
  const values = placeholderValues(profile, secrets, {}, tokenSet.callback);
  const named = getMember(tokenSet.reply, "access_token");
  const token = typeof named === "string" && named !== "" ? named : tokenSet.accessToken;
  // RFC 6749 §7.1: a token of a type that is not understood is not used, here as in the rules.
  const { tokenType } = tokenSet;
  if (!isAttachable({ accessToken: token, tokenType }, profile)) throw new AppError("token_not_attachable");
  return {
    method: "GET",
    url: expectEndpoint(profile, profile.userinfoUrl, values, FIELD).href,
    headers: [
      ["Accept", "application/json"],
      ["Authorization", `Bearer ${token}`],
    ],
    body: undefined,
    secrets: [...sensitiveValues(values, secrets), token].filter((secret) => secret !== ""),
  };
}

/**
 * Reads the claims about the person (§5.3.2), also from a JWT, and says whether they are about the one of the id token:
 * where they are not, they must not be used.
 *
 * @param hidden tokens and secrets to be masked
 * @throws AppError `retry_later`, `token_refused`, `http_status`, `reply_empty`, `reply_unreadable`
 */
export function readUserinfo(
  profile: OAuthProfile,
  reply: HttpReply,
  idToken: string | undefined,
  hidden: readonly string[],
): Userinfo {
  const { members, signed } = readAnswer(reply);
  const expected = idToken === undefined ? undefined : getJwtClaims(idToken)?.["sub"];
  const subject = expected === undefined ? "unknown" : getMember(members, "sub") === expected ? "same" : "other";
  return { subject, answer: showReply(profile, members, [...reply.secrets, ...hidden]), signed };
}
