import { AppError } from "../domain/errors.ts";
import type { StoreContext } from "./context.ts";
import { clearProblem } from "./memory.ts";
import type { Change } from "./writer.ts";

/** The stores of which a damaged record may be deleted for itself. */
export type DamagedStore = "profiles" | "grants" | "hosts" | "drafts" | "settings";

/**
 * Deletes a record that can't be used, whatever lies there. With a profile go its grant and its place in API hosts,
 * as with a profile that is well.
 *
 * @throws AppError `bad_message` for a record that is well, `storage_failed`
 */
export function deleteDamaged(context: StoreContext, store: DamagedStore, id: string): Promise<void> {
  const { memory, writer } = context;
  return writer.run(async () => {
    const place = store === "settings" ? ({ store: "meta", id: "settings" } as const) : ({ store, id } as const);
    if (!memory.problems.has(`${place.store} ${place.id}`)) {
      if (memory.profiles.has(id) || memory.hosts.has(id) || memory.drafts.has(id)) throw new AppError("bad_message");
      return;
    }
    const freed = store === "profiles" ? [...memory.hosts.values()].filter((host) => host.profileId === id) : [];
    const hosts = freed.map((host) => ({ ...host, profileId: null }));
    await writer.commit([
      deletionOf(store, id),
      ...(store === "profiles" ? [{ store: "grants", delete: id } as const] : []),
      ...hosts.map((host) => ({ store: "hosts", put: host }) as const),
    ]);
    if (store === "profiles") memory.profiles.delete(id);
    if (store === "profiles" || store === "grants") memory.grants.delete(id);
    if (store === "drafts") memory.drafts.delete(id);
    for (const host of hosts) memory.hosts.set(host.id, host);
    clearProblem(memory, place.store, place.id);
    if (store === "profiles") clearProblem(memory, "grants", id);
  });
}

function deletionOf(store: DamagedStore, id: string): Change {
  return store === "settings" ? { store: "meta", delete: "settings" } : { store, delete: id };
}
