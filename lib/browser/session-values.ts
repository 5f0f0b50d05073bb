import type { SessionValues } from "../services/ports.ts";
import { browser } from "./api.ts";

/** storage.session is refused to content scripts by default, and never reaches the disk. */
export function createSessionValues(): SessionValues {
  const area = browser.storage.session;
  return {
    async get(name) {
      const value: unknown = (await area.get(name))[name];
      return typeof value === "string" ? value : undefined;
    },
    set: (name, value) => area.set({ [name]: value }),
    remove: (name) => area.remove(name),
  };
}
