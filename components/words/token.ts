import type { ExpirySource } from "../../lib/domain/token-set.ts";
import type { TokenView } from "../../lib/domain/token-view.ts";
import { t } from "./t.ts";
import { dateTimeWords, durationWords } from "./time.ts";

/** When a token expires or has expired. Milliseconds since the epoch in. */
export function expiryWords(expiresAtMs: number, nowMs: number): string {
  const when = dateTimeWords(expiresAtMs);
  return expiresAtMs <= nowMs
    ? t("tokenExpiredAt", when)
    : t("tokenExpiresAt", when, durationWords(expiresAtMs - nowMs));
}

/** Who said when. */
export function expirySourceWords(source: ExpirySource): string {
  switch (source) {
    case "reply":
      return t("tokenExpiryReply");
    case "jwt":
      return t("tokenExpiryJwt");
    case "profile":
      return t("tokenExpiryProfile", t("formLifetime"));
    case "unknown":
      return t("tokenExpiryUnknown");
  }
}

/** Whether there is a refresh token, and what becomes of it at a refresh. */
export function refreshTokenWords({ refreshToken, refreshTokenRotates }: TokenView): string {
  if (refreshToken === undefined) return t("tokenRefreshNone");
  if (refreshTokenRotates === undefined) return t("tokenRefreshNotKnown");
  return refreshTokenRotates ? t("tokenRefreshRotates") : t("tokenRefreshStays");
}
