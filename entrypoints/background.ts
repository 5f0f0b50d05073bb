import { defineBackground } from "wxt/utils/define-background";
import { CLIPBOARD_ALARM, RENEWAL_ALARM, createAlarms } from "../lib/browser/alarms.ts";
import { browser } from "../lib/browser/api.ts";
import { createApiTraffic } from "../lib/browser/api-traffic.ts";
import { createAuthWindow } from "../lib/browser/auth-window.ts";
import { createBadge } from "../lib/browser/badge.ts";
import { copyName } from "../lib/browser/catalogue.ts";
import { createClipboard, listenForClipboard } from "../lib/browser/clipboard.ts";
import { systemClock } from "../lib/browser/clock.ts";
import { listenForCommands } from "../lib/browser/command-listener.ts";
import { listenForShortcuts } from "../lib/browser/commands.ts";
import { IDLE_ALARM, createIdleWatch } from "../lib/browser/idle.ts";
import { createManagedConfiguration, listenForManagedChanges } from "../lib/browser/managed.ts";
import { createNetwork } from "../lib/browser/network.ts";
import { createNotifier } from "../lib/browser/notifier.ts";
import { createPermissions } from "../lib/browser/permissions.ts";
import { createDynamicRules, createSessionRules } from "../lib/browser/rule-sets.ts";
import { createSessionValues } from "../lib/browser/session-values.ts";
import { createStorageMarker } from "../lib/browser/storage-marker.ts";
import { CHANGES_CHANNEL, type ChangeKind } from "../lib/messages/protocol.ts";
import { type StoreAccess, bootWorker } from "../lib/services/boot.ts";
import type { Worker } from "../lib/services/worker.ts";
import { exportReadable, resetStorage } from "../lib/store/salvage.ts";
import { openStore } from "../lib/store/store.ts";

/** Made when there is something to tell. */
let channel: BroadcastChannel | undefined;

function announce(kind: ChangeKind): void {
  channel ??= new BroadcastChannel(CHANGES_CHANNEL);
  channel.postMessage(kind);
}

async function boot(): Promise<Worker> {
  const session = createSessionValues();
  const access: StoreAccess = {
    open: () => openStore({ indexedDB, session }),
    exportReadable: () => exportReadable(indexedDB),
    reset: () => resetStorage(indexedDB, session),
  };
  return bootWorker(access, {
    clock: systemClock,
    fetch: (input, init) => fetch(input, init),
    authWindow: createAuthWindow(),
    permissions: createPermissions(),
    sessionRules: createSessionRules(),
    dynamicRules: createDynamicRules(),
    alarms: createAlarms(RENEWAL_ALARM),
    badge: createBadge(),
    clipboard: createClipboard(),
    clipboardAlarm: createAlarms(CLIPBOARD_ALARM),
    session,
    network: createNetwork(),
    apiTraffic: createApiTraffic(),
    notifier: createNotifier(),
    managed: createManagedConfiguration(),
    idle: createIdleWatch(),
    storageMarker: createStorageMarker(),
    copyName,
    extensionHost: new URL(browser.runtime.getURL("/")).host,
    announceChange: () => announce("changed"),
    announceRequests: () => announce("requests"),
  });
}

export default defineBackground({
  main() {
    const worker = boot();
    // Whoever waits for the worker is told why it did not start; nobody else needs to hear of it.
    worker.catch(() => undefined);

    // Every listener is registered here and now: a browser wakes a worker only for those of its first turn.
    listenForCommands(worker);
    listenForClipboard();
    const permissionsChanged = (): void => void worker.then((running) => running.permissionsChanged());
    browser.permissions.onAdded.addListener(permissionsChanged);
    browser.permissions.onRemoved.addListener(permissionsChanged);
    listenForManagedChanges(() => void worker.then((running) => running.policyChanged()));
    browser.alarms.onAlarm.addListener(({ name }) => {
      if (name === RENEWAL_ALARM) void worker.then((running) => running.renewalDue());
      if (name === IDLE_ALARM) void worker.then((running) => running.idleDue());
      if (name === CLIPBOARD_ALARM) void worker.then((running) => running.clipboardDue());
    });
    listenForShortcuts({
      lock: () => void worker.then((running) => running.lockVault()),
      copy: (url) => void worker.then((running) => running.copyForPage(url)),
    });
    addEventListener("online", () => void worker.then((running) => running.renewalDue()));
    // Both only have to start the worker: booting does the rest.
    browser.runtime.onStartup.addListener(() => undefined);
    browser.runtime.onInstalled.addListener(() => undefined);
  },
});
