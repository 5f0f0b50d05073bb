import type { OAuthProfile, SecretKey } from "../../lib/domain/profile.ts";
import type { ProfileFormModel } from "../models/profile-form-model.ts";
import { fieldErrorWords } from "../words/field-problems.ts";
import { type PlainKey, t } from "../words/t.ts";

/** What each part of the form is given. */
export interface FormPartProps {
  readonly model: ProfileFormModel;
  readonly profile: OAuthProfile;
}

/** What is wrong with the field of this label, if the last attempt to save says so. */
export function fieldError(model: ProfileFormModel, label: PlainKey): string | undefined {
  return fieldErrorWords(model.error.value, label);
}

/** What stands in place of a secret that is kept. */
export function keptSecretWords({ form }: ProfileFormModel, key: SecretKey): string {
  return t(form.value?.typedSecrets.includes(key) === true ? "formTypedBefore" : "formStored");
}
