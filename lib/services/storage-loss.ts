import type { Store } from "../store/store.ts";
import type { StorageMark, StorageMarker } from "./ports.ts";

/** Notices that the database has been deleted between two starts, and remembers it until the person has read it. */
export interface LossWatch {
  isLost(): boolean;
  /** Marks whether there is something that could be lost; after every change. */
  note(): Promise<void>;
  /** The person has read it. */
  dismiss(): Promise<void>;
}

export async function watchForLoss(store: Store, marker: StorageMarker): Promise<LossWatch> {
  // Without the marker nothing is noticed; that is no reason not to start.
  let mark = await marker.get().catch(() => undefined);
  let lost = mark === "lost" || (store.wasCreated && mark === "stored");

  async function note(): Promise<void> {
    const hasRecords = store.profiles.all().length + store.hosts.all().length > 0;
    const wanted: StorageMark | undefined = lost ? "lost" : hasRecords ? "stored" : undefined;
    if (wanted === mark) return;
    await marker.set(wanted);
    mark = wanted;
  }

  await note().catch(() => undefined);
  return {
    isLost: () => lost,
    note,
    dismiss() {
      lost = false;
      return note();
    },
  };
}
