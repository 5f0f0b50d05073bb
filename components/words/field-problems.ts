import type { ErrorData, ErrorDetails, FieldProblem } from "../../lib/domain/errors.ts";
import { wrongFieldsOf } from "../../lib/domain/wrong-fields.ts";
import { fieldLabel, getFieldKey, urlExample } from "./fields.ts";
import { type PlainKey, t } from "./t.ts";

const KEYS = {
  required: "problemsRequired",
  too_short: "problemsTooShort",
  too_long: "problemsTooLong",
  duplicate: "problemsDuplicate",
  not_a_url: "problemsNotAUrl",
  has_fragment: "problemsHasFragment",
  has_credentials: "problemsHasCredentials",
  insecure_http: "problemsInsecureHttp",
  not_a_number: "problemsNotANumber",
  not_a_header_name: "problemsNotAHeaderName",
  not_a_header_value: "problemsNotAHeaderValue",
  forbidden_header: "problemsForbiddenHeader",
  not_an_api_host: "problemsNotAnApiHost",
  not_an_origin: "problemsNotAnOrigin",
  has_query: "problemsHasQuery",
  unsupported_character: "problemsUnsupportedCharacter",
  unknown_placeholder: "problemsUnknownPlaceholder",
  unsafe_redirect: "problemsUnsafeRedirect",
  too_large: "problemsTooLarge",
  not_a_backup: "problemsNotABackup",
  nothing_to_import: "problemsNothingToImport",
  empty_file: "problemsEmptyFile",
  broken_json: "problemsBrokenJson",
  yaml: "problemsYaml",
  swagger_2: "problemsSwagger2",
  newer_version: "problemsNewerVersion",
  wrong_type: "problemsWrongType",
  not_a_choice: "problemsNotAChoice",
  unknown_member: "problemsUnknownMember",
  unknown_profile: "problemsUnknownProfile",
} as const satisfies Record<FieldProblem, string>;

/**
 * Why a field can't be saved as it is, and what to do about it; `field` is its name in the error, or its label. Away
 * from the field, `advanced` says where to look for it.
 */
export function fieldProblemWords(
  { field, problem, placeholder }: Pick<ErrorDetails, "field" | "problem" | "placeholder">,
  advanced = false,
): string {
  const key = problem === undefined ? "problemsOther" : KEYS[problem];
  if (field === undefined) return t(key, t("problemsSomeField"), urlExample(undefined));
  const example = problem === "unknown_placeholder" ? `{{${placeholder ?? "…"}}}` : urlExample(getFieldKey(field));
  return t(key, fieldWords(field, advanced), example);
}

/** A field's label in quotes, and where to look for it. */
export function fieldWords(field: string, advanced: boolean): string {
  const label = fieldLabel(field);
  return advanced ? t("problemsFieldUnderAdvanced", label) : t("commonQuoted", label);
}

/** What is wrong with the field of this label, if the error says so. */
export function fieldErrorWords(error: ErrorData | undefined, label: PlainKey): string | undefined {
  if (error === undefined) return undefined;
  const wrong = wrongFieldsOf(error).find(({ field }) => getFieldKey(field) === label);
  return wrong && fieldProblemWords(wrong);
}
