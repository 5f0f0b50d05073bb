import { parseUrl } from "./url.ts";
import { AppError, type FieldProblem } from "./errors.ts";

/** What `{{name}}` stands for, by name. */
export type PlaceholderValues = ReadonlyMap<string, string>;

const PLACEHOLDER = /\{\{([^{}]*)\}\}/gu;

/**
 * Replaces every `{{name}}`. What is put in is not looked at again, so that a value may hold braces.
 *
 * @param field the template's name on the screen, for the error
 * @throws AppError `invalid_field` with `unknown_placeholder`; not which, because the template may be a secret
 */
export function fillPlaceholders(template: string, values: PlaceholderValues, field: string): string {
  return template.replace(
    PLACEHOLDER,
    (_, name: string) => values.get(name.trim()) ?? fail(field, "unknown_placeholder"),
  );
}

/** The names between braces, in order, repeats included. */
export function placeholderNames(template: string): string[] {
  return Array.from(template.matchAll(PLACEHOLDER), (match) => (match[1] ?? "").trim());
}

/**
 * Replaces every `{{name}}` in a URL. A value stays within the part of the URL where its placeholder stands: in a path
 * or query it is percent-encoded; in the host it may only be labels (`acme`, `eu.acme`). A placeholder that begins the
 * template (`{{issuer}}/token`) takes a whole http(s) URL without query, fragment or user name.
 *
 * @throws AppError `invalid_field`: `unknown_placeholder` with its name, which an empty value outside the query is too,
 *   `unsupported_character` for a value that would change the URL's structure, `not_a_url`
 */
export function fillUrlPlaceholders(template: string, values: PlaceholderValues, field: string): string {
  const text = urlText(template);
  let filled = "";
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    filled += text.slice(end, match.index);
    const name = (match[1] ?? "").trim();
    const value = values.get(name) ?? failUnknown(field, name);
    if (value === "" && !filled.includes("?")) failUnknown(field, name);
    filled += urlPart(filled, value, field);
    end = match.index + match[0].length;
  }
  return filled + text.slice(end);
}

/** What the URL parser reads: it drops tabs and line ends wherever they stand. */
function urlText(template: string): string {
  return template.trim().replace(/[\t\n\r]/gu, "");
}

/** As the URL parser does: any number of slashes of either kind goes before the host. */
function endsInHost(before: string): boolean {
  return /^[^:]+:[/\\]*[^/\\?#]*$/u.test(before);
}

/**
 * One or more labels of a host. Nothing here can end the host or start another part of the URL. Made when it is needed:
 * classes of Unicode cost a third of a millisecond at each start of the worker.
 */
function isHostText(value: string): boolean {
  return /^[\p{L}\p{Nd}](?:[\p{L}\p{Nd}._-]*[\p{L}\p{Nd}])?$/u.test(value);
}

/** Writes a value so that it fits where the URL's text so far ends. */
function urlPart(before: string, value: string, field: string): string {
  if (before.includes("?")) return encodeURIComponent(value.toWellFormed());
  if (before === "") return baseUrl(value, field);
  if (!/^[a-z][a-z0-9+.-]*:\/\//iu.test(before)) fail(field, "not_a_url");
  if (endsInHost(before)) {
    if (!isHostText(value)) fail(field, "unsupported_character");
    return value;
  }
  // A parser takes these for steps through the path, even when they are percent-encoded.
  if (value === "." || value === "..") fail(field, "unsupported_character");
  return encodeURIComponent(value.toWellFormed());
}

function baseUrl(value: string, field: string): string {
  const url = parseUrl(value);
  if (url === undefined || !/^https?:\/\//iu.test(value)) fail(field, "not_a_url");
  if (/[?#@\\\s]/u.test(value)) fail(field, "unsupported_character");
  // From the first slash of each run only: an answer may have many.
  return value.replace(/(?<!\/)\/+$/u, "");
}

/** Of a name as long as a page of text, its beginning says which it is. */
function failUnknown(field: string, name: string): never {
  throw new AppError("invalid_field", { field, problem: "unknown_placeholder", placeholder: name.slice(0, 40) });
}

function fail(field: string, problem: FieldProblem): never {
  throw new AppError("invalid_field", { field, problem });
}
