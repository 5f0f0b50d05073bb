import type { ErrorData } from "../../lib/domain/errors.ts";
import { fieldProblemWords } from "../words/field-problems.ts";
import { getFieldKey } from "../words/fields.ts";
import type { PlainKey } from "../words/t.ts";

/** What is wrong with the field of this label, if the error says so. */
export function hostFieldError(error: ErrorData | undefined, label: PlainKey): string | undefined {
  return error?.code === "invalid_field" && getFieldKey(error.field) === label
    ? fieldProblemWords(error.field, error.problem)
    : undefined;
}
