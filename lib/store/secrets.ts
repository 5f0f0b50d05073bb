import { AppError } from "../domain/errors.ts";
import { addedSecretKey, defaultParameters, defaultSecretKey } from "../domain/parameters.ts";
import type { ParameterGroupName } from "../domain/parameter-groups.ts";
import type { OAuthProfile, SecretKey, Secrets } from "../domain/profile.ts";
import type { SecretChanges } from "../domain/snapshot.ts";

const GROUPS: readonly ParameterGroupName[] = ["authorization", "token", "refresh"];

/** Which secrets a profile of this shape can have: those of parameters that are gone have no place any more. */
export function possibleSecretKeys(profile: OAuthProfile): ReadonlySet<SecretKey> {
  const keys = new Set<SecretKey>(["clientSecret"]);
  for (const group of GROUPS) {
    const { added, overrides } = profile.parameters[group];
    for (const parameter of added) if (parameter.secret) keys.add(addedSecretKey(parameter.id));
    for (const parameter of defaultParameters(profile, group)) {
      if (parameter.secret) keys.add(defaultSecretKey(group, parameter.name));
    }
    // A default that this client authentication does not have comes back with its value when the choice does.
    for (const name of Object.keys(overrides)) keys.add(defaultSecretKey(group, name));
  }
  return keys;
}

/** How the secrets of a saved profile come about. */
export interface SecretPlan {
  /** Stored ones that stay. Only if there are any, and any typed, must something be decrypted. */
  readonly kept: readonly SecretKey[];
  readonly typed: Secrets;
}

/** Applies changes to what is stored. An empty secret is none. */
export function planSecrets(profile: OAuthProfile, stored: readonly SecretKey[], changes: SecretChanges): SecretPlan {
  const possible = possibleSecretKeys(profile);
  const kept = stored.filter((key) => possible.has(key) && changes[key] === undefined);
  const typed: Partial<Record<SecretKey, string>> = {};
  for (const [key, value] of secretEntries(changes)) {
    if (possible.has(key) && value !== null && value !== "") typed[key] = value;
  }
  return { kept, typed };
}

/** The names of the secrets there are. */
export function namesOf(secrets: SecretChanges): SecretKey[] {
  return secretEntries(secrets).map(([key]) => key);
}

/** Only some of the secrets. */
export function pickSecrets<T extends SecretChanges>(secrets: T, keys: readonly SecretKey[]): T {
  return Object.fromEntries(secretEntries(secrets).filter(([key]) => keys.includes(key))) as T;
}

/**
 * Reads decrypted secrets or changes of secrets.
 *
 * @throws AppError `storage_corrupt`
 */
export function parseSecretChanges(value: unknown): SecretChanges {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isRecord || Object.values(value).some((secret) => typeof secret !== "string" && secret !== null)) {
    throw new AppError("storage_corrupt");
  }
  // Sealed by us under these names; TypeScript has no index for an object that was just checked.
  return value as SecretChanges;
}

/**
 * Reads decrypted secrets.
 *
 * @throws AppError `storage_corrupt`
 */
export function parseSecrets(value: unknown): Secrets {
  const changes = parseSecretChanges(value);
  if (Object.values(changes).includes(null)) throw new AppError("storage_corrupt");
  return changes as Secrets;
}

/** Object.entries, with the keys' type kept; members without a value are left out. */
function secretEntries(secrets: SecretChanges): [SecretKey, string | null][] {
  const entries = Object.entries(secrets) as [SecretKey, string | null | undefined][];
  return entries.filter((entry): entry is [SecretKey, string | null] => entry[1] !== undefined);
}
