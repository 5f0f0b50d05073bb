import { AppError } from "../domain/errors.ts";

/** RFC 9110 §5.6.2. */
const FIELD_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u;
/** RFC 9110 §5.5. fetch takes Latin-1 only. */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/u;

/** fetch drops these without a word (Fetch standard, forbidden request-header): the preview would lie. */
const FORBIDDEN = new Set([
  "accept-charset",
  "accept-encoding",
  "access-control-request-headers",
  "access-control-request-method",
  "access-control-request-private-network",
  "connection",
  "content-length",
  "cookie",
  "cookie2",
  "date",
  "dnt",
  "expect",
  "host",
  "keep-alive",
  "origin",
  "referer",
  "set-cookie",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
]);

/** @throws AppError `invalid_field`: `not_a_header_name`, `forbidden_header`, `not_a_header_value` */
export function assertHeader(name: string, value: string, field: string): void {
  if (!FIELD_NAME.test(name)) throw new AppError("invalid_field", { field, problem: "not_a_header_name" });
  if (FORBIDDEN.has(name.toLowerCase()) || /^(?:proxy|sec)-/iu.test(name)) {
    throw new AppError("invalid_field", { field, problem: "forbidden_header" });
  }
  if (!FIELD_VALUE.test(value)) throw new AppError("invalid_field", { field, problem: "not_a_header_value" });
}
