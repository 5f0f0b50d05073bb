import type { ManagedConfiguration } from "../services/ports.ts";
import { IS_FIREFOX, browser } from "./api.ts";

/** The administrator's settings: `storage.managed`, which only the browser's policies can fill. */
export function createManagedConfiguration(): ManagedConfiguration {
  return {
    async read() {
      try {
        const given: unknown = await browser.storage.managed.get();
        return given;
      } catch (error) {
        // Firefox rejects where there is no policy; Firefox for Android has no managed storage.
        if (IS_FIREFOX) return undefined;
        throw error;
      }
    },
  };
}

/** Registers, synchronously at start, what happens when the administrator changes something. */
export function listenForManagedChanges(changed: () => void): void {
  browser.storage.onChanged.addListener((_, area) => {
    if (area === "managed") changed();
  });
}
