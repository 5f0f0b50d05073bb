import type { Notifier } from "../services/ports.ts";
import { chromium } from "./api.ts";
import { message } from "./catalogue.ts";

/** Notifications are an optional permission: without it, badge and popup say the same. */
export function createNotifier(): Notifier {
  return {
    async personNeeded({ id, name }) {
      const api = chromium.notifications as typeof chromium.notifications | undefined;
      // By the profile's id, so that a second one takes the place of the first.
      await api?.create(`person-needed ${id}`, {
        type: "basic",
        iconUrl: chromium.runtime.getURL("/icons/128.png"),
        title: message("notificationTitle", name),
        message: message("notificationText"),
      });
    },
  };
}
