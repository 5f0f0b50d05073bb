import { AppError } from "../domain/errors.ts";
import type { VaultState } from "../domain/snapshot.ts";
import type { StoreContext } from "./context.ts";
import { createRawKey, type RawKey } from "./keys.ts";
import { rekey } from "./reseal.ts";
import type { VaultRecord } from "./schema.ts";
import { isSealed, open, type Place, seal } from "./sealing.ts";
import { assertVaultHeader, createVaultHeader, formatVaultHeader, openVaultHeader } from "./vault-header.ts";

const HEADER_PLACE: Place = { store: "meta", id: "vault" };

/** The passphrase, a choice: with it nothing secret can be read until it was typed in this run of the browser. */
export class Vault {
  readonly #context: StoreContext;
  readonly #lockListeners: (() => void)[] = [];

  constructor(context: StoreContext) {
    this.#context = context;
  }

  /** Also "locked", for good, when the header has been taken away: secrets must not go back to the lower level unseen. */
  state(): VaultState {
    return this.#context.keyring.state();
  }

  /**
   * Sets the first passphrase and seals everything with a new key. The vault is unlocked then.
   *
   * @throws AppError `invalid_field` for "Passphrase", `bad_message` when there is one already, `storage_failed`
   */
  setPassphrase(passphrase: string): Promise<void> {
    return this.#context.writer.run(async () => {
      if (this.state() !== "off") throw new AppError("bad_message");
      await this.#useNewKey(passphrase);
    });
  }

  /**
   * Replaces the passphrase, and the key with it: a copy of the old header opens nothing that is written from now on.
   *
   * @throws AppError `locked`, `wrong_passphrase`, `vault_tampered`, `invalid_field`, `storage_failed`
   */
  changePassphrase(current: string, next: string): Promise<void> {
    return this.#context.writer.run(async () => {
      await this.#assertUnlockedBy(current);
      await this.#useNewKey(next);
    });
  }

  /**
   * Goes back to the device key.
   *
   * @throws AppError `locked`, `wrong_passphrase`, `vault_tampered`, `storage_failed`
   */
  removePassphrase(current: string): Promise<void> {
    return this.#context.writer.run(async () => {
      await this.#assertUnlockedBy(current);
      const parts = { ...this.#context.keyring.parts, vault: undefined };
      await rekey(this.#context, parts, undefined, { store: "meta", delete: "vault" });
    });
  }

  /**
   * Makes secrets unreadable. The key is gone from this worker when the call returns, and no other takes it up once the
   * promise resolves. A token set whose reply is on its way can still be stored, not read.
   *
   * @param prepare run when this worker has no key any more, and before a later one has none
   * @throws AppError `storage_failed` when a later worker may still have the key
   */
  lock(prepare: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
    const { keyring, writer } = this.#context;
    if (this.state() === "off") return Promise.resolve();
    for (const listener of this.#lockListeners) listener();
    keyring.lock();
    const prepared = prepare().catch(() => undefined);
    return writer.run(async () => {
      await prepared;
      keyring.endLock();
      await keyring.forgetVaultKey().catch((error: unknown) => this.#markLocked(true, error));
    });
  }

  /**
   * Calls back at every locking, in the turn in which the key goes and just before it does: whoever holds a token or
   * a secret in plain lets go of it then, or seals it. The listener must not throw.
   */
  onLock(listener: () => void): void {
    this.#lockListeners.push(listener);
  }

  /** @throws AppError `wrong_passphrase`, `vault_tampered`, `bad_message` when there is no passphrase */
  unlock(passphrase: string): Promise<void> {
    return this.#context.writer.run(async () => {
      if (this.state() === "off") throw new AppError("bad_message");
      const { keyring } = this.#context;
      await keyring.unlock(await this.#openHeader(passphrase));
      // Unlocked in any case; with the mark still there, for this worker only.
      await this.#markLocked(false).catch(() => undefined);
    });
  }

  /** Says on the disk whether the key in session storage counts for nothing, in place of taking it away. */
  async #markLocked(locked: boolean, cause?: unknown): Promise<void> {
    const { keyring, writer } = this.#context;
    const { vaultRecord } = keyring;
    // Without a header there is nothing that the key in session storage would fit.
    if (vaultRecord === undefined || vaultRecord === "missing") throw cause;
    if ((vaultRecord.locked ?? false) === locked) return;
    const { name, header, seal } = vaultRecord;
    const marked: VaultRecord = { name, header, seal, ...(locked ? { locked } : {}) };
    await writer.commit([{ store: "meta", put: marked }]);
    keyring.vaultRecord = marked;
  }

  async #useNewKey(passphrase: string): Promise<void> {
    if (passphrase === "") throw new AppError("invalid_field", { field: "Passphrase", problem: "required" });
    const { keyring } = this.#context;
    const vault = await createRawKey("vault", keyring.random);
    const header = await createVaultHeader(passphrase, vault, keyring.random);
    const headerSeal = await seal(keyring.parts.device, formatVaultHeader(header), HEADER_PLACE, keyring.random);
    const record: VaultRecord = { name: "vault", header, seal: headerSeal };
    await rekey(this.#context, { ...keyring.parts, vault }, record, { store: "meta", put: record });
  }

  async #assertUnlockedBy(passphrase: string): Promise<void> {
    if (this.state() === "off") throw new AppError("bad_message");
    if (this.state() === "locked") throw new AppError("locked");
    await this.#openHeader(passphrase);
  }

  async #openHeader(passphrase: string): Promise<RawKey> {
    const record = this.#context.keyring.vaultRecord;
    if (record === undefined || record === "missing") throw new AppError("vault_tampered");
    assertVaultHeader(record.header);
    await this.#assertHeaderSeal(record);
    return openVaultHeader(passphrase, record.header);
  }

  /** A header sealed by a device key that is gone can't be checked; the passphrase itself vouches for it then. */
  async #assertHeaderSeal(record: VaultRecord): Promise<void> {
    const { device } = this.#context.keyring.parts;
    if (!isSealed(record.seal)) throw new AppError("vault_tampered");
    if (record.seal.key !== device.id) return;
    const sealed = await open(device, record.seal, HEADER_PLACE).catch((cause: unknown) => {
      throw new AppError("vault_tampered", {}, { cause });
    });
    if (sealed !== formatVaultHeader(record.header)) throw new AppError("vault_tampered");
  }
}
