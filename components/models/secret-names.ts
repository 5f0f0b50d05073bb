import { addedSecretKey } from "../../lib/domain/parameters.ts";
import type { ParameterGroupName } from "../../lib/domain/parameter-groups.ts";
import type { OAuthProfile, SecretKey } from "../../lib/domain/profile.ts";
import { t } from "../words/t.ts";

const GROUPS: readonly ParameterGroupName[] = ["authorization", "token", "refresh"];

/** What the form calls its secrets: a parameter by its name, everything else "Client Secret". */
export function secretNames(profile: OAuthProfile | undefined, keys: readonly SecretKey[]): readonly string[] {
  const names = new Map<SecretKey, string>();
  for (const group of GROUPS) {
    for (const { id, name } of profile?.parameters[group].added ?? []) {
      if (name.trim() !== "") names.set(addedSecretKey(id), name);
    }
  }
  return [...new Set(keys.map((key) => names.get(key) ?? t("formClientSecret")))];
}
