import { defaultParameters, type DefaultParameter } from "../../lib/domain/parameters.ts";
import type {
  AddedParameter,
  DefaultOverride,
  ParameterGroup,
  ParameterGroupName,
} from "../../lib/domain/parameter-groups.ts";
import type { OAuthProfile } from "../../lib/domain/profile.ts";

/** The groups a profile has, in the form's order. */
export function groupsOf(profile: Pick<OAuthProfile, "grantType">): readonly ParameterGroupName[] {
  return profile.grantType === "authorization_code" ? ["authorization", "token", "refresh"] : ["token", "refresh"];
}

/** Changes members of a default's override; what equals the default again is dropped from it. */
export function overrideDefault(
  profile: OAuthProfile,
  group: ParameterGroupName,
  parameter: DefaultParameter,
  change: DefaultOverride,
): OAuthProfile {
  const { overrides } = profile.parameters[group];
  const merged = { ...overrides[parameter.name], ...change };
  const kept: DefaultOverride = {
    ...(merged.included === undefined || merged.included === parameter.included ? {} : { included: merged.included }),
    ...(merged.name === undefined || merged.name === parameter.name ? {} : { name: merged.name }),
    ...(merged.value === undefined || merged.value === parameter.template ? {} : { value: merged.value }),
  };
  const { [parameter.name]: _old, ...others } = overrides;
  return withGroup(profile, group, {
    overrides: Object.keys(kept).length === 0 ? others : { ...others, [parameter.name]: kept },
  });
}

/** Takes every change of a default back. */
export function resetDefault(profile: OAuthProfile, group: ParameterGroupName, name: string): OAuthProfile {
  const { [name]: _old, ...others } = profile.parameters[group].overrides;
  return withGroup(profile, group, { overrides: others });
}

/** Adds an empty row, placed where this request carries its parameters. */
export function addParameter(profile: OAuthProfile, group: ParameterGroupName, id: string): OAuthProfile {
  const inQuery = group === "authorization" || profile.tokenRequestMethod === "GET";
  const row: AddedParameter = {
    id,
    name: "",
    value: "",
    sendIn: inQuery ? "query" : "body",
    secret: false,
    enabled: true,
  };
  return withGroup(profile, group, { added: [...profile.parameters[group].added, row] });
}

export function changeAdded(
  profile: OAuthProfile,
  group: ParameterGroupName,
  id: string,
  change: Partial<Omit<AddedParameter, "id">>,
): OAuthProfile {
  const added = profile.parameters[group].added.map((row) => (row.id === id ? { ...row, ...change } : row));
  return withGroup(profile, group, { added });
}

export function removeAdded(profile: OAuthProfile, group: ParameterGroupName, id: string): OAuthProfile {
  return withGroup(profile, group, { added: profile.parameters[group].added.filter((row) => row.id !== id) });
}

/** Whether a default will be sent. */
export function isIncluded(profile: OAuthProfile, group: ParameterGroupName, parameter: DefaultParameter): boolean {
  return profile.parameters[group].overrides[parameter.name]?.included ?? parameter.included;
}

/** Which protections of the authorization code the tester has switched off by excluding their parameters. */
export function excludedProtections(profile: OAuthProfile): { readonly state: boolean; readonly pkce: boolean } {
  const excluded = (group: ParameterGroupName, name: string): boolean =>
    defaultParameters(profile, group).some((row) => row.name === name && !isIncluded(profile, group, row));
  return {
    state: excluded("authorization", "state"),
    pkce: excluded("authorization", "code_challenge") || excluded("token", "code_verifier"),
  };
}

function withGroup(profile: OAuthProfile, group: ParameterGroupName, change: Partial<ParameterGroup>): OAuthProfile {
  return { ...profile, parameters: { ...profile.parameters, [group]: { ...profile.parameters[group], ...change } } };
}
