import { AppError } from "../domain/errors.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import { issuedBy, type TokenSet } from "../domain/token-set.ts";
import { tokenExpiry } from "./expiry.ts";
import { getField, getMember } from "./field-path.ts";
import type { HttpReply } from "./http.ts";
import { createMask } from "./mask.ts";
import { parseReplyBody, type ReplyMembers } from "./reply-body.ts";
import { getAnyError, getMessage, getStatedError } from "./reply-error.ts";
import { isSuccess, replyFailure } from "./reply-failure.ts";

/** Shorter tokens are not looked for, in characters: they would hide half of a text. */
const SHORTEST_REPEATED = 8;

export interface TokenReading {
  /** Members of the authorization response, kept with the token set. */
  readonly callback?: Readonly<Record<string, string>>;
  /** The token set that was refreshed: what the reply does not repeat stays as it was (RFC 6749 §6). */
  readonly previous?: TokenSet;
}

type Reading = Pick<
  OAuthProfile,
  "tokenField" | "expiresInUnit" | "lifetimeSeconds" | "tokenUrl" | "refreshUrl" | "clientId" | "issuer" | "variables"
>;

interface FoundToken {
  readonly token: string;
  /** Where what belongs to the token lies, first beside it. */
  readonly places: readonly object[];
}

/**
 * Reads a token endpoint's reply (RFC 6749 §5.1, §5.2) as providers really write it. Gives a whole token set or throws.
 *
 * @throws AppError `token_refused` (with the server's reason, whatever the HTTP status), `retry_later`, `http_status`,
 *   `reply_empty`, `reply_unreadable`, `token_missing` (with the token field); each with the status
 */
export function readTokenResponse(profile: Reading, reply: HttpReply, reading: TokenReading = {}): TokenSet {
  const { status } = reply;
  const members = parseReplyBody(reply.body);
  if (members === undefined) {
    if (!isSuccess(reply)) throw replyFailure(reply, undefined);
    throw new AppError(reply.body.trim() === "" ? "reply_empty" : "reply_unreadable", { status });
  }
  const found = getToken(members, profile.tokenField);
  const stated = [members, ...(found?.places ?? [])].map(getStatedError).find((error) => error !== undefined);
  if (stated !== undefined) throw replyFailure(reply, stated);
  if (found !== undefined && isSuccess(reply)) return tokenSetFrom(profile, reply, members, found, reading);
  const said = getAnyError(members) ?? (isSuccess(reply) ? undefined : getMessage(members));
  if (said !== undefined || !isSuccess(reply)) throw replyFailure(reply, said);
  throw new AppError("token_missing", { field: profile.tokenField, status });
}

function getToken(members: ReplyMembers, tokenField: string): FoundToken | undefined {
  const field = getField(members, tokenField);
  const token = getString(field?.value);
  if (field === undefined || token === undefined) return undefined;
  // A token at the top has its own refresh token and lifetime, which say nothing of a nested one (Slack sends both).
  const isTopForOther = field.parent !== members && getString(getMember(members, "access_token")) !== undefined;
  return { token, places: isTopForOther ? [field.parent] : [field.parent, members] };
}

function tokenSetFrom(
  profile: Reading,
  reply: HttpReply,
  members: ReplyMembers,
  { token, places }: FoundToken,
  { callback, previous }: TokenReading,
): TokenSet {
  const expiresIn = getBeside(places, ["expires_in", "expiresIn"]);
  const idToken = getString(getBeside(places, ["id_token", "idToken"]));
  // `expires_in` speaks of the access token; an ID token says itself how long it is good (OpenID Connect Core 1.0 §2).
  const own = token === idToken ? tokenExpiry(profile, undefined, token, reply.sentAtMs) : undefined;
  const refreshToken = getString(getBeside(places, ["refresh_token", "refreshToken"])) ?? previous?.refreshToken;
  // Type and scope are stored and shown in the open: a server that repeats a token there must not bring it there.
  const mask = createMask(
    [token, refreshToken ?? "", idToken ?? ""].filter(({ length }) => length >= SHORTEST_REPEATED),
  );
  const tokenType = getString(getBeside(places, ["token_type", "tokenType"]))?.trim();
  const scope = getScope(getBeside(places, ["scope"]));
  return {
    accessToken: token,
    tokenType: tokenType && mask(tokenType),
    refreshToken,
    idToken,
    scope: scope === undefined ? previous?.scope : mask(scope),
    obtainedAtMs: reply.sentAtMs,
    ...(own?.expirySource === "jwt" ? own : tokenExpiry(profile, expiresIn, token, reply.sentAtMs)),
    reply: members,
    callback: callback ?? previous?.callback ?? {},
    issuedBy: issuedBy(profile),
  };
}

/** The first of the names that has a value, looked for beside the token and then at the top. */
function getBeside(places: readonly object[], names: readonly string[]): unknown {
  return places
    .flatMap((place) => names.map((name) => getMember(place, name)))
    .find((value) => value !== undefined && value !== null && value !== "");
}

function getString(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

/** A string, or a list of them (Twitch), as a string joined by spaces (RFC 6749 §3.3). */
function getScope(value: unknown): string | undefined {
  if (!Array.isArray(value)) return getString(value)?.trim();
  const scopes = value.map(getString).filter((scope) => scope !== undefined);
  return scopes.length === 0 ? undefined : scopes.join(" ");
}
