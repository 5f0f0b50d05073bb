import type { OAuthProfile } from "../../lib/domain/profile.ts";
import { withScheme } from "../../lib/domain/with-scheme.ts";

/** The addresses that a profile's form asks for. */
const ENDPOINTS = [
  "authorizationUrl",
  "tokenUrl",
  "refreshUrl",
  "revocationUrl",
  "introspectionUrl",
  "userinfoUrl",
  "issuer",
] as const satisfies readonly (keyof OAuthProfile)[];

export type EndpointMember = (typeof ENDPOINTS)[number];

/** The addresses that were typed without a scheme, with the one they need; undefined where none lacks it. */
export function missingSchemes(profile: OAuthProfile): Partial<OAuthProfile> | undefined {
  const typed = ENDPOINTS.filter((member) => withScheme(profile[member]) !== profile[member]);
  if (typed.length === 0) return undefined;
  return Object.fromEntries(typed.map((member) => [member, withScheme(profile[member])]));
}
