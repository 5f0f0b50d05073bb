import type { GrantType } from "../../lib/domain/profile.ts";
import type { HostSummary } from "../../lib/domain/snapshot.ts";
import { listWords, t } from "./t.ts";

const GRANT_TYPES = {
  authorization_code: "oauthsGrantAuthorizationCode",
  client_credentials: "oauthsGrantClientCredentials",
} as const satisfies Record<GrantType, string>;

/** A grant type as the field's terms have it. */
export function grantTypeWords(grantType: GrantType): string {
  return t(GRANT_TYPES[grantType]);
}

/** Of more API hosts the first ones are named. */
const NAMED_HOSTS = 5;

/** The API hosts of a profile. */
export function hostListWords(hosts: readonly string[]): string {
  const others = hosts.length - NAMED_HOSTS;
  // In the place of "1 more", it fits itself.
  return listWords(others > 1 ? [...hosts.slice(0, NAMED_HOSTS), t("oauthsMoreHosts", others)] : hosts);
}

/** The addresses of API hosts, as people name them. */
export function hostNames(hosts: readonly HostSummary[]): readonly string[] {
  return hosts.map(({ host }) => host.pattern.replace(/^https:\/\//u, ""));
}

/** What deleting a profile takes with it. */
export function deleteProfileWords(hosts: readonly string[], hasToken: boolean): string {
  const sentences = [
    hasToken ? t("oauthsDeleteWithToken") : t("oauthsDeleteWithoutToken"),
    ...(hosts.length === 0 ? [] : [t("oauthsDeleteHosts", hostListWords(hosts))]),
    t("oauthsDeleteForGood"),
  ];
  return sentences.join(" ");
}
