import { effect } from "@preact/signals";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import { memberLabels } from "../words/profile-form.ts";
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

/** Whether the field of this label has; of a label that is not one member's, whether anything has. */
function hasChanged(
  label: string | undefined,
  before: OAuthProfile | undefined,
  now: OAuthProfile | undefined,
): boolean {
  if (before === undefined || now === undefined || before === now) return false;
  if (before.allowInsecureHttp !== now.allowInsecureHttp || before.grantType !== now.grantType) return true;
  const member = memberLabels.find(([, text]) => text === label)?.[0];
  return member === undefined || !Object.is(before[member], now[member]);
}
