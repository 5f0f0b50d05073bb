import { toErrorData } from "../domain/errors.ts";
import type { Store } from "../store/store.ts";
import { startDegradedWorker } from "./degraded-worker.ts";
import type { BrowserPorts } from "./ports.ts";
import { formatExport } from "./storage-handlers.ts";
import { withHeadStart } from "./head-start.ts";
import { type Worker, startWorker } from "./worker.ts";

/** The ways to the stored data, also to data that can't be opened. */
export interface StoreAccess {
  /** @throws AppError `storage_newer`, `storage_corrupt`, `storage_failed`; nothing has been changed then */
  open(): Promise<Store>;
  /** What can be read without opening it, without secrets. */
  exportReadable(): Promise<object>;
  /** Deletes everything, whatever state it is in. */
  reset(): Promise<void>;
}

/**
 * Opens the store and starts the worker over it; where the store can't be opened, one that says so and offers a way
 * out. The worker that answers is exchanged underneath when that way is taken.
 */
export async function bootWorker(access: StoreAccess, ports: BrowserPorts): Promise<Worker> {
  // Set before anybody can call: `open` always sets it.
  let current!: Worker;
  let retrying: Promise<boolean> | undefined;

  async function retry(): Promise<void> {
    retrying ??= open().finally(() => {
      retrying = undefined;
    });
    if (await retrying) ports.announceChange();
  }

  /** Whether the store could be opened. */
  async function open(): Promise<boolean> {
    let store: Store;
    const asked = withHeadStart(ports);
    try {
      store = await access.open();
    } catch (error) {
      current = await startDegradedWorker(toErrorData(error), { exportReadable, reset, retry }, ports);
      return false;
    }
    current = await startWorker(store, asked);
    return true;
  }

  async function exportReadable(): Promise<string> {
    return formatExport(await access.exportReadable());
  }

  async function reset(): Promise<void> {
    await access.reset();
    // What is gone now was deleted on purpose.
    await ports.storageMarker.set(undefined).catch(() => undefined);
    await retry();
  }

  await open();
  return {
    get handlers() {
      return current.handlers;
    },
    takeSnapshot: (view) => current.takeSnapshot(view),
    permissionsChanged: () => current.permissionsChanged(),
    policyChanged: () => current.policyChanged(),
    renewalDue: () => current.renewalDue(),
    lockVault: () => current.lockVault(),
    copyForPage: (url) => current.copyForPage(url),
    idleDue: () => current.idleDue(),
    clipboardDue: () => current.clipboardDue(),
  };
}
