import { toErrorData } from "../domain/errors.ts";
import { createCommandServer } from "../messages/server.ts";
import type { Worker } from "../services/worker.ts";
import { browser } from "./api.ts";

/** Registers, synchronously at start, the answer to the pages' commands; each waits for the worker's boot. */
export function listenForCommands(worker: Promise<Worker>): void {
  const extensionOrigin = browser.runtime.getURL("/").replace(/\/$/u, "");
  const server = worker.then(({ handlers, takeSnapshot }) => {
    return createCommandServer({ extensionId: browser.runtime.id, extensionOrigin, handlers, takeSnapshot });
  });
  // Told to each page that asks, below.
  server.catch(() => undefined);
  browser.runtime.onMessage.addListener((message: unknown, sender: { id?: string; url?: string; origin?: string }) => {
    // The offscreen document's talk; see clipboard.ts.
    if (typeof message !== "object" || message === null || !("command" in message)) return undefined;
    return server.then(
      (running) => running.answer(message, sender),
      (error: unknown) => ({ ok: false, error: toErrorData(error) }),
    );
  });
}
