import { toErrorData } from "../domain/errors.ts";
import type { DamagedRecord, StorageNote } from "../domain/snapshot.ts";
import type { DamagedStore } from "../store/damaged.ts";
import type { Store } from "../store/store.ts";

/** What the person should know of the storage while it works. */
export function storageNotes(store: Store, isLost: boolean): StorageNote[] {
  const failure = store.writeFailure();
  return [
    ...(isLost ? [{ kind: "lost" } as const] : []),
    ...(failure === undefined ? [] : [{ kind: "write_failed", error: toErrorData(failure) } as const]),
    ...damagedRecords(store).map((record) => ({ kind: "damaged", ...record }) as const),
  ];
}

/** Whether the profile's stored token has turned out to be unreadable. */
export function hasUnreadableToken(store: Store, profileId: string): boolean {
  return store.problems().some((problem) => problem.store === "grants" && problem.id === profileId);
}

/** The store in which a damaged record lies, to delete it there. */
export function damagedStore(what: DamagedRecord["what"]): DamagedStore {
  switch (what) {
    case "token":
      return "grants";
    case "secrets":
    case "profile":
      return "profiles";
    case "host":
      return "hosts";
    case "form":
      return "drafts";
    case "settings":
      return "settings";
  }
}

function damagedRecords(store: Store): DamagedRecord[] {
  return store.problems().flatMap(({ store: place, id, kind }): DamagedRecord[] => {
    const profileName = store.profiles.get(id)?.name;
    switch (place) {
      case "profiles":
        return [{ what: kind === "malformed" ? "profile" : "secrets", id, name: profileName }];
      case "grants":
        return [{ what: "token", id, name: profileName }];
      case "hosts":
        return [{ what: "host", id, name: undefined }];
      case "drafts": {
        const draft = store.drafts.get(id);
        return [{ what: "form", id, name: draft?.kind === "profile" ? draft.profile.name : undefined }];
      }
      case "meta":
        // The counter mends itself; a vault or a device key that can't be read is told in its own way.
        return id === "settings" ? [{ what: "settings", id, name: undefined }] : [];
      case "traces":
      case "deleted":
        return [];
    }
  });
}
