import { newProfile, type OAuthProfile, type Secrets } from "../../lib/domain/profile.ts";
import { getProvider } from "../../lib/domain/providers/catalogue.ts";
import { profileFromProvider } from "../../lib/domain/providers/profile-from-provider.ts";
import type { ServerFields } from "../../lib/domain/providers/provider.ts";
import { CLIENT, type MockSettings } from "./mock-provider.ts";

/** One provider with its quirk: a profile of settings only, and a server that insists on them. */
export interface ProviderCase {
  readonly name: string;
  /** What sets the provider apart. */
  readonly quirk: string;
  /** The catalogue entry that the profile comes from. */
  readonly provider: string;
  readonly grantType?: OAuthProfile["grantType"];
  readonly variables?: Readonly<Record<string, string>>;
  /** Settings that the tester chose beside the entry's own. */
  readonly settings?: Partial<ServerFields & Pick<OAuthProfile, "parameters">>;
  readonly client?: { readonly id: string; readonly secret: string | undefined };
  readonly mock: MockSettings;
  readonly expected: ExpectedOutcome;
  /** How many times the token is refreshed. Default: once where the mock can. */
  readonly refreshes?: number;
  /** What an error of this provider has to come out as. */
  readonly refused: { readonly error: string; readonly description?: string };
  /** Settings without which, each alone, the case has to fail. */
  readonly needs: readonly SettingName[];
}

/** A field of the profile, or one parameter: `token.audience`. */
export type SettingName = keyof ServerFields | `${"authorization" | "token" | "refresh"}.${string}`;

export interface ExpectedOutcome {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly scope?: string;
  /** Seconds; undefined when nobody says. */
  readonly lifetime?: number;
  readonly header: string;
  readonly callback?: Readonly<Record<string, string>>;
  /** After the last refresh. */
  readonly refreshed?: Omit<ExpectedOutcome, "callback" | "refreshed">;
}

/** The profile that the tester has after picking the provider and typing their own client, tenant and scope. */
export function settingsProfile(testCase: ProviderCase): OAuthProfile {
  const provider = getProvider(testCase.provider);
  if (provider === undefined) throw new Error(`No provider "${testCase.provider}"`);
  const { grantType = "authorization_code", variables = {}, settings = {} } = testCase;
  const base = { ...newProfile("profile-1", 1), clientId: clientOf(testCase).id, variables };
  return { ...profileFromProvider(provider, base, grantType), ...settings };
}

/** The same client and addresses, and nothing else changed in the form. */
export function defaultProfile(testCase: ProviderCase): OAuthProfile {
  const { name, grantType, clientId, authorizationUrl, tokenUrl, revocationUrl, scope, variables } =
    settingsProfile(testCase);
  const own = { name, grantType, clientId, authorizationUrl, tokenUrl, revocationUrl, scope, variables };
  return { ...newProfile("profile-1", 1), ...own };
}

export function secretsOf(testCase: ProviderCase): Secrets {
  const { secret } = clientOf(testCase);
  return secret === undefined ? {} : { clientSecret: secret };
}

function clientOf(testCase: ProviderCase): { readonly id: string; readonly secret: string | undefined } {
  return testCase.client ?? CLIENT;
}

const GROUPS = ["authorization", "token", "refresh"] as const;

/** The profile with one setting as it is in a new profile. */
export function withoutSetting(profile: OAuthProfile, setting: SettingName): OAuthProfile {
  const group = GROUPS.find((name) => setting.startsWith(`${name}.`));
  if (group === undefined) return { ...profile, [setting]: newProfile("", 0)[setting as keyof ServerFields] };
  const parameter = setting.slice(group.length + 1);
  const { overrides, added } = profile.parameters[group];
  const changed = {
    overrides: Object.fromEntries(Object.entries(overrides).filter(([name]) => name !== parameter)),
    added: added.filter(({ name }) => name !== parameter),
  };
  if (Object.keys(changed.overrides).length + changed.added.length === Object.keys(overrides).length + added.length) {
    throw new Error(`The profile does not have the setting "${setting}"`);
  }
  return { ...profile, parameters: { ...profile.parameters, [group]: changed } };
}
