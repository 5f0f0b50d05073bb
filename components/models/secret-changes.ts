import type { SecretKey } from "../../lib/domain/profile.ts";
import type { SecretChanges } from "../../lib/domain/snapshot.ts";

/** Which secrets were typed or removed. */
export function changedSecrets(changes: SecretChanges): readonly SecretKey[] {
  // Object.keys widens; the type says which keys there are.
  return Object.keys(changes) as SecretKey[];
}

/** What has been typed or removed since `before`. */
export function secretsSince(before: SecretChanges, now: SecretChanges): SecretChanges {
  const keys = changedSecrets(now).filter((key) => now[key] !== before[key]);
  return Object.fromEntries(keys.map((key) => [key, now[key]]));
}

/** Which secrets there would be if the changes were saved now. */
export function keysAfter(stored: readonly SecretKey[], changes: SecretChanges): readonly SecretKey[] {
  const keys = new Set(stored);
  for (const key of changedSecrets(changes)) {
    if (changes[key] === null || changes[key] === "") keys.delete(key);
    else keys.add(key);
  }
  return [...keys];
}
