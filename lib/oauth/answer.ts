import { AppError } from "../domain/errors.ts";
import type { HttpReply } from "./http.ts";
import { getJwtClaims } from "./jwt.ts";
import { parseJsonMembers, parseReplyBody, type ReplyMembers } from "./reply-body.ts";
import { getAnyError, getMessage } from "./reply-error.ts";
import { isSuccess, replyFailure } from "./reply-failure.ts";

/** What a server answers to a question about a token: JSON, or a JWT whose signature nobody verifies here. */
export interface Answer {
  readonly members: ReplyMembers;
  readonly signed: boolean;
}

/**
 * Reads an answer, by its content and not its label.
 *
 * @throws AppError `retry_later`, `token_refused`, `http_status` for what is no success; `reply_empty`, and
 *   `reply_unreadable`, which an encrypted JWT is too
 */
export function readAnswer(reply: HttpReply): Answer {
  if (!isSuccess(reply)) {
    const members = parseReplyBody(reply.body);
    throw replyFailure(reply, members && (getAnyError(members) ?? getMessage(members)));
  }
  const text = reply.body.trim();
  const json = parseJsonMembers(text);
  const members = json ?? getJwtClaims(text);
  if (members === undefined) {
    throw new AppError(text === "" ? "reply_empty" : "reply_unreadable", { status: reply.status });
  }
  return { members, signed: json === undefined };
}
