import { toErrorData } from "../domain/errors.ts";
import type { SnapshotView } from "../domain/snapshot.ts";
import { type MessageSender, createCommandServer } from "../messages/server.ts";
import { createSnapshotParts } from "../messages/snapshot-parts.ts";
import type { Worker } from "../services/worker.ts";
import { browser, chromium } from "./api.ts";

/** Registers, synchronously at start, the answer to the pages' commands; each waits for the worker's boot. */
export function listenForCommands(worker: Promise<Worker>): void {
  const extensionId = browser.runtime.id;
  const extensionOrigin = browser.runtime.getURL("/").replace(/\/$/u, "");
  const parts = createSnapshotParts();
  const answer = async (message: unknown, sender: MessageSender): Promise<object | null> => {
    try {
      const running = await worker;
      // Made for each message: a worker without its store exchanges its handlers once it has one.
      const { handlers } = running;
      const takeSnapshot = (view: SnapshotView) => running.takeSnapshot(view);
      return await createCommandServer({ extensionId, extensionOrigin, handlers, takeSnapshot, parts }).answer(
        message,
        sender,
      );
    } catch (error) {
      return { ok: false, error: toErrorData(error) };
    }
  };
  // A promise in place of `true` is understood by Firefox and the newest Chromium only.
  chromium.runtime.onMessage.addListener((message: unknown, sender, reply: (answer: object | null) => void) => {
    // The offscreen document's talk; see clipboard.ts.
    if (typeof message !== "object" || message === null || !("command" in message || "rest" in message)) {
      return undefined;
    }
    void answer(message, sender).then(reply);
    return true;
  });
}
