import type { PlaceholderValues } from "../domain/placeholders.ts";
import type { OAuthProfile, Secrets } from "../domain/profile.ts";

/** Placeholders of one grant, beside those that the profile itself fills. */
export interface GrantValues {
  readonly redirect_uri?: string;
  readonly state?: string;
  readonly code_challenge?: string;
  readonly code_verifier?: string;
  readonly code?: string;
  readonly refresh_token?: string;
}

const SENSITIVE = ["client_secret", "code", "code_verifier", "refresh_token"] as const;

/**
 * Everything that a template may name: the profile's variables, `client_id`, `client_secret`, `scope`, `issuer`, the
 * values of this grant, and `callback.NAME` for each extra member of the authorization response. A variable cannot
 * take the place of one of ours.
 */
export function placeholderValues(
  profile: OAuthProfile,
  secrets: Secrets,
  grant: GrantValues,
  callback: Readonly<Record<string, string>> = {},
): PlaceholderValues {
  return new Map([
    ...Object.entries(profile.variables),
    ...Object.entries(callback).map(([name, value]) => [`callback.${name}`, value] as const),
    ["client_id", profile.clientId],
    ["client_secret", secrets.clientSecret ?? ""],
    ["scope", joinScope(profile)],
    ["issuer", profile.issuer],
    ...Object.entries(grant),
  ]);
}

/** The values that must not be shown, for masking: the profile's secrets and those of the grant. */
export function sensitiveValues(values: PlaceholderValues, secrets: Secrets): string[] {
  const grant = SENSITIVE.map((name) => values.get(name));
  return [...Object.values(secrets), ...grant].filter((value) => value !== undefined);
}

const DELIMITERS = { space: " ", comma: ",", plus: "+" } as const;

/** The scope tokens as this server wants them joined (RFC 6749 §3.3 says by spaces). */
function joinScope(profile: Pick<OAuthProfile, "scope" | "scopeDelimiter">): string {
  const tokens = profile.scope.split(/\s+/u).filter((token) => token !== "");
  return tokens.join(DELIMITERS[profile.scopeDelimiter]);
}
