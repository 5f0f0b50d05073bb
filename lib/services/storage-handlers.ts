import type { CommandHandlers } from "../messages/server.ts";
import type { Store } from "../store/store.ts";
import type { Acquirer } from "./acquire.ts";
import { createBackups } from "./backup.ts";
import type { ObservedRequests } from "./observed-requests.ts";
import type { LossWatch } from "./storage-loss.ts";
import { damagedStore } from "./storage-notes.ts";

type BackupCommand = "exportBackup" | "readBackup" | "importBackup";
type StorageCommand = BackupCommand | "exportReadable" | "resetStorage" | "deleteDamaged" | "dismissStorageLost";

/** The commands that look after what is stored, while it can be opened. */
export function createStorageHandlers(services: {
  readonly store: Store;
  readonly acquirer: Pick<Acquirer, "abandon">;
  readonly loss: LossWatch;
  readonly observed: Pick<ObservedRequests, "clear">;
  /** After every change of what rules are made of. */
  readonly changed: () => Promise<void>;
}): Pick<CommandHandlers, StorageCommand> {
  const { store, acquirer, loss, observed, changed } = services;
  const backups = createBackups(store, acquirer);
  return {
    exportBackup: ({ passphrase }) => backups.write(passphrase),
    readBackup: ({ text, passphrase }) => backups.read(text, passphrase),
    async importBackup(request) {
      const counts = await backups.importBackup(request);
      await changed();
      return counts;
    },
    async exportReadable() {
      return formatExport(await store.exportReadable());
    },
    async resetStorage() {
      await Promise.all(store.profiles.all().map(({ id }) => acquirer.abandon(id)));
      await store.reset();
      await loss.dismiss();
      await observed.clear();
      await changed();
      return null;
    },
    async deleteDamaged({ what, id }) {
      await store.deleteDamaged(damagedStore(what), id);
      await changed();
      return null;
    },
    async dismissStorageLost() {
      await loss.dismiss();
      return null;
    },
  };
}

/** The text of the file that a person gets. */
export function formatExport(readable: object): string {
  return `${JSON.stringify(readable, undefined, 2)}\n`;
}
