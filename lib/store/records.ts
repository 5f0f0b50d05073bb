import { type ApiHost, patternOf } from "../domain/api-host.ts";
import { isTestMode } from "../domain/test-mode.ts";
import { newProfile, type OAuthProfile } from "../domain/profile.ts";
import { isSealed } from "./sealing.ts";
import type { DeletedRecord, DraftRecord, GrantRecord, MetaRecord, ProfileRecord, TraceRecord } from "./schema.ts";

/** The checks are of form, as cheap as thousands of records at each start demand; sealed values are checked when opened. */
export const IS_RECORD = {
  meta: isMeta,
  profiles: isProfile,
  grants: isGrant,
  hosts: isHost,
  drafts: isDraft,
  traces: isTrace,
  deleted: isDeleted,
};

const PROFILE: Members = { ...newProfile("", 0) };
/** Members of a profile that may be null beside being of the template's type. */
const LIFETIME = "lifetimeSeconds";

function isMeta(value: unknown): value is MetaRecord {
  if (!isObject(value)) return false;
  switch (value["name"]) {
    case "deviceKey":
      return typeof value["id"] === "string" && value["key"] instanceof CryptoKey;
    case "vault":
      return isObject(value["header"]) && isSealed(value["seal"]);
    case "settings":
      return isObject(value["settings"]);
    case "sequence":
      return isSequence(value["last"]);
    default:
      return false;
  }
}

function isProfile(value: unknown): value is ProfileRecord {
  return (
    isObject(value) &&
    Array.isArray(value["secretKeys"]) &&
    isOAuthProfile(value["profile"]) &&
    value["profile"].id === value["id"] &&
    isSequence(value["profile"].seq)
  );
}

function isOAuthProfile(value: unknown): value is OAuthProfile {
  if (!isObject(value)) return false;
  for (const name in PROFILE) {
    const member = value[name];
    // One that is absent is younger than the record; completeProfile fills it in.
    if (name === LIFETIME || member === undefined) continue;
    if (typeof member !== typeof PROFILE[name] || member === null) return false;
  }
  const { lifetimeSeconds: lifetime = null, parameters } = value;
  return (
    (lifetime === null || typeof lifetime === "number") && (parameters === undefined || hasParameterGroups(parameters))
  );
}

/** A stored profile with the defaults for members that came after it was saved. */
export function completeProfile(profile: OAuthProfile): OAuthProfile {
  return { ...newProfile(profile.id, profile.seq), ...profile };
}

function hasParameterGroups(value: unknown): boolean {
  if (!isObject(value)) return false;
  return [value["authorization"], value["token"], value["refresh"]].every(
    (group) => isObject(group) && isObject(group["overrides"]) && Array.isArray(group["added"]),
  );
}

function isGrant(value: unknown): value is GrantRecord {
  if (!isObject(value) || !isObject(value["state"])) return false;
  const { profileId, pending, failure, token } = value["state"];
  return (
    typeof profileId === "string" &&
    profileId === value["profileId"] &&
    (pending === undefined || (isObject(pending) && typeof pending["kind"] === "string")) &&
    (failure === undefined || (isObject(failure) && isObject(failure["error"]))) &&
    (token === undefined || (isObject(token) && typeof token["obtainedAtMs"] === "number"))
  );
}

function isHost(value: unknown): value is ApiHost {
  return (
    isObject(value) &&
    typeof value["id"] === "string" &&
    isSequence(value["seq"]) &&
    hasHostMembers(value) &&
    (value["testMode"] === undefined || isTestMode(value["testMode"])) &&
    hasPattern(value)
  );
}

/** One that can't be parsed would stop the rules of all hosts; a half-typed one is well in a form. */
function hasPattern(host: Members): boolean {
  try {
    // Parsed here, it is known to whoever asks for it later.
    patternOf(host as unknown as ApiHost);
    return true;
  } catch {
    return false;
  }
}

function hasHostMembers(value: Members): boolean {
  const { pattern, profileId, callingPages, pageLoads, webSockets, enabled } = value;
  return (
    typeof pattern === "string" &&
    (profileId === null || typeof profileId === "string") &&
    Array.isArray(callingPages) &&
    callingPages.every((page) => typeof page === "string") &&
    typeof pageLoads === "boolean" &&
    typeof webSockets === "boolean" &&
    typeof enabled === "boolean"
  );
}

function isDraft(value: unknown): value is DraftRecord {
  if (!isObject(value) || !isObject(value["draft"]) || !isObject(value["changes"])) return false;
  const { id, kind, profile, host, page } = value["draft"];
  if (typeof id !== "string" || id !== value["id"]) return false;
  if (kind === "profile") return isOAuthProfile(profile);
  return kind === "apiHost" && isObject(host) && hasHostMembers(host) && typeof page === "string";
}

function isTrace(value: unknown): value is TraceRecord {
  return (
    isObject(value) && isSequence(value["key"]) && isObject(value["trace"]) && typeof value["trace"]["id"] === "string"
  );
}

function isDeleted(value: unknown): value is DeletedRecord {
  if (!isObject(value) || typeof value["id"] !== "string" || typeof value["untilMs"] !== "number") return false;
  const { id, kind, host, profile, grant, draft, drafts, hostIds } = value;
  if (kind === "host") return isHost(host) && host.id === id;
  if (kind === "draft") return isDraft(draft) && draft.id === id;
  return (
    kind === "profile" &&
    isProfile(profile) &&
    profile.id === id &&
    (grant === undefined || isGrant(grant)) &&
    Array.isArray(drafts) &&
    drafts.every(isDraft) &&
    Array.isArray(hostIds)
  );
}

function isSequence(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

type Members = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null;
}
