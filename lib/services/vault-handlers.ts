import type { CommandHandlers } from "../messages/server.ts";
import type { VaultKeeper } from "./vault.ts";

type VaultCommand = "setPassphrase" | "changePassphrase" | "removePassphrase" | "lock" | "unlock";

/** The commands of the passphrase. What is typed goes no further than the key that is made from it. */
export function createVaultHandlers(vault: VaultKeeper): Pick<CommandHandlers, VaultCommand> {
  return {
    async setPassphrase({ next }) {
      await vault.set(next);
      return null;
    },
    async changePassphrase({ current, next }) {
      await vault.change(current, next);
      return null;
    },
    async removePassphrase({ current }) {
      await vault.remove(current);
      return null;
    },
    async lock() {
      await vault.lock();
      return null;
    },
    async unlock({ passphrase }) {
      await vault.unlock(passphrase);
      return null;
    },
  };
}
