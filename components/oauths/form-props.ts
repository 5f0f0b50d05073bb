import type { OAuthProfile } from "../../lib/domain/profile.ts";
import type { ProfileFormModel } from "../models/profile-form-model.ts";
import { fieldProblemWords } from "../words/field-problems.ts";
import { formWords } from "../words/profile-form.ts";

/** What each part of the form is given. */
export interface FormPartProps {
  readonly model: ProfileFormModel;
  readonly profile: OAuthProfile;
}

/** What is wrong with the field of this label, if the last attempt to save says so. */
export function fieldError(model: ProfileFormModel, label: string): string | undefined {
  const error = model.error.value;
  return error?.code === "invalid_field" && error.field === label ? fieldProblemWords(label, error.problem) : undefined;
}

/**
 * What stands in place of a secret that is kept. A restored form of a new profile has only what was typed; that of a
 * saved one may have either, and the worker does not tell which.
 */
export function keptSecretWords({ form, restored }: ProfileFormModel): string {
  if (!restored.value) return formWords.stored;
  return form.value?.profileId === null ? formWords.typedBefore : formWords.storedOrTyped;
}
