import { type ErrorData, type ErrorDetails, toErrorData, type WrongField } from "./errors.ts";

/** Every field that an error names; none but `invalid_field` names any. */
export function wrongFieldsOf({ code, field, problem, placeholder, others = [] }: ErrorData): readonly WrongField[] {
  if (code !== "invalid_field" || field === undefined || problem === undefined) return [];
  return [{ field, problem, ...(placeholder === undefined ? {} : { placeholder }) }, ...others];
}

/** What an `invalid_field` error carries for these fields; undefined for none. */
export function wrongFieldDetails([first, ...others]: readonly WrongField[]): ErrorDetails | undefined {
  return first === undefined ? undefined : { ...first, ...(others.length === 0 ? {} : { others }) };
}

/**
 * The fields that a check finds wrong.
 *
 * @throws what the check throws beside `invalid_field`
 */
export function wrongFieldsIn(check: () => unknown): readonly WrongField[] {
  try {
    check();
    return [];
  } catch (error) {
    const wrong = wrongFieldsOf(toErrorData(error));
    if (wrong.length === 0) throw error;
    return wrong;
  }
}
