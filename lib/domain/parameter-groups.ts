/** The three requests that a profile can shape. */
export type ParameterGroupName = "authorization" | "token" | "refresh";

/** Where an added parameter goes. On the authorization request everything is in the query. */
export type SendIn = "query" | "body" | "header";

/** What the tester changed on a default parameter; members that are absent keep the default. */
export interface DefaultOverride {
  readonly included?: boolean;
  readonly name?: string;
  readonly value?: string;
}

export interface AddedParameter {
  readonly id: string;
  readonly name: string;
  /** May hold placeholders. Empty when `secret`: the value then lies encrypted under `added.<id>`. */
  readonly value: string;
  readonly sendIn: SendIn;
  readonly secret: boolean;
  readonly enabled: boolean;
}

export interface ParameterGroup {
  /** By the default's own name. */
  readonly overrides: Readonly<Record<string, DefaultOverride>>;
  readonly added: readonly AddedParameter[];
}

export type ParameterGroups = Readonly<Record<ParameterGroupName, ParameterGroup>>;

/** Every default as it is, and nothing added. */
export function emptyParameterGroups(): ParameterGroups {
  const group: ParameterGroup = { overrides: {}, added: [] };
  return { authorization: group, token: group, refresh: group };
}
