import type { ApiHost } from "../../../lib/domain/api-host.ts";
import { NO_PERMISSIONS } from "../../../lib/domain/permission-set.ts";
import { DEFAULT_SETTINGS } from "../../../lib/domain/settings.ts";
import type { DeletedSummary, HostSummary, ProfileSummary, Snapshot } from "../../../lib/domain/snapshot.ts";
import type { TokenSummary } from "../../../lib/domain/token-set.ts";
import type { Trace } from "../../../lib/domain/trace.ts";

const MINUTE_MS = 60_000;

/** A snapshot of an extension just installed. */
export function snapshot(change: Partial<Snapshot> = {}): Snapshot {
  return {
    profiles: [],
    hosts: [],
    drafts: [],
    hostDrafts: [],
    deleted: [],
    settings: DEFAULT_SETTINGS,
    vault: "off",
    storageProblem: undefined,
    storageNotes: [],
    redirectUrl: "https://jpdkfmnmnhkbmckkfcmbbnkjcbbfdbmh.chromiumapp.org/",
    takenAtMs: Date.now(),
    ...change,
  };
}

/** A token of an hour with so many minutes left. */
export function token(minutesLeft: number): TokenSummary {
  const expiresAtMs = Date.now() + minutesLeft * MINUTE_MS + 500;
  return {
    obtainedAtMs: expiresAtMs - 60 * MINUTE_MS,
    expiresAtMs,
    expirySource: "reply",
    tokenType: "Bearer",
    scope: "openid",
    hasRefreshToken: true,
    hasIdToken: false,
    attachable: true,
  };
}

/** A profile that was never authorized. */
export function profile(id: string, name: string, change: Partial<ProfileSummary> = {}): ProfileSummary {
  return {
    id,
    name,
    grantType: "authorization_code",
    clientId: `client-${id}`,
    server: "login.example.com",
    status: { kind: "not_authorized" },
    token: undefined,
    revocable: false,
    questions: { introspection: undefined, userinfo: undefined },
    missing: NO_PERMISSIONS,
    ...change,
  };
}

/** A profile with a valid token. */
export function validProfile(id: string, name: string, minutesLeft = 42): ProfileSummary {
  const summary = token(minutesLeft);
  return profile(id, name, {
    token: summary,
    status: { kind: "valid", expiresAtMs: summary.expiresAtMs, problem: undefined },
  });
}

/** An API host that attaches the token of the profile "alice". */
export function host(pattern: string, change: Partial<ApiHost> = {}, summary: Partial<HostSummary> = {}): HostSummary {
  return {
    host: {
      id: `host-${pattern}`,
      seq: 1,
      pattern,
      profileId: "alice",
      callingPages: [],
      pageLoads: true,
      webSockets: false,
      enabled: true,
      ...change,
    },
    missing: NO_PERMISSIONS,
    attaching: "attaching",
    ...summary,
  };
}

/** A token request that worked. */
export function trace(id: string, change: Partial<Trace> = {}): Trace {
  return {
    id,
    profileId: "alice",
    kind: "token",
    startedAtMs: Date.UTC(2026, 10, 23, 9, 30, 12),
    durationMs: 183.4,
    request: {
      method: "POST",
      url: "https://login.example.com/oauth2/token",
      headers: [
        ["Accept", "application/json"],
        ["Authorization", "Basic ••••YWJj"],
        ["Content-Type", "application/x-www-form-urlencoded"],
      ],
      body: "grant_type=authorization_code&code=••••x7Qa&redirect_uri=https%3A%2F%2Fabc.chromiumapp.org%2F&code_verifier=••••9fK2",
    },
    response: {
      kind: "reply",
      status: 200,
      headers: [["content-type", "application/json"]],
      body: '{"access_token":"••••k3Zq","token_type":"Bearer","expires_in":3600}',
      shortened: false,
    },
    error: undefined,
    ...change,
  };
}

/** A profile that was deleted just now. */
export function deletion(id: string, name: string, change: Partial<DeletedSummary> = {}): DeletedSummary {
  return { id, kind: "profile", name, untilMs: Date.now() + 15 * MINUTE_MS, ...change };
}

/** What a form says beside its profile while it is as it was opened, and no secret is stored. */
export const AS_OPENED = { storedSecrets: [], typedSecrets: [], restored: false, differs: false } as const;
