import type {
  AddedParameter,
  DefaultOverride,
  ParameterGroup,
  ParameterGroupName,
  ParameterGroups,
} from "../parameter-groups.ts";
import { defaultParameters } from "../parameters.ts";
import { type GrantType, newProfile, type OAuthProfile } from "../profile.ts";
import type { ParameterChange, ParameterChanges, Provider, ProviderSettings } from "./provider.ts";

/**
 * Fills a profile with a provider's settings. What the tester has typed of their own stays: client ID, name, the values
 * of variables, and how tokens are renewed. Everything that describes the server is replaced, so that nothing is left
 * of a provider that was picked before.
 *
 * @param grantType one of the provider's grants; another gets the settings that all its grants share
 */
export function profileFromProvider(provider: Provider, base: OAuthProfile, grantType: GrantType): OAuthProfile {
  const common = split(provider.settings);
  const own = split(provider.grants[grantType] ?? {});
  const shaped: OAuthProfile = {
    ...newProfile(base.id, base.seq),
    ...common.fields,
    ...own.fields,
    name: base.name.trim() === "" ? provider.name : base.name,
    grantType,
    clientId: base.clientId,
    variables: variablesFor(provider, base),
    allowInsecureHttp: base.allowInsecureHttp,
    autoRenew: base.autoRenew,
    silentRenew: base.silentRenew,
    loopbackRedirect: base.loopbackRedirect,
    ownRedirect: base.ownRedirect,
  };
  const group = (name: ParameterGroupName): ParameterGroup =>
    parameterGroup(shaped, name, { ...common.parameters[name], ...own.parameters[name] });
  const parameters: ParameterGroups = {
    authorization: group("authorization"),
    token: group("token"),
    refresh: group("refresh"),
  };
  return { ...shaped, parameters };
}

function split({ authorization = {}, token = {}, refresh = {}, ...fields }: ProviderSettings) {
  return { fields, parameters: { authorization, token, refresh } };
}

function variablesFor(provider: Provider, base: OAuthProfile): OAuthProfile["variables"] {
  return Object.fromEntries(
    (provider.variables ?? []).map(({ name, initial = "" }) => [name, base.variables[name] || initial]),
  );
}

function parameterGroup(profile: OAuthProfile, name: ParameterGroupName, changes: ParameterChanges): ParameterGroup {
  const defaults = new Map(defaultParameters(profile, name).map((parameter) => [parameter.name, parameter]));
  const entries = Object.entries(changes);
  return {
    overrides: Object.fromEntries(
      entries.filter(([key]) => defaults.has(key)).map(([key, change]) => [key, override(change)]),
    ),
    added: entries.flatMap(([key, change]) => addedParameter(name, key, change, defaults.has(key)) ?? []),
  };
}

function override(change: ParameterChange): DefaultOverride {
  if (typeof change === "boolean") return { included: change };
  if (typeof change === "string") return { included: true, value: change };
  // A default has its place; elsewhere it goes as an added parameter.
  return "in" in change ? { included: false } : { included: true, ...change };
}

/** Nothing for a change to a default, or to one that this grant does not have. */
function addedParameter(
  group: ParameterGroupName,
  name: string,
  change: ParameterChange,
  isDefault: boolean,
): AddedParameter | undefined {
  if (typeof change === "boolean" || (typeof change === "string" && isDefault)) return undefined;
  if (typeof change === "object" && !("in" in change)) return undefined;
  const usual = group === "authorization" ? "query" : "body";
  const { value, in: sendIn } = typeof change === "string" ? ({ value: change, in: usual } as const) : change;
  return { id: `${group}-${name}`, name, value, sendIn, secret: false, enabled: true };
}
