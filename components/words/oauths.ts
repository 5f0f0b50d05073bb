import type { GrantType } from "../../lib/domain/profile.ts";
import { listWords, t } from "./t.ts";

const GRANT_TYPES = {
  authorization_code: "oauthsGrantAuthorizationCode",
  client_credentials: "oauthsGrantClientCredentials",
} as const satisfies Record<GrantType, string>;

/** A grant type as the field's terms have it. */
export function grantTypeWords(grantType: GrantType): string {
  return t(GRANT_TYPES[grantType]);
}

/** What deleting a profile takes with it. */
export function deleteProfileWords(hosts: readonly string[], hasToken: boolean): string {
  const sentences = [
    hasToken ? t("oauthsDeleteWithToken") : t("oauthsDeleteWithoutToken"),
    ...(hosts.length === 0 ? [] : [t("oauthsDeleteHosts", listWords(hosts))]),
    t("oauthsDeleteForGood"),
  ];
  return sentences.join(" ");
}
