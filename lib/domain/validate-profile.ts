import { parseUrl } from "./api-host.ts";
import { expectEndpoint, knownUrlValues } from "./endpoint.ts";
import { AppError, type FieldProblem } from "./errors.ts";
import type { OAuthProfile, SecretKey } from "./profile.ts";

/** What a profile is checked against beside itself. */
export interface ProfileSurroundings {
  /** The other profiles' names. */
  readonly otherNames: readonly string[];
  /** Which secrets the profile will have once saved. */
  readonly secrets: readonly SecretKey[];
}

/**
 * Checks what the person typed before it is saved.
 *
 * @throws AppError `invalid_field`, naming the first field that is wrong by its label on the screen
 */
export function assertValidProfile(profile: OAuthProfile, surroundings: ProfileSurroundings): void {
  const name = profile.name.trim();
  if (name === "") fail("Name", "required");
  if (surroundings.otherNames.some((other) => other.trim().toLowerCase() === name.toLowerCase())) {
    fail("Name", "duplicate");
  }
  if (profile.clientId.trim() === "" && needsClientId(profile)) fail("Client ID", "required");
  assertClientSecret(profile, surroundings.secrets);
  assertEndpoints(profile);
  assertAdvanced(profile);
}

/** Excluding or renaming `client_id` is how providers are described that know the client by other means. */
function needsClientId(profile: OAuthProfile): boolean {
  const usesBasic = profile.clientAuthentication === "basic" || profile.clientAuthentication === "basic_raw";
  const group = profile.grantType === "authorization_code" ? "authorization" : "token";
  const override = profile.parameters[group].overrides["client_id"];
  return usesBasic || (override?.included !== false && override?.value === undefined);
}

function assertClientSecret(profile: OAuthProfile, secrets: readonly SecretKey[]): void {
  if (secrets.includes("clientSecret")) return;
  // RFC 6749 §4.4: only a confidential client may use this grant. "None" says that it proves itself some other way.
  if (profile.grantType === "client_credentials" && profile.clientAuthentication !== "none") {
    fail("Client Secret", "required");
  }
}

function assertEndpoints(profile: OAuthProfile): void {
  const isCode = profile.grantType === "authorization_code";
  if (isCode) assertEndpoint(profile, "Authorization URL", profile.authorizationUrl, true);
  assertEndpoint(profile, "Access token URL", profile.tokenUrl, true);
  assertEndpoint(profile, "Refresh URL", profile.refreshUrl, false);
  assertEndpoint(profile, "Revocation URL", profile.revocationUrl, false);
  assertEndpoint(profile, "Introspection URL", profile.introspectionUrl, false);
  assertEndpoint(profile, "Userinfo URL", profile.userinfoUrl, false);
}

function assertEndpoint(profile: OAuthProfile, field: string, template: string, required: boolean): void {
  if (template.trim() === "" && !required) return;
  // A host that the callback brings is known only then, and checked when the request is built.
  const isBase = template.trim().startsWith("{{callback.");
  expectEndpoint(profile, template, knownUrlValues(profile, template, isBase ? "https://callback" : "callback"), field);
}

function assertAdvanced(profile: OAuthProfile): void {
  // RFC 9110 §5.1: a field name is a token; Firefox drops a bad one silently.
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u.test(profile.headerName)) fail("Header name", "not_a_header_name");
  if (!/^[\x20-\x7e]*$/u.test(profile.headerPrefix)) fail("Header prefix", "not_a_header_value");
  const lifetime = profile.lifetimeSeconds;
  if (lifetime !== null && !(Number.isFinite(lifetime) && lifetime > 0)) {
    fail("Lifetime if not given (seconds)", "not_a_number");
  }
  if (profile.originMode === "custom" && parseUrl(profile.originValue)?.origin !== profile.originValue) {
    fail("Origin", "not_an_origin");
  }
  if (profile.tokenField.trim() === "") fail("Token field", "required");
}

function fail(field: string, problem: FieldProblem): never {
  throw new AppError("invalid_field", { field, problem });
}
