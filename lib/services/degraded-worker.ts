import { AppError, type ErrorData } from "../domain/errors.ts";
import { DEFAULT_SETTINGS } from "../domain/settings.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import type { CommandHandlers } from "../messages/server.ts";
import type { BrowserPorts } from "./ports.ts";
import { createRuleMirror } from "./rule-mirror.ts";
import type { Worker } from "./worker.ts";

/** What can be done about stored data that can't be opened. */
export interface Rescue {
  /** The text of a file with what can be read. */
  exportReadable(): Promise<string>;
  /** Deletes everything and starts anew. */
  reset(): Promise<void>;
  /** Tries to open the stored data again; says nothing of the outcome, which the next snapshot shows. */
  retry(): Promise<void>;
}

/**
 * The worker of a store that can't be opened: it says so, refuses everything that would need the store, and writes
 * nothing. No token can be read any more, so none may be attached either.
 */
export async function startDegradedWorker(problem: ErrorData, rescue: Rescue, ports: BrowserPorts): Promise<Worker> {
  await Promise.allSettled([removeRules(ports), ports.alarms.set(undefined), ports.badge.show("attention")]);
  return {
    handlers: degradedHandlers(problem, rescue),
    takeSnapshot: async () => degradedSnapshot(problem, ports),
    permissionsChanged: nothing,
    policyChanged: nothing,
    renewalDue: nothing,
    lockVault: nothing,
    copyForPage: nothing,
    idleDue: nothing,
    clipboardDue: nothing,
  };
}

async function nothing(): Promise<void> {
  // There is nothing that could be renewed, locked or attached.
}

async function removeRules({ sessionRules, session }: BrowserPorts): Promise<void> {
  const mirror = createRuleMirror(sessionRules, session);
  // Here nobody looks a second time.
  mirror.doubt();
  await mirror.know(() => []);
  await mirror.set([]);
}

function degradedSnapshot(problem: ErrorData, { authWindow, clock }: BrowserPorts): Snapshot {
  return {
    profiles: [],
    hosts: [],
    drafts: [],
    hostDrafts: [],
    deleted: [],
    settings: DEFAULT_SETTINGS,
    vault: "off",
    storageProblem: problem,
    storageNotes: [],
    redirectUrl: authWindow.redirectUrl(),
    takenAtMs: clock.now(),
  };
}

function degradedHandlers({ code, ...details }: ErrorData, rescue: Rescue): CommandHandlers {
  const refuse = async (): Promise<never> => {
    throw new AppError(code, details);
  };
  return {
    async getSnapshot() {
      // A full disk may have room again: the person should not have to restart anything for it.
      await rescue.retry();
      return null;
    },
    exportReadable: () => rescue.exportReadable(),
    async resetStorage() {
      await rescue.reset();
      return null;
    },
    openProfileForm: refuse,
    keepProfileForm: refuse,
    discardProfileForm: refuse,
    previewRequests: refuse,
    discoverServer: refuse,
    saveProfile: refuse,
    deleteProfile: refuse,
    authorize: refuse,
    cancelAuthorize: refuse,
    showSignIn: refuse,
    copyToken: refuse,
    viewToken: refuse,
    introspectToken: refuse,
    fetchUserinfo: refuse,
    forgetToken: refuse,
    revokeToken: refuse,
    saveHost: refuse,
    keepHostForm: refuse,
    discardHostForm: refuse,
    setTestMode: refuse,
    deleteHost: refuse,
    findDemo: refuse,
    tryDemo: refuse,
    exportBackup: refuse,
    readBackup: refuse,
    importBackup: refuse,
    undoDelete: refuse,
    finishDelete: refuse,
    permissionsAnswered: refuse,
    saveSettings: refuse,
    listTraces: refuse,
    listRequests: refuse,
    clearTraces: refuse,
    setPassphrase: refuse,
    changePassphrase: refuse,
    removePassphrase: refuse,
    lock: refuse,
    unlock: refuse,
    deleteDamaged: refuse,
    dismissStorageLost: refuse,
  };
}
