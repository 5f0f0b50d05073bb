import { AppError, type FieldProblem } from "./errors.ts";
import { fillUrlPlaceholders, placeholderNames, type PlaceholderValues } from "./placeholders.ts";
import type { OAuthProfile } from "./profile.ts";

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

type Known = Pick<OAuthProfile, "clientId" | "issuer" | "variables">;

/**
 * What a URL may name before any grant has run. Where only a grant can tell (`{{callback.NAME}}`), `callbackValue` is
 * put in; without one such a URL can't be filled.
 */
export function knownUrlValues(profile: Known, template: string, callbackValue?: string): PlaceholderValues {
  const callbacks = placeholderNames(template).filter((name) => name.startsWith("callback."));
  return new Map([
    ...Object.entries(profile.variables),
    ...(callbackValue === undefined ? [] : callbacks.map((name) => [name, callbackValue] as const)),
    ["client_id", profile.clientId],
    ["client_secret", "secret"],
    ["scope", "scope"],
    ["issuer", profile.issuer],
  ]);
}

/**
 * Hosts that never leave this machine, where plain http is no risk (RFC 8252 §8.3).
 *
 * @param hostname as `URL` writes it
 */
export function isLoopback(hostname: string): boolean {
  // A name can begin with 127, too: 127.example.com.
  return /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/u.test(hostname);
}

function fail(field: string, problem: FieldProblem): never {
  throw new AppError("invalid_field", { field, problem });
}
