import type { HostFormContent } from "../messages/protocol.ts";
import type { Store } from "../store/store.ts";

/** There is one form for a new API host, so that its draft is found again. */
export const NEW_HOST_DRAFT = "newHost";

/**
 * Keeps what is typed into an API host's form until it is saved or discarded. What is the same as saved is no draft.
 *
 * @param nowMs milliseconds since the epoch
 * @throws AppError `storage_failed`
 */
export async function keepHostForm(
  store: Store,
  { hostId, host, isEmptied = false, page }: HostFormContent,
  nowMs: number,
): Promise<void> {
  const id = hostId ?? NEW_HOST_DRAFT;
  const isPatternSaved = !isEmptied && hostId !== null && ["", store.hosts.get(hostId)?.pattern].includes(host.pattern);
  if (isPatternSaved && page === "") await store.drafts.delete(id);
  else await store.drafts.put({ kind: "apiHost", id, hostId, host, isEmptied, page, updatedAtMs: nowMs });
}
