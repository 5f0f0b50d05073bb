import type { SessionValues } from "../services/ports.ts";
import { browser } from "./api.ts";

/**
 * storage.session is refused to content scripts by default, and never reaches the disk. A worker that starts wants
 * several of its values: they are asked for in one go, at once, and used until this worker, the only one to write, has
 * written.
 */
export function createSessionValues(): SessionValues {
  const area = browser.storage.session;
  let atStart: Promise<Readonly<Record<string, unknown>>> | undefined = area.get(null);
  const forget = (): void => {
    atStart = undefined;
  };
  atStart.catch(forget);
  return {
    async get(name) {
      const value: unknown = (await (atStart ?? area.get(name)))[name];
      return typeof value === "string" ? value : undefined;
    },
    set(name, value) {
      forget();
      return area.set({ [name]: value });
    },
    remove(name) {
      forget();
      return area.remove(name);
    },
  };
}
