import { type ApiHost, formatApiHost, parseApiHost, parseCallingPage } from "./api-host.ts";
import { AppError, type FieldProblem } from "./errors.ts";
import type { AddedParameter, DefaultOverride, ParameterGroup, ParameterGroupName } from "./parameter-groups.ts";
import { newProfile, type OAuthProfile } from "./profile.ts";
import { parseSettings, type Settings } from "./settings.ts";
import { wrongProfileFields } from "./validate-profile.ts";

/** Everything that a file holds in the open. There is no token in it: refresh tokens rotate, a copy ends the original. */
export interface BackupContent {
  readonly profiles: readonly OAuthProfile[];
  readonly hosts: readonly ApiHost[];
  readonly settings: Settings;
}

type Members = Readonly<Record<string, unknown>>;

/** The members that are one of a few words, with the words. */
const CHOICES: Choices = {
  grantType: ["authorization_code", "client_credentials"],
  scopeDelimiter: ["space", "comma", "plus"],
  clientAuthentication: ["basic", "basic_raw", "body", "none"],
  pkce: ["S256", "plain", "off"],
  tokenRequestMethod: ["POST", "GET"],
  tokenRequestFormat: ["form", "json"],
  originMode: ["remove", "keep", "custom"],
  expiresInUnit: ["seconds", "milliseconds"],
};

type Choices = {
  readonly [
    Name in keyof OAuthProfile as IsChoice<OAuthProfile[Name]> extends true ? Name : never
  ]-?: readonly NonNullable<OAuthProfile[Name]>[];
};
type IsChoice<Type> = NonNullable<Type> extends string ? (string extends NonNullable<Type> ? false : true) : false;

const EMPTY_HOST: ApiHost = {
  id: "",
  seq: 0,
  pattern: "",
  profileId: null,
  callingPages: [],
  pageLoads: true,
  webSockets: false,
  enabled: true,
};
const SEND_IN: readonly unknown[] = ["query", "body", "header"] satisfies AddedParameter["sendIn"][];
const GROUPS: readonly ParameterGroupName[] = ["authorization", "token", "refresh"];

/**
 * Reads what a file holds in the open. A member that is absent gets its default, being younger than the file; one that
 * is not known is refused.
 *
 * @throws AppError `invalid_field` for the member that is wrong, by its path in the file
 */
export function parseBackupContent(file: Readonly<Record<keyof BackupContent, unknown>>): BackupContent {
  const profiles = arrayOf(file.profiles, "profiles", parseProfile);
  const hosts = arrayOf(file.hosts, "hosts", parseHost);
  assertDistinct(
    profiles,
    (profile) => profile.id,
    (at) => `profiles[${at}].id`,
  );
  assertDistinct(
    profiles,
    (profile) => profile.name.trim().toLowerCase(),
    (at) => `profiles[${at}].name`,
  );
  assertDistinct(
    hosts,
    (host) => host.pattern,
    (at) => `hosts[${at}].pattern`,
  );
  for (const [at, { profileId }] of hosts.entries()) {
    const isKnown = profileId === null || profiles.some((profile) => profile.id === profileId);
    if (!isKnown) fail(`hosts[${at}].profileId`, "unknown_profile");
  }
  return { profiles, hosts, settings: parseSettings(membersOf(file.settings ?? {}, "settings")) };
}

function parseProfile(value: unknown, path: string): OAuthProfile {
  const given = membersOf(value, path);
  const template: Members = { ...newProfile("", 0) };
  assertKnown(given, template, path);
  for (const [name, member] of Object.entries(given)) assertProfileMember(name, member, template, `${path}.${name}`);
  const { id, seq } = given;
  if (typeof id !== "string" || id === "") fail(`${path}.id`, "required");
  if (typeof seq !== "number") fail(`${path}.seq`, "required");
  // Every member has just been looked at.
  const profile = { ...newProfile(id, seq), ...(given as Partial<OAuthProfile>) };
  // The secrets may have been left out.
  const [wrong] = wrongProfileFields(profile, { otherNames: [], secrets: ["clientSecret"] });
  if (wrong !== undefined) fail(`${path} (${wrong.field})`, wrong.problem);
  return profile;
}

function assertProfileMember(name: string, member: unknown, template: Members, path: string): void {
  const choices: readonly unknown[] | undefined = name in CHOICES ? CHOICES[name as keyof Choices] : undefined;
  if (choices !== undefined) {
    if (!choices.includes(member)) fail(path, "not_a_choice");
  } else if (name === "lifetimeSeconds") {
    if (member !== null && typeof member !== "number") fail(path, "wrong_type");
  } else if (name === "variables") {
    for (const [key, text] of Object.entries(membersOf(member, path))) assertText(text, `${path}.${key}`);
  } else if (name === "parameters") {
    const groups = membersOf(member, path);
    for (const group of GROUPS) assertGroup(groups[group], `${path}.${group}`);
    assertKnown(groups, Object.fromEntries(GROUPS.map((group) => [group, true])), path);
  } else if (typeof member !== typeof template[name]) {
    fail(path, "wrong_type");
  }
}

function assertGroup(value: unknown, path: string): void {
  const group = membersOf(value, path);
  assertKnown(group, { overrides: {}, added: [] } satisfies ParameterGroup, path);
  const overrides = membersOf(group["overrides"], `${path}.overrides`);
  for (const [name, override] of Object.entries(overrides)) {
    assertTypes(
      override,
      { included: true, name: "", value: "" } satisfies DefaultOverride,
      `${path}.overrides.${name}`,
    );
  }
  arrayOf(group["added"], `${path}.added`, (value, at) => {
    const template = { id: "", name: "", value: "", sendIn: "", secret: true, enabled: true };
    const parameter = assertTypes(value, template, at);
    const absent = Object.keys(template).find((name) => parameter[name] === undefined);
    if (absent !== undefined) fail(`${at}.${absent}`, "required");
    if (!SEND_IN.includes(parameter["sendIn"])) fail(`${at}.sendIn`, "not_a_choice");
  });
}

function parseHost(value: unknown, path: string): ApiHost {
  const given = membersOf(value, path);
  const { profileId = null, callingPages = [], ...rest } = given;
  assertTypes(rest, { ...EMPTY_HOST }, path);
  if (profileId !== null) assertText(profileId, `${path}.profileId`);
  const pages = arrayOf(callingPages, `${path}.callingPages`, (page, at) => {
    assertText(page, at);
    return named(at, () => parseCallingPage(page));
  });
  const { id, seq, pattern } = given;
  if (typeof id !== "string" || id === "") fail(`${path}.id`, "required");
  if (typeof seq !== "number") fail(`${path}.seq`, "required");
  const address = named(`${path}.pattern`, () =>
    formatApiHost(parseApiHost(typeof pattern === "string" ? pattern : "")),
  );
  // Every member has just been looked at.
  const host = { ...EMPTY_HOST, ...(rest as Partial<ApiHost>) };
  return { ...host, pattern: address, profileId, callingPages: [...new Set(pages)] };
}

/** An object whose members are of the template's types, where they are there. */
function assertTypes(value: unknown, template: Members, path: string): Members {
  const members = membersOf(value, path);
  assertKnown(members, template, path);
  for (const [name, member] of Object.entries(members)) {
    if (typeof member !== typeof template[name]) fail(`${path}.${name}`, "wrong_type");
  }
  return members;
}

function assertKnown(members: Members, template: Members, path: string): void {
  const unknown = Object.keys(members).find((name) => !Object.hasOwn(template, name));
  if (unknown !== undefined) fail(`${path}.${unknown}`, "unknown_member");
}

function assertText(value: unknown, path: string): asserts value is string {
  if (typeof value !== "string") fail(path, "wrong_type");
}

function assertDistinct<T>(values: readonly T[], key: (value: T) => string, path: (at: number) => string): void {
  const seen = new Set<string>();
  for (const [at, value] of values.entries()) {
    if (seen.has(key(value))) fail(path(at), "duplicate");
    seen.add(key(value));
  }
}

function arrayOf<T>(value: unknown, path: string, parse: (value: unknown, path: string) => T): T[] {
  if (!Array.isArray(value)) fail(path, value === undefined ? "required" : "wrong_type");
  return value.map((one: unknown, at) => parse(one, `${path}[${at}]`));
}

function membersOf(value: unknown, path: string): Members {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isObject) fail(path, value === undefined ? "required" : "wrong_type");
  return { ...value };
}

/** Says of a field's error where in the file it is. */
function named<T>(path: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, { ...error.details, field: path });
  }
}

function fail(field: string, problem: FieldProblem): never {
  throw new AppError("invalid_field", { field, problem });
}
