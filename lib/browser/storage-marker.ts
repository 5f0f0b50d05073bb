import type { StorageMarker } from "../services/ports.ts";
import { browser } from "./api.ts";

const MARK = "stored";

/** In storage.local, which does not go when the browser, or somebody, deletes the database. */
export function createStorageMarker(): StorageMarker {
  const area = browser.storage.local;
  return {
    async get() {
      const value: unknown = (await area.get(MARK))[MARK];
      return value === "stored" || value === "lost" ? value : undefined;
    },
    async set(mark) {
      if (mark === undefined) await area.remove(MARK);
      else await area.set({ [MARK]: mark });
    },
  };
}
