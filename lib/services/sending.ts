import type { ApiHost } from "../domain/api-host.ts";
import { isFresh } from "../domain/lifetime.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import type { NotAttaching } from "../domain/snapshot.ts";
import { activeTestMode, pickExpired, type TestMode, type TokenPick } from "../domain/test-mode.ts";
import { isSummaryAttachable, type TokenSummary } from "../domain/token-set.ts";
import type { Store } from "../store/store.ts";
import { hasUnreadableToken } from "./storage-notes.ts";

/** What one API host's requests are to carry now, as far as that is known without decrypting anything. */
export type Sending =
  | {
      readonly kind: "send";
      readonly profile: OAuthProfile;
      readonly token: TokenSummary;
      readonly pick: TokenPick;
      /** When the picked token expired, where that is the point of it. */
      readonly expiredAtMs?: number;
      readonly isBroken: boolean;
    }
  | { readonly kind: "nothing"; readonly why: "asked" | Exclude<NotAttaching, "no_permission" | "rule_limit"> }
  | { readonly kind: "none_expired_yet"; readonly fromMs: number | undefined };

/**
 * Decides what a host sends: its profile's fresh token, or for the time of a test mode what that asks for. An expired
 * token is sent where a test mode asks for one, and nowhere else.
 *
 * @param nowMs milliseconds since the epoch
 */
export function planSending(host: ApiHost, store: Store, nowMs: number): Sending {
  if (!host.enabled) return nothing("off");
  if (host.profileId === null) return nothing("no_profile");
  if (store.vault.state() === "locked") return nothing("locked");
  const mode = activeTestMode(host, nowMs);
  if (mode?.kind === "no_token") return nothing("asked");
  const profile = store.profiles.get(mode?.profileId ?? host.profileId);
  const token = profile && store.grants.get(profile.id)?.token;
  if (profile === undefined || token === undefined) return nothing("not_authorized");
  if (hasUnreadableToken(store, profile.id)) return nothing("unreadable");
  if (mode?.kind === "expired_token") return sendExpired(profile, token, nowMs);
  if (!isFresh(token, nowMs)) return nothing("expired");
  if (!isSummaryAttachable(token, profile)) return nothing("not_attachable");
  return { kind: "send", profile, token, pick: "current", isBroken: mode?.kind === "broken_signature" };
}

function sendExpired(profile: OAuthProfile, token: TokenSummary, nowMs: number): Sending {
  const expired = pickExpired(token, profile, nowMs);
  if (expired.pick === undefined) return { kind: "none_expired_yet", fromMs: expired.fromMs };
  return { kind: "send", profile, token, ...expired, isBroken: false };
}

function nothing(why: Extract<Sending, { kind: "nothing" }>["why"]): Sending {
  return { kind: "nothing", why };
}

/** The profiles whose token some API host in use wants, for a test mode or as ever. */
export function attachedProfileIds(store: Store, nowMs: number): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const host of store.hosts.all()) {
    if (!host.enabled || host.profileId === null) continue;
    ids.add(host.profileId);
    const other = activeTestMode(host, nowMs)?.profileId;
    if (other !== undefined) ids.add(other);
  }
  return ids;
}

/** When a test mode changes what is sent: at its end, and when a token has expired that it waits for. */
export function testModeMoments(store: Store, nowMs: number): number[] {
  const modes = store.hosts.all().flatMap((host) => {
    const mode = activeTestMode(host, nowMs);
    return mode === undefined ? [] : [{ mode, profileId: host.profileId }];
  });
  return modes.flatMap(({ mode, profileId }) => [mode.untilMs, ...expiries(store, mode, profileId)]);
}

function expiries(store: Store, { kind }: TestMode, profileId: string | null): number[] {
  const token = profileId === null ? undefined : store.grants.get(profileId)?.token;
  if (kind !== "expired_token" || token === undefined) return [];
  const moments = [token, ...(token.former ?? [])].map(({ expiresAtMs }) => expiresAtMs);
  return moments.filter((moment) => moment !== undefined);
}

/**
 * Takes test modes that are over off the record, so that a clock that is set back later does not find them again.
 *
 * @throws AppError `storage_failed`; they are over all the same
 */
export async function endTestModes(store: Store, nowMs: number): Promise<void> {
  const over = store.hosts.all().filter((host) => host.testMode && activeTestMode(host, nowMs) === undefined);
  const ids = over.map(({ id }) => id);
  // One that has begun meanwhile stays.
  const ended = (host: ApiHost): ApiHost =>
    activeTestMode(host, nowMs) === undefined ? { ...host, testMode: undefined } : host;
  if (ids.length > 0) await store.hosts.change(ids, ended);
}
