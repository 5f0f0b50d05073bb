import { toErrorData } from "../domain/errors.ts";
import type { SnapshotView } from "../domain/snapshot.ts";
import { createCommandServer } from "../messages/server.ts";
import type { Worker } from "../services/worker.ts";
import { browser } from "./api.ts";

/** Registers, synchronously at start, the answer to the pages' commands; each waits for the worker's boot. */
export function listenForCommands(worker: Promise<Worker>): void {
  const extensionId = browser.runtime.id;
  const extensionOrigin = browser.runtime.getURL("/").replace(/\/$/u, "");
  browser.runtime.onMessage.addListener((message: unknown, sender: { id?: string; url?: string; origin?: string }) => {
    // The offscreen document's talk; see clipboard.ts.
    if (typeof message !== "object" || message === null || !("command" in message)) return undefined;
    return worker.then(
      (running) => {
        // Made for each message: a worker without its store exchanges its handlers once it has one.
        const { handlers } = running;
        const takeSnapshot = (view: SnapshotView) => running.takeSnapshot(view);
        return createCommandServer({ extensionId, extensionOrigin, handlers, takeSnapshot }).answer(message, sender);
      },
      (error: unknown) => ({ ok: false, error: toErrorData(error) }),
    );
  });
}
