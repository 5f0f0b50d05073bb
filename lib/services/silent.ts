import { parseUrl } from "../domain/url.ts";
import type { OAuthProfile } from "../domain/profile.ts";

/**
 * The profile as it asks without the person: `prompt=none` (OpenID Connect Core §3.1.2.1) unless the tester says
 * otherwise in a parameter of that name, switched off or not.
 */
export function asSilent(profile: OAuthProfile): OAuthProfile {
  const { authorization } = profile.parameters;
  const isNamed = authorization.added.some(({ name }) => name.trim().toLowerCase() === "prompt");
  const isRenamed = Object.values(authorization.overrides).some(({ name }) => name === "prompt");
  const url = parseUrl(profile.authorizationUrl);
  if (isNamed || isRenamed || url?.searchParams.has("prompt") === true) return profile;
  const prompt = {
    id: "silent-prompt",
    name: "prompt",
    value: "none",
    sendIn: "query",
    secret: false,
    enabled: true,
  } as const;
  const added = [...authorization.added, prompt];
  return { ...profile, parameters: { ...profile.parameters, authorization: { ...authorization, added } } };
}
