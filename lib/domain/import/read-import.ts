import { isBackup, MAX_BACKUP_LENGTH } from "../backup.ts";
import { AppError, type FieldProblem } from "../errors.ts";
import { readCurl } from "./curl.ts";
import type { ImportedDraft } from "./draft.ts";
import { readInsomnia } from "./insomnia.ts";
import { readOpenApi } from "./openapi.ts";
import { readPostman } from "./postman.ts";

/** What a file turned out to be. */
export type ImportedFile =
  | { readonly kind: "backup" }
  /** Another tool's: OAuth clients to look at in the form. */
  | { readonly kind: "drafts"; readonly drafts: readonly ImportedDraft[] };

/**
 * Finds out what a person has brought: a backup of ours, a Postman collection, an Insomnia export, an OpenAPI 3 document,
 * or a curl command.
 *
 * @throws AppError `invalid_field` for "File" when it is too large, or none of these with an OAuth client in it;
 *   of what is often brought in vain it says what it is
 */
export function readImport(text: string): ImportedFile {
  if (text.length > MAX_BACKUP_LENGTH) throw new AppError("invalid_field", { field: "File", problem: "too_large" });
  const value = parseJson(text);
  if (isBackup(value)) return { kind: "backup" };
  const drafts = [...readPostman(value), ...readInsomnia(value), ...readOpenApi(value), ...readCurl(text)];
  if (drafts.length === 0) throw new AppError("invalid_field", { field: "File", problem: whyNothing(text, value) });
  return { kind: "drafts", drafts };
}

function whyNothing(text: string, value: unknown): FieldProblem {
  if (text.trim() === "") return "empty_file";
  if (typeof value === "object" && value !== null && "swagger" in value) return "swagger_2";
  if (value !== undefined) return "nothing_to_import";
  if (/^\s*[[{]/u.test(text)) return "broken_json";
  return /^(?:openapi|swagger)\s*:/mu.test(text) ? "yaml" : "nothing_to_import";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
