import { effect } from "@preact/signals";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import { getFieldKey, memberFields } from "../words/fields.ts";
import type { ProfileFormModel } from "./profile-form-model.ts";

/**
 * Takes a field's error back as soon as the field is changed: it was about what stood there before. Answers with what
 * ends it.
 */
export function followCorrections({ error, profile, secrets }: ProfileFormModel): () => void {
  return effect(() => {
    const failed = error.value;
    if (failed?.code !== "invalid_field") return undefined;
    const before = profile.peek();
    const secretsBefore = secrets.peek();
    return effect(() => {
      const now = profile.value;
      const isTyped = secrets.value !== secretsBefore;
      if (isTyped || hasChanged(failed.field, before, now)) error.value = undefined;
    });
  });
}

/** Whether the field that an error names has; of a name that is not one member's, whether anything has. */
function hasChanged(
  field: string | undefined,
  before: OAuthProfile | undefined,
  now: OAuthProfile | undefined,
): boolean {
  if (before === undefined || now === undefined || before === now) return false;
  if (before.allowInsecureHttp !== now.allowInsecureHttp || before.grantType !== now.grantType) return true;
  const key = getFieldKey(field);
  const member = key === undefined ? undefined : memberFields.find(([, label]) => label === key)?.[0];
  return member === undefined || !Object.is(before[member], now[member]);
}
