import { AppError, type FieldProblem } from "../domain/errors.ts";
import type { DefaultParameter } from "../domain/parameters.ts";
import type { AddedParameter, ParameterGroupName, SendIn } from "../domain/parameter-groups.ts";
import { addedSecretKey, defaultParameters, defaultSecretKey } from "../domain/parameters.ts";
import { fillPlaceholders, placeholderNames, type PlaceholderValues } from "../domain/placeholders.ts";
import type { OAuthProfile, Secrets } from "../domain/profile.ts";
import { assertHeader } from "./header.ts";

/** One parameter as it will be sent. */
export interface ResolvedParameter {
  readonly name: string;
  readonly value: string;
  readonly sendIn: SendIn;
  readonly origin: "default" | "added";
  /** A default's own name, whatever it is sent as; undefined for an added parameter. */
  readonly defaultName: string | undefined;
  readonly secret: boolean;
  /** The value is a scope joined by `+`, which stays as it is where other values have `%2B`. */
  readonly literalPlus: boolean;
}

const GROUP_LABELS = {
  authorization: "Auth parameters",
  token: "Token parameters",
  refresh: "Refresh parameters",
} as const satisfies Record<ParameterGroupName, string>;

/** RFC 8707 §2 and RFC 8693 §2.1 allow these, and only these, more than once. */
const REPEATABLE = new Set(["resource", "audience"]);

/** A parameter's name on the screen, for errors. */
export function parameterField(group: ParameterGroupName, name: string): string {
  return `${GROUP_LABELS[group]}: ${name}`;
}

/**
 * The parameters of one request in the order in which they are sent: defaults as the tester left or changed them, then
 * the added ones that are on. A default whose own value comes out empty (no scope) is left out, because RFC 6749 §3.1
 * treats it as omitted anyway; a replaced value is sent as it is.
 *
 * @throws AppError `invalid_field`: `unknown_placeholder`, `duplicate` (RFC 6749 §3.1, §3.2), `required` for a name,
 *   `not_a_header_name`, `not_a_header_value`, `forbidden_header`
 */
export function resolveParameters(
  profile: OAuthProfile,
  group: ParameterGroupName,
  values: PlaceholderValues,
  secrets: Secrets,
): readonly ResolvedParameter[] {
  const defaults = defaultParameters(profile, group).map((parameter) =>
    resolveDefault(profile, group, parameter, values, secrets),
  );
  const added = profile.parameters[group].added
    .filter((parameter) => parameter.enabled)
    .map((parameter) => resolveAdded(profile, group, parameter, values, secrets));
  const resolved = [...defaults.filter((parameter) => parameter !== undefined), ...added];
  assertNoDuplicates(group, resolved);
  return resolved;
}

/** @throws AppError `invalid_field` with `duplicate` when a query parameter is in the endpoint's own query already */
export function assertNotInQuery(group: ParameterGroupName, url: URL, parameters: readonly ResolvedParameter[]): void {
  const repeated = parameters.find(
    ({ sendIn, name }) => sendIn === "query" && !REPEATABLE.has(name) && url.searchParams.has(name),
  );
  if (repeated !== undefined) fail(parameterField(group, repeated.name), "duplicate");
}

/**
 * The template of a default parameter as the tester left it: the replacement where there is one.
 * Undefined when it is excluded.
 */
export function getDefaultTemplate(
  profile: OAuthProfile,
  group: ParameterGroupName,
  parameter: DefaultParameter,
  secrets: Secrets,
): { readonly name: string; readonly template: string; readonly replaced: boolean } | undefined {
  const override = profile.parameters[group].overrides[parameter.name] ?? {};
  if (!(override.included ?? parameter.included)) return undefined;
  // A secret's replacement lies with the secrets; what the profile holds in its place is empty.
  const stored = parameter.secret ? secrets[defaultSecretKey(group, parameter.name)] : undefined;
  const typed = parameter.secret && override.value === "" ? undefined : override.value;
  const replacement = stored ?? typed;
  const name = override.name?.trim() ?? "";
  return {
    name: name === "" ? parameter.name : name,
    template: replacement ?? parameter.template,
    replaced: replacement !== undefined,
  };
}

function resolveDefault(
  profile: OAuthProfile,
  group: ParameterGroupName,
  parameter: DefaultParameter,
  values: PlaceholderValues,
  secrets: Secrets,
): ResolvedParameter | undefined {
  const wanted = getDefaultTemplate(profile, group, parameter, secrets);
  if (wanted === undefined) return undefined;
  const { name, template, replaced } = wanted;
  const value = fillPlaceholders(template, values, parameterField(group, parameter.name));
  if (value === "" && !replaced) return undefined;
  return {
    name,
    value,
    sendIn: placement(profile, group, "body"),
    origin: "default",
    defaultName: parameter.name,
    secret: parameter.secret,
    literalPlus: hasLiteralPlus(profile, template),
  };
}

function resolveAdded(
  profile: OAuthProfile,
  group: ParameterGroupName,
  parameter: AddedParameter,
  values: PlaceholderValues,
  secrets: Secrets,
): ResolvedParameter {
  const name = parameter.name.trim();
  const field = parameterField(group, name);
  if (name === "") fail(field, "required");
  const template = parameter.secret ? (secrets[addedSecretKey(parameter.id)] ?? "") : parameter.value;
  const value = fillPlaceholders(template, values, field);
  const sendIn = placement(profile, group, parameter.sendIn);
  const sent = sendIn === "header" ? value.trim() : value;
  if (sendIn === "header") assertHeader(name, sent, field);
  return {
    name,
    value: sent,
    sendIn,
    origin: "added",
    defaultName: undefined,
    secret: parameter.secret,
    literalPlus: hasLiteralPlus(profile, template),
  };
}

/** The browser makes the authorization request: all of it is in the query. A GET has no body. */
function placement(profile: OAuthProfile, group: ParameterGroupName, wanted: SendIn): SendIn {
  if (group === "authorization") return "query";
  return wanted === "body" && profile.tokenRequestMethod === "GET" ? "query" : wanted;
}

function hasLiteralPlus(profile: OAuthProfile, template: string): boolean {
  return profile.scopeDelimiter === "plus" && placeholderNames(template).includes("scope");
}

function assertNoDuplicates(group: ParameterGroupName, parameters: readonly ResolvedParameter[]): void {
  const seen = new Set<string>();
  for (const { name, sendIn } of parameters) {
    const key = sendIn === "header" ? `header ${name.toLowerCase()}` : `${sendIn} ${name}`;
    if (seen.has(key) && !(sendIn !== "header" && REPEATABLE.has(name))) fail(parameterField(group, name), "duplicate");
    seen.add(key);
  }
}

function fail(field: string, problem: FieldProblem): never {
  throw new AppError("invalid_field", { field, problem });
}
