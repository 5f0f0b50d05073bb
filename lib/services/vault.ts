import { AppError } from "../domain/errors.ts";
import type { Store } from "../store/store.ts";
import type { Acquirer } from "./acquire.ts";
import type { Attacher } from "./attach.ts";
import type { Authorizer } from "./authorize.ts";
import type { Managed } from "./managed.ts";
import type { BrowserPorts } from "./ports.ts";
import type { Renewal } from "./renewal.ts";

/** The passphrase, and everything that has to follow when it locks and unlocks. */
export interface VaultKeeper {
  /** @throws AppError `invalid_field` for "New passphrase", `bad_message` when there is one already, `storage_failed` */
  set(next: string): Promise<void>;
  /** @throws AppError `invalid_field` for "New passphrase", `wrong_passphrase`, `locked`, `vault_tampered`, `storage_failed` */
  change(current: string, next: string): Promise<void>;
  /** @throws AppError `wrong_passphrase`, `locked`, `vault_tampered`, `storage_failed`, `managed` */
  remove(current: string): Promise<void>;
  /**
   * Makes every token and secret unreadable: keys and rules are gone when the promise resolves, and sign-ins that
   * nobody has answered yet are called off. Does nothing without a passphrase.
   */
  lock(): Promise<void>;
  /**
   * Opens the vault, puts the rules back and renews what came due.
   *
   * @throws AppError `wrong_passphrase`, `vault_tampered`; what the browser says when it refuses a rule: unlocked then
   */
  unlock(passphrase: string): Promise<void>;
}

export interface VaultServices {
  readonly attacher: Pick<Attacher, "reconcile">;
  readonly acquirer: Pick<Acquirer, "cancel">;
  readonly authorizer: Pick<Authorizer, "forgetCopy" | "resume">;
  readonly renewal: Pick<Renewal, "run" | "schedule">;
}

/** Characters. All shorter ones can be tried out by whoever has a copy of the disk, 600,000 rounds each or not. */
const SHORTEST = 8;

export function createVaultKeeper(
  store: Store,
  services: VaultServices,
  managed: Pick<Managed, "limits">,
  ports: Pick<BrowserPorts, "announceChange">,
): VaultKeeper {
  const { attacher, acquirer, authorizer, renewal } = services;

  /** A window whose code could not be exchanged any more. What is under way to the server is kept: it seals its reply. */
  async function callOffSignIns(): Promise<void> {
    const open = store.grants.all().filter(({ pending }) => pending?.kind === "authorization");
    await Promise.all(open.map(({ profileId }) => acquirer.cancel(profileId)));
  }

  return {
    async set(next) {
      assertLongEnough(next);
      await store.vault.setPassphrase(next);
      // Where there had to be one, tokens may be attached from now on.
      await attacher.reconcile();
      ports.announceChange();
    },
    async change(current, next) {
      assertLongEnough(next);
      await store.vault.changePassphrase(current, next);
      ports.announceChange();
    },
    async remove(current) {
      if (managed.limits().requirePassphrase) throw new AppError("managed");
      await store.vault.removePassphrase(current);
      ports.announceChange();
    },
    async lock() {
      if (store.vault.state() === "off") return;
      authorizer.forgetCopy();
      // This worker's key goes first, in this very turn: nothing that is under way can bring a token back after that.
      // Then an alarm is set, because a worker that is killed before the rules are gone leaves them with nobody who
      // would look. Only then rules and the session's key go, at once: killed before the key has gone, the next worker
      // is unlocked and nobody was told otherwise; killed after, the alarm brings one, locked, that takes the rules.
      const keysGone = store.vault.lock(() => renewal.schedule());
      const outcomes = await Promise.allSettled([keysGone, attacher.reconcile(), callOffSignIns()]);
      // Once more, for what was under way then: a passphrase that has just been removed leaves nothing to lock.
      outcomes.push(...(await Promise.allSettled([attacher.reconcile()])));
      // Nobody need come so soon any more.
      await renewal.schedule().catch(() => undefined);
      ports.announceChange();
      const failed = outcomes.find((outcome) => outcome.status === "rejected");
      if (failed !== undefined) throw failed.reason;
    },
    async unlock(passphrase) {
      await store.vault.unlock(passphrase);
      try {
        await attacher.reconcile();
      } finally {
        // It is unlocked, with its rules or (tried again by itself) without.
        ports.announceChange();
        // Renewing talks to servers; whoever typed the passphrase need not wait for them. Failures are on record.
        authorizer.resume().catch(() => undefined);
        renewal.run().catch(() => undefined);
      }
    },
  };
}

/** @throws AppError `invalid_field` for a passphrase that is too short to protect anything */
export function assertLongEnough(passphrase: string, field = "New passphrase"): void {
  const length = Array.from(passphrase.normalize("NFKC")).length;
  if (length >= SHORTEST) return;
  throw new AppError("invalid_field", { field, problem: length === 0 ? "required" : "too_short" });
}
