import { effect, type Signal } from "@preact/signals";
import type { ErrorData, WrongField } from "../../lib/domain/errors.ts";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import type { SecretChanges } from "../../lib/domain/snapshot.ts";
import { wrongFieldDetails, wrongFieldsOf } from "../../lib/domain/wrong-fields.ts";
import { getFieldKey, memberFields } from "../words/fields.ts";
import type { PlainKey } from "../words/t.ts";
import type { ProfileFormModel } from "./profile-form-model.ts";

interface Typed {
  readonly profile: OAuthProfile | undefined;
  readonly secrets: SecretChanges;
}

/**
 * Takes a field's error back as soon as the field is changed: it was about what stood there before. Answers with what
 * ends it.
 */
export function followCorrections({ error, profile, secrets }: ProfileFormModel): () => void {
  return effect(() => {
    if (error.value?.code !== "invalid_field") return undefined;
    const before = { profile: profile.peek(), secrets: secrets.peek() };
    return effect(() => {
      const now = { profile: profile.value, secrets: secrets.value };
      takeBack(error, (wrong) => hasChanged(wrong, before, now));
    });
  });
}

/** Takes the error of one field back, and leaves those of others. */
export function takeBackField(error: Signal<ErrorData | undefined>, label: PlainKey): void {
  takeBack(error, ({ field }) => getFieldKey(field) === label);
}

function takeBack(error: Signal<ErrorData | undefined>, isCorrected: (wrong: WrongField) => boolean): void {
  const failed = error.peek();
  if (failed === undefined) return;
  const wrong = wrongFieldsOf(failed);
  const left = wrong.filter((each) => !isCorrected(each));
  if (left.length === wrong.length) return;
  const details = wrongFieldDetails(left);
  error.value = details === undefined ? undefined : { ...details, code: "invalid_field" };
}

/** Whether what a field's error was about has; of a name that is not one member's, whether anything has. */
function hasChanged({ field, problem }: WrongField, before: Typed, now: Typed): boolean {
  const [was, is] = [before.profile, now.profile];
  if (was === undefined || is === undefined || (was === is && before.secrets === now.secrets)) return false;
  if (was.grantType !== is.grantType) return true;
  if (problem === "insecure_http" && was.allowInsecureHttp !== is.allowInsecureHttp) return true;
  if (problem === "unknown_placeholder" && was.variables !== is.variables) return true;
  const key = getFieldKey(field);
  if (key === "formClientSecret") {
    return before.secrets !== now.secrets || was.clientAuthentication !== is.clientAuthentication;
  }
  const member = memberFields.find(([, label]) => label === key)?.[0];
  return member === undefined || !Object.is(was[member], is[member]);
}
