import { defaultParameters } from "../domain/parameters.ts";
import type { ParameterGroupName } from "../domain/parameter-groups.ts";
import { placeholderNames } from "../domain/placeholders.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import { getDefaultTemplate } from "./parameters.ts";

/** A defence of the authorization request that a profile can do without. */
export type Protection = "state" | "pkce";

/**
 * What the profile's authorization lacks, for the form to warn about: without `state` a forged response cannot be told
 * from the real one (RFC 6749 §10.12); without PKCE a stolen code can be used (RFC 9700 §2.1.1). A value that does not
 * change from one attempt to the next protects no better than none.
 */
export function missingProtections(profile: OAuthProfile): readonly Protection[] {
  if (profile.grantType !== "authorization_code") return [];
  const missing: Protection[] = [];
  if (!sendsFresh(profile, "authorization", "state")) missing.push("state");
  const hasChallenge = sendsFresh(profile, "authorization", "code_challenge");
  if (!hasChallenge || !sendsFresh(profile, "token", "code_verifier")) missing.push("pkce");
  return missing;
}

/** Whether a request carries the placeholder that is new for each attempt. */
function sendsFresh(profile: OAuthProfile, group: ParameterGroupName, placeholder: string): boolean {
  const parameter = defaultParameters(profile, group).find(({ name }) => name === placeholder);
  const template = parameter && getDefaultTemplate(profile, group, parameter, {})?.template;
  const added = profile.parameters[group].added.filter(({ enabled, secret }) => enabled && !secret);
  const templates = [template ?? "", ...added.map(({ value }) => value)];
  return templates.some((text) => placeholderNames(text).includes(placeholder));
}
