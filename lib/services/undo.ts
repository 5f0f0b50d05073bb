import type { Store } from "../store/store.ts";
import type { Acquirer } from "./acquire.ts";
import type { Clock } from "./ports.ts";

/** How long a deletion can be undone, milliseconds. */
const UNDO_MS = 15 * 60_000;

/** Deletions that can be undone. */
export interface Undoable {
  /** @throws AppError `not_found`, `storage_failed` */
  deleteProfile(id: string): Promise<void>;
  /** @throws AppError `storage_failed` */
  deleteHost(id: string): Promise<void>;
  /** @throws AppError `storage_failed` */
  discardDraft(id: string): Promise<void>;
}

export function createUndoable(
  store: Store,
  acquirer: Pick<Acquirer, "abandon" | "alone">,
  clock: Pick<Clock, "now">,
): Undoable {
  /** Nobody will read the reply: what comes back must not present a refresh token that may be used up. */
  async function noteLostReply(profileId: string, wasRefreshing: boolean): Promise<void> {
    const state = store.grants.get(profileId);
    if (!wasRefreshing || state?.token === undefined || state.token.refreshTokenRotates === false) return;
    const error = { code: "renewal_interrupted" } as const;
    await store.grants.fail(profileId, { error, atMs: clock.now(), retryAtMs: undefined, attempts: 1 });
  }

  return {
    async deleteProfile(id) {
      const wasRefreshing = store.grants.get(id)?.pending?.kind === "refresh";
      await acquirer.abandon(id);
      // What begins in between is waited for; nothing begins after.
      await acquirer.alone(id, async () => {
        await noteLostReply(id, wasRefreshing);
        await store.profiles.delete(id, clock.now() + UNDO_MS);
      });
    },
    deleteHost: (id) => store.hosts.delete(id, clock.now() + UNDO_MS),
    discardDraft: (id) => store.drafts.discard(id, clock.now() + UNDO_MS),
  };
}

/**
 * Ends what can't be undone any more; at start and when its time comes. A time further away than it was ever set to
 * says that the clock was set back.
 *
 * @throws AppError `storage_failed`
 */
export function purgeDeleted(store: Store, clock: Pick<Clock, "now">): Promise<void> {
  const nowMs = clock.now();
  return store.deleted.purge(({ untilMs }) => untilMs <= nowMs || untilMs > nowMs + UNDO_MS);
}
