import type { SendIn } from "../parameter-groups.ts";
import type { GrantType, OAuthProfile } from "../profile.ts";

/** An OAuth server that many testers meet, as its own documentation describes it: settings only, no code. */
export interface Provider {
  /** Never changes once published. */
  readonly id: string;
  readonly name: string;
  /** The page of the provider's documentation that the entry follows. */
  readonly source: string;
  /** Other words that people look for it by. */
  readonly keywords?: readonly string[];
  /** What the tester has to fill in before the URLs are whole. */
  readonly variables?: readonly ProviderVariable[];
  /** Settings of every grant, where they differ from those of a new profile. */
  readonly settings: ProviderSettings;
  /** The grants offered, each with the settings that it alone needs; these win over `settings`. */
  readonly grants: Readonly<Partial<Record<GrantType, ProviderSettings>>>;
}

/** A named value of the tester's own: `{{name}}` in URLs and parameters. */
export interface ProviderVariable {
  readonly name: string;
  readonly label: string;
  readonly example: string;
  /** What most testers want; absent where only they can know. */
  readonly initial?: string;
}

/** The fields of a profile that describe a server rather than a tester's own client. */
export type ServerFields = Omit<
  OAuthProfile,
  | "id"
  | "seq"
  | "name"
  | "grantType"
  | "clientId"
  | "variables"
  | "parameters"
  | "allowInsecureHttp"
  | "autoRenew"
  | "silentRenew"
  | "loopbackRedirect"
  | "ownRedirect"
>;

export interface ProviderSettings extends Partial<ServerFields> {
  readonly authorization?: ParameterChanges;
  readonly token?: ParameterChanges;
  readonly refresh?: ParameterChanges;
}

/** What becomes of parameters, by name: a default is changed, any other name is added. */
export type ParameterChanges = Readonly<Record<string, ParameterChange>>;

/**
 * `false` leaves a default out, `true` sends one that is left out otherwise, a text is the value. `name` renames a
 * default; `in` says where a parameter goes, for an added one the body unless said otherwise.
 */
export type ParameterChange =
  | boolean
  | string
  | { readonly name: string; readonly value?: string }
  | { readonly in: SendIn; readonly value: string };
