import type { ApiHost } from "../domain/api-host.ts";
import { isFresh } from "../domain/lifetime.ts";
import { type PermissionSet, isEmpty } from "../domain/permissions.ts";
import type { AttachState } from "../domain/snapshot.ts";
import { isSummaryAttachable } from "../domain/token-set.ts";
import type { Store } from "../store/store.ts";
import type { Attacher } from "./attach.ts";
import { hasUnreadableToken } from "./storage-notes.ts";

/** The first thing that keeps a host's requests without a token, in the order in which a person would mend it. */
export function attachState(
  host: ApiHost,
  missing: PermissionSet,
  store: Store,
  at: { locked: boolean; nowMs: number; attacher: Pick<Attacher, "isOverLimit"> },
): AttachState {
  if (!host.enabled) return "off";
  if (host.profileId === null) return "no_profile";
  if (!isEmpty(missing)) return "no_permission";
  if (at.locked) return "locked";
  const token = store.grants.get(host.profileId)?.token;
  if (token === undefined) return "not_authorized";
  if (hasUnreadableToken(store, host.profileId)) return "unreadable";
  if (!isFresh(token, at.nowMs)) return "expired";
  const profile = store.profiles.get(host.profileId);
  if (profile === undefined || !isSummaryAttachable(token, profile)) return "not_attachable";
  return at.attacher.isOverLimit() ? "rule_limit" : "attaching";
}
