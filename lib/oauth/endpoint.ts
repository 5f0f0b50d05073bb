import { AppError, type FieldProblem } from "../domain/errors.ts";
import { fillUrlPlaceholders, type PlaceholderValues } from "../domain/placeholders.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import { isLoopback } from "../domain/validate-profile.ts";

/**
 * Fills and checks an endpoint's URL just before it is used; placeholders may have changed it since it was saved.
 *
 * RFC 6749 §3.1 and §3.2: no fragment, TLS. Loopback needs no TLS, and the tester may opt out of it.
 *
 * @param field the endpoint's label on the screen
 * @throws AppError `invalid_field` with the rule that is broken
 */
export function expectEndpoint(
  profile: Pick<OAuthProfile, "allowInsecureHttp">,
  template: string,
  values: PlaceholderValues,
  field: string,
): URL {
  if (template.trim() === "") fail(field, "required");
  const filled = fillUrlPlaceholders(template, values, field);
  if (!URL.canParse(filled)) fail(field, "not_a_url");
  const url = new URL(filled);
  if (!/^https?:$/u.test(url.protocol)) fail(field, "not_a_url");
  if (filled.includes("#")) fail(field, "has_fragment");
  if (url.username !== "" || url.password !== "") fail(field, "has_credentials");
  if (url.protocol === "http:" && !profile.allowInsecureHttp && !isLoopback(url.hostname)) fail(field, "insecure_http");
  return url;
}

function fail(field: string, problem: FieldProblem): never {
  throw new AppError("invalid_field", { field, problem });
}
