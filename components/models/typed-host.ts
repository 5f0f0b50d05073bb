import { parseApiHost, parseCallingPage } from "../../lib/domain/api-host.ts";
import type { ErrorData } from "../../lib/domain/errors.ts";
import { wrongFieldDetails, wrongFieldsIn } from "../../lib/domain/wrong-fields.ts";

/** What keeps a typed address, and a page that is typed and not added yet, from being saved; undefined if nothing does. */
export function typedHostError(pattern: string, page: string): ErrorData | undefined {
  const details = wrongFieldDetails([
    ...wrongFieldsIn(() => parseApiHost(pattern)),
    ...(page.trim() === "" ? [] : wrongFieldsIn(() => parseCallingPage(page))),
  ]);
  return details && { ...details, code: "invalid_field" };
}

/**
 * The calling pages with the one that is typed.
 *
 * @throws AppError `invalid_field` for "Page"
 */
export function withTypedPage(pages: readonly string[], page: string): readonly string[] {
  const origin = parseCallingPage(page);
  return pages.includes(origin) ? pages : [...pages, origin];
}
