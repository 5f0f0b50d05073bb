import { parseUrl } from "./url.ts";
import { expectEndpoint, knownUrlValues } from "./endpoint.ts";
import { AppError, type FieldProblem, type WrongField } from "./errors.ts";
import { missingSecret, type OAuthProfile, type SecretKey } from "./profile.ts";
import { wrongFieldDetails, wrongFieldsIn } from "./wrong-fields.ts";

/** What a profile is checked against beside itself. */
export interface ProfileSurroundings {
  /** The other profiles' names. */
  readonly otherNames: readonly string[];
  /** Which secrets the profile will have once saved. */
  readonly secrets: readonly SecretKey[];
  /** It is stored without the Client Secret that it needs: all else of it can be changed before that is there. */
  readonly lacksSecret?: boolean | undefined;
}

/**
 * Checks what the person typed before it is saved.
 *
 * @throws AppError `invalid_field`, naming every field that is wrong by its label on the screen
 */
export function assertValidProfile(profile: OAuthProfile, surroundings: ProfileSurroundings): void {
  const details = wrongFieldDetails(wrongProfileFields(profile, surroundings));
  if (details !== undefined) throw new AppError("invalid_field", details);
}

/** The fields that keep a profile from being saved, in the form's order; each once, by its label on the screen. */
export function wrongProfileFields(profile: OAuthProfile, surroundings: ProfileSurroundings): readonly WrongField[] {
  return [
    ...wrongName(profile, surroundings.otherNames),
    ...wrongWhen(profile.clientId.trim() === "" && needsClientId(profile), "Client ID", "required"),
    ...wrongWhen(isSecretWanted(profile, surroundings), "Client Secret", "required"),
    ...wrongEndpoints(profile),
    ...wrongAdvanced(profile),
  ];
}

function wrongName(profile: OAuthProfile, otherNames: readonly string[]): readonly WrongField[] {
  const name = profile.name.trim();
  if (name === "") return [{ field: "Name", problem: "required" }];
  const isTaken = otherNames.some((other) => other.trim().toLowerCase() === name.toLowerCase());
  return wrongWhen(isTaken, "Name", "duplicate");
}

/** Excluding or renaming `client_id` is how providers are described that know the client by other means. */
function needsClientId(profile: OAuthProfile): boolean {
  const usesBasic = profile.clientAuthentication === "basic" || profile.clientAuthentication === "basic_raw";
  const group = profile.grantType === "authorization_code" ? "authorization" : "token";
  const override = profile.parameters[group].overrides["client_id"];
  return usesBasic || (override?.included !== false && override?.value === undefined);
}

function isSecretWanted(profile: OAuthProfile, { secrets, lacksSecret = false }: ProfileSurroundings): boolean {
  return !lacksSecret && missingSecret(profile, secrets) === "needed";
}

function wrongEndpoints(profile: OAuthProfile): readonly WrongField[] {
  const isCode = profile.grantType === "authorization_code";
  return [
    ...(isCode ? wrongEndpoint(profile, "Authorization URL", profile.authorizationUrl, true) : []),
    ...wrongEndpoint(profile, "Access token URL", profile.tokenUrl, true),
    ...wrongEndpoint(profile, "Refresh URL", profile.refreshUrl, false),
    ...wrongEndpoint(profile, "Revocation URL", profile.revocationUrl, false),
    ...wrongEndpoint(profile, "Introspection URL", profile.introspectionUrl, false),
    ...wrongEndpoint(profile, "Userinfo URL", profile.userinfoUrl, false),
  ];
}

function wrongEndpoint(
  profile: OAuthProfile,
  field: string,
  template: string,
  required: boolean,
): readonly WrongField[] {
  if (template.trim() === "" && !required) return [];
  // A host that the callback brings is known only then, and checked when the request is built.
  const isBase = template.trim().startsWith("{{callback.");
  const values = knownUrlValues(profile, template, isBase ? "https://callback" : "callback");
  return wrongFieldsIn(() => expectEndpoint(profile, template, values, field));
}

function wrongAdvanced(profile: OAuthProfile): readonly WrongField[] {
  const { originMode, originValue, lifetimeSeconds: lifetime } = profile;
  const isLifetime = lifetime === null || (Number.isFinite(lifetime) && lifetime > 0);
  return [
    ...wrongWhen(originMode === "custom" && parseUrl(originValue)?.origin !== originValue, "Origin", "not_an_origin"),
    ...wrongWhen(profile.tokenField.trim() === "", "Token field", "required"),
    // RFC 9110 §5.1: a field name is a token; Firefox drops a bad one silently.
    ...wrongWhen(!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u.test(profile.headerName), "Header name", "not_a_header_name"),
    ...wrongWhen(!/^[\x20-\x7e]*$/u.test(profile.headerPrefix), "Header prefix", "not_a_header_value"),
    ...wrongWhen(!isLifetime, "Lifetime if not given (seconds)", "not_a_number"),
  ];
}

function wrongWhen(isWrong: boolean, field: string, problem: FieldProblem): readonly WrongField[] {
  return isWrong ? [{ field, problem }] : [];
}
