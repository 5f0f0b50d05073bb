import type { ApiHost } from "../domain/api-host.ts";
import { type GrantState, profileStatus } from "../domain/grant.ts";
import type { PermissionSet } from "../domain/permission-set.ts";
import { hostPermissions, missingPermissions, profilePermissions, questionPermissions } from "../domain/permissions.ts";
import { limitSettings } from "../domain/limits.ts";
import { missingSecret, type OAuthProfile, type SecretKey } from "../domain/profile.ts";
import type {
  AttachState,
  HostSummary,
  ProfileSummary,
  Snapshot,
  SnapshotView,
  TestSending,
} from "../domain/snapshot.ts";
import { activeTestMode, type TestMode } from "../domain/test-mode.ts";
import type { Store } from "../store/store.ts";
import { attachState } from "./attach-state.ts";
import type { Attacher } from "./attach.ts";
import type { Managed } from "./managed.ts";
import type { BrowserPorts } from "./ports.ts";
import type { Refusals } from "./refusals.ts";
import { planSending, type Sending } from "./sending.ts";
import { viewed } from "./snapshot-view.ts";
import { hasUnreadableToken, storageNotes } from "./storage-notes.ts";

/** Makes what the pages show out of what is stored. Decrypts nothing. */
export async function takeSnapshot(
  store: Store,
  attacher: Attacher,
  managed: Managed,
  refusals: Pick<Refusals, "get">,
  isStorageLost: boolean,
  ports: Pick<BrowserPorts, "clock" | "permissions" | "authWindow">,
  view: SnapshotView = {},
): Promise<Snapshot> {
  const nowMs = ports.clock.now();
  const granted = await ports.permissions.granted();
  const locked = store.vault.state() === "locked";
  const { profiles, hosts, partial } = viewed(store, view);
  return {
    ...(partial ? { partial } : {}),
    profiles: profiles.map((profile) => {
      const apiRefusal = refusals.get(profile.id);
      const state = store.grants.get(profile.id);
      const summary = {
        ...summarizeProfile(profile, store.profiles.secretKeys(profile.id), state, { granted, locked, nowMs }),
        apiRefusal,
      };
      return hasUnreadableToken(store, profile.id) ? withoutToken(summary) : summary;
    }),
    hosts: hosts.map((host) => summarizeHost(host, store, { attacher, managed }, { granted, nowMs })),
    drafts: store.drafts.all().flatMap((draft) => {
      return draft.kind === "profile" ? [{ id: draft.id, profileId: draft.profileId, name: draft.profile.name }] : [];
    }),
    hostDrafts: store.drafts.all().filter((draft) => draft.kind === "apiHost"),
    deleted: store.deleted.all(),
    settings: limitSettings(store.settings.get(), managed.limits()),
    vault: store.vault.state(),
    policy: { requirePassphrase: managed.limits().requirePassphrase, problems: managed.problems() },
    storageProblem: undefined,
    storageNotes: storageNotes(store, isStorageLost),
    redirectUrl: ports.authWindow.redirectUrl(),
    takenAtMs: nowMs,
  };
}

function summarizeProfile(
  profile: OAuthProfile,
  secrets: readonly SecretKey[],
  state: GrantState | undefined,
  at: { granted: PermissionSet; locked: boolean; nowMs: number },
): ProfileSummary {
  return {
    id: profile.id,
    name: profile.name,
    grantType: profile.grantType,
    clientId: profile.clientId,
    server: /^https?:\/\/([^/?#]+)/iu.exec(profile.tokenUrl.trim())?.[1] ?? "",
    missingSecret: missingSecret(profile, secrets),
    status: profileStatus(state, at.locked, at.nowMs),
    token: state?.token,
    revocable: profile.revocationUrl.trim() !== "",
    questions: questionPermissions(profile),
    missing: missingPermissions(profilePermissions(profile), at.granted),
  };
}

/** A token that can't be read is as good as none: the way out is a new one. */
function withoutToken(summary: ProfileSummary): ProfileSummary {
  if (summary.token === undefined || !("problem" in summary.status)) return summary;
  const atMs = summary.token.obtainedAtMs;
  const problem = { error: { code: "token_unreadable" }, atMs, retryAtMs: undefined, attempts: 1 } as const;
  return { ...summary, token: undefined, status: { kind: "failed", problem } };
}

function summarizeHost(
  host: ApiHost,
  store: Store,
  by: { attacher: Attacher; managed: Managed },
  at: { granted: PermissionSet; nowMs: number },
): HostSummary {
  const missing = missingPermissions(hostPermissions(host), at.granted);
  const attaching = attachState(host, missing, store, { nowMs: at.nowMs, ...by });
  const mode = activeTestMode(host, at.nowMs);
  if (mode === undefined) return { host, missing, attaching };
  const sends = testSending(planSending(host, store, at.nowMs), mode, attaching);
  return { host, missing, attaching, testMode: { ...mode, sends } };
}

function testSending(sending: Sending, mode: TestMode, attaching: AttachState): TestSending {
  if (attaching !== "test_mode" && attaching !== "attaching") return { kind: "nothing", why: attaching };
  if (sending.kind !== "send") return sending;
  if (sending.expiredAtMs !== undefined) return { kind: "expired_token", expiredAtMs: sending.expiredAtMs };
  return mode.kind === "other_profile"
    ? { kind: "token", profileId: sending.profile.id }
    : { kind: "broken_signature" };
}
