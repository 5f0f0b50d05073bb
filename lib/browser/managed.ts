import type { ManagedConfiguration } from "../services/ports.ts";
import { answered } from "./answered.ts";
import { browser } from "./api.ts";

const LIMITS = "limits";

/** The administrator's settings: `storage.managed`, which only the browser's policies can fill. */
export function createManagedConfiguration(): ManagedConfiguration {
  return {
    async read() {
      // Firefox for Android has no managed storage.
      const area = browser.storage.managed as typeof browser.storage.managed | undefined;
      try {
        const given: unknown = area && (await answered(area.get()));
        return given;
      } catch (error) {
        if (isWithoutPolicy(error)) return undefined;
        throw error;
      }
    },
    async recall() {
      const stored: Readonly<Record<string, unknown>> = await answered(browser.storage.local.get(LIMITS));
      return stored[LIMITS];
    },
    // JSON leaves out what is undefined.
    keep: (limits) => browser.storage.local.set({ [LIMITS]: JSON.parse(JSON.stringify(limits)) as object }),
  };
}

/** Firefox's words where there is no policy, which it rejects with. */
function isWithoutPolicy(error: unknown): boolean {
  return error instanceof Error && /manifest not found/iu.test(error.message);
}

/** Registers, synchronously at start, what happens when the administrator changes something. */
export function listenForManagedChanges(changed: () => void): void {
  browser.storage.onChanged.addListener((_, area) => {
    if (area === "managed") changed();
  });
}
