import type { ApiRefusal, GrantFailure } from "../../lib/domain/grant.ts";
import { errorWords } from "./errors.ts";
import { t } from "./t.ts";
import { clockWords } from "./time.ts";

/** That an API host did not take the token, and what was done about it. */
export function apiRefusalWords({ host, renewed }: ApiRefusal): string {
  return renewed ? t("statusRefusedRenewed", host) : t("statusRefused", host);
}

/**
 * What happened, why, what to do, and when it is tried again without the person.
 *
 * @param button what the profile's button says
 */
export function problemWords({ error, retryAtMs }: GrantFailure, button: string): string {
  const { text } = errorWords(error, button);
  return retryAtMs === undefined ? text : `${text} ${t("statusNextTry", clockWords(retryAtMs))}`;
}
