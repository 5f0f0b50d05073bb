import type { ErrorData } from "../../lib/domain/errors.ts";
import { fieldProblemWords } from "../words/field-problems.ts";

/** What is wrong with the field of this label, if the error says so. */
export function hostFieldError(error: ErrorData | undefined, label: string): string | undefined {
  return error?.code === "invalid_field" && error.field === label ? fieldProblemWords(label, error.problem) : undefined;
}
