import { toErrorData, type ErrorData } from "../../lib/domain/errors.ts";
import type { OAuthProfile, SecretKey } from "../../lib/domain/profile.ts";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import { assertValidProfile } from "../../lib/domain/validate-profile.ts";

export interface FormCircumstances {
  /** All that are stored, that of the form too, if it is. */
  readonly stored: readonly ProfileSummary[];
  /** Of the secrets that the profile will have. */
  readonly secretKeys: readonly SecretKey[];
  /** A grant runs as soon as it is saved. */
  readonly isForGrant: boolean;
}

/**
 * What keeps a profile from being saved, if anything does. One that is stored without the Client Secret that it needs is
 * saved without it, but for a grant.
 */
export function formProblem(
  profile: OAuthProfile,
  { stored, secretKeys, isForGrant }: FormCircumstances,
): ErrorData | undefined {
  const before = stored.find(({ id }) => id === profile.id);
  try {
    assertValidProfile(profile, {
      otherNames: stored.filter((other) => other !== before).map(({ name }) => name),
      secrets: secretKeys,
      lacksSecret: !isForGrant && before?.missingSecret === "needed",
    });
    return undefined;
  } catch (error) {
    return toErrorData(error);
  }
}
