import type { OAuthProfile, Secrets } from "../domain/profile.ts";
import type { TokenSet } from "../domain/token-set.ts";
import type { ClaimTimes, ScopeView, ShownJson, TokenFacts, TokenView } from "../domain/token-view.ts";
import { getJwtClaims, getJwtHeader } from "./jwt.ts";
import { createMask, isSecretName, maskValue } from "./mask.ts";
import { maskJson, type MaskRules } from "./mask-body.ts";
import { traceReply } from "./masking.ts";
import type { ReplyMembers } from "./reply-body.ts";

type Shown = Pick<OAuthProfile, "scope" | "tokenField" | "codeField">;

/**
 * A token set as a page may show it. Tokens and the given secrets are masked wherever they stand, and no JWT keeps its
 * signature.
 *
 * @param secrets the profile's, which a server may repeat
 */
export function viewTokenSet(
  profile: Shown,
  tokenSet: TokenSet,
  secrets: Secrets,
  refreshTokenRotates: boolean | undefined,
): TokenView {
  const { accessToken, idToken, refreshToken } = tokenSet;
  const hidden = hiddenValues(tokenSet, secrets);
  const facts = (token: string): TokenFacts => tokenFacts(token, hidden);
  return {
    accessToken: facts(accessToken),
    idToken: idToken === undefined ? undefined : facts(idToken),
    // Opaque to the client in any case (RFC 6749 §1.5), and the most powerful of the three.
    refreshToken: refreshToken === undefined ? undefined : { kind: "opaque", length: refreshToken.length },
    tokenType: tokenSet.tokenType,
    obtainedAtMs: tokenSet.obtainedAtMs,
    expiresAtMs: tokenSet.expiresAtMs,
    expirySource: tokenSet.expirySource,
    refreshTokenRotates,
    scope: compareScope(profile.scope, tokenSet.scope),
    reply: showReply(profile, tokenSet.reply, hidden),
    callback: maskCallback(tokenSet.callback, hidden),
  };
}

/** The values to be masked in whatever a server says: the tokens, and the profile's secrets. */
export function hiddenValues({ accessToken, idToken, refreshToken }: TokenSet, secrets: Secrets): readonly string[] {
  const values = [accessToken, idToken, refreshToken, ...Object.values(secrets)];
  return values.filter((value) => value !== undefined).filter((value) => value !== "");
}

/** Members of a server's answer as JSON, every token in it masked, under known names or not. */
export function showReply(
  profile: Pick<OAuthProfile, "tokenField" | "codeField">,
  members: ReplyMembers,
  secrets: readonly string[],
): ShownJson {
  const body = JSON.stringify(members, null, 2);
  const shown = traceReply({ status: 200, headers: [], body, sentAtMs: 0, receivedAtMs: 0, secrets }, profile);
  return shown.kind === "reply" ? { text: shown.body, shortened: shown.shortened } : { text: "", shortened: true };
}

/** What a token says of itself. */
function tokenFacts(token: string, hidden: readonly string[]): TokenFacts {
  const header = getJwtHeader(token);
  const claims = getJwtClaims(token);
  const { length } = token;
  if (header === undefined) return { kind: "opaque", length };
  const signature = token.slice(token.lastIndexOf(".") + 1);
  const show = (members: ReplyMembers): string => showMembers(members, [...hidden, token, signature]);
  if (claims === undefined) {
    const isEncrypted = token.split(".").length === 5;
    return isEncrypted ? { kind: "encrypted_jwt", length, header: show(header) } : { kind: "opaque", length };
  }
  return { kind: "jwt", length, header: show(header), claims: show(claims), times: claimTimes(claims) };
}

function showMembers(members: ReplyMembers, hidden: readonly string[]): string {
  const rules: MaskRules = { mask: createMask(hidden), isSecretName };
  return maskJson(JSON.stringify(members, null, 2), rules);
}

const TIME_CLAIMS = new Set(["iat", "nbf", "exp", "auth_time", "updated_at"]);

function claimTimes(claims: ReplyMembers): ClaimTimes {
  return Object.entries(claims).flatMap(([claim, value]) => {
    const isTime = TIME_CLAIMS.has(claim) && typeof value === "number" && Number.isFinite(value);
    return isTime ? [{ claim, atSeconds: value }] : [];
  });
}

/** The order of scope tokens means nothing, and neither does one named twice (RFC 6749 §3.3). */
function compareScope(askedText: string, grantedText: string | undefined): ScopeView {
  const asked = scopeTokens(askedText);
  const granted = grantedText === undefined ? undefined : scopeTokens(grantedText);
  return {
    asked,
    granted,
    missing: granted === undefined ? [] : asked.filter((scope) => !granted.includes(scope)),
    extra: granted === undefined ? [] : granted.filter((scope) => !asked.includes(scope)),
  };
}

/** Some servers answer with commas (GitHub) or pluses. */
function scopeTokens(text: string): string[] {
  const separator = /\s/u.test(text.trim()) ? /\s+/u : /[\s,]+/u;
  return [...new Set(text.split(separator).filter((scope) => scope !== ""))];
}

function maskCallback(callback: TokenSet["callback"], hidden: readonly string[]): Readonly<Record<string, string>> {
  const mask = createMask(hidden);
  return Object.fromEntries(
    Object.entries(callback).map(([name, value]) => [name, isSecretName(name) ? maskValue(value) : mask(value)]),
  );
}
