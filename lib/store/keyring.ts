import { AppError } from "../domain/errors.ts";
import type { VaultState } from "../domain/snapshot.ts";
import type { RandomBytes } from "./bytes.ts";
import {
  type ActiveKeys,
  activeKeys,
  createRawKey,
  formatRawKey,
  type KeyParts,
  needsVault,
  parseRawKey,
  type RawKey,
} from "./keys.ts";
import { type Memory, noteProblem } from "./memory.ts";
import type { StoreName, VaultRecord } from "./schema.ts";
import { isSealed, open, type Place, seal, type Sealed, type SealingKey } from "./sealing.ts";

/** Text that lives as long as the browser runs and never reaches the disk: `storage.session`. */
export interface SessionKeyStore {
  get(name: SessionKeyName): Promise<string | undefined>;
  set(name: SessionKeyName, value: string): Promise<void>;
  remove(name: SessionKeyName): Promise<void>;
}

/** `vaultKey`: the unlocked vault's data key. `sessionKey`: the key of tokens that the browser forgets. */
export type SessionKeyName = "vaultKey" | "sessionKey";

/** Values are sealed either as `secrets` (client secrets, typed forms) or as `tokens` (token sets). */
export type Purpose = keyof ActiveKeys;

/** Where a value of ours lies. */
export interface RecordPlace extends Place {
  readonly store: StoreName;
}

/** Seals with the key of the moment in which it was made, also after the vault was locked. */
export type Sealer = (plain: unknown, place: RecordPlace) => Promise<Sealed>;

/** Holds the keys of this worker's life and knows which one seals what. */
export class Keyring {
  readonly #memory: Memory;
  readonly #session: SessionKeyStore;
  readonly #random: RandomBytes;
  #parts: KeyParts;
  #vaultRecord: VaultRecord | "missing" | undefined;
  #active: ActiveKeys | undefined;
  #generation = 0;
  #locks = 0;
  #openLocks = 0;

  constructor(memory: Memory, session: SessionKeyStore, random: RandomBytes, device: SealingKey) {
    this.#memory = memory;
    this.#session = session;
    this.#random = random;
    this.#parts = { device, vault: undefined, session: undefined };
  }

  /**
   * Takes up the keys that an earlier worker of this browser run has left.
   *
   * @param vaultRecord "missing" when there are values that only a passphrase opens, but no header
   * @throws AppError `storage_failed` when session storage can't be read: guessing would forget tokens
   */
  async restore(vaultRecord: VaultRecord | "missing" | undefined, usesSession: boolean): Promise<void> {
    this.#vaultRecord = vaultRecord;
    const vaultText = vaultRecord === undefined ? undefined : await this.#read("vaultKey");
    const sessionText = usesSession ? await this.#read("sessionKey") : undefined;
    const vault = await parseRawKey("vault", vaultText);
    const record = vaultRecord === "missing" ? undefined : vaultRecord;
    const isOurs = record !== undefined && record.locked !== true && vault?.id === record.header.keyId;
    const session = await parseRawKey("session", sessionText);
    await this.#install({ ...this.#parts, vault: isOurs ? vault : undefined, session });
    // It would not go when it was to; it is not used in any case.
    if (record?.locked === true) await this.forgetVaultKey().catch(() => undefined);
  }

  state(): VaultState {
    if (this.#vaultRecord === undefined) return "off";
    return this.#parts.vault === undefined ? "locked" : "unlocked";
  }

  /** @throws AppError `locked` */
  assertUnlocked(): void {
    if (this.state() === "locked") throw new AppError("locked");
  }

  get vaultRecord(): VaultRecord | "missing" | undefined {
    return this.#vaultRecord;
  }

  /** The record as it has just been written. */
  set vaultRecord(record: VaultRecord) {
    this.#vaultRecord = record;
  }

  get parts(): KeyParts {
    return this.#parts;
  }

  get random(): RandomBytes {
    return this.#random;
  }

  /** Counts how often the keys have been replaced; what was sealed before by a Sealer can't be opened after. */
  get generation(): number {
    return this.#generation;
  }

  /** @throws AppError `locked`; `storage_failed` when a key could not be kept for the browser's run */
  async seal(purpose: Purpose, plain: unknown, place: RecordPlace): Promise<Sealed> {
    const sealer = await this.sealer(purpose);
    return sealer(plain, place);
  }

  /** @throws AppError `locked`; `storage_failed` when a key could not be kept for the browser's run */
  async sealer(purpose: Purpose): Promise<Sealer> {
    this.assertUnlocked();
    const wantsSession = purpose === "tokens" && this.#memory.settings.forgetTokensOnExit;
    if (wantsSession && this.#parts.session === undefined) {
      const session = await this.createSessionKey();
      await this.#install({ ...this.#parts, session });
    }
    const key = this.#active?.[purpose];
    if (key === undefined) throw new AppError("locked");
    return (plain, place) => seal(key, plain, place, this.#random);
  }

  /**
   * Opens what was sealed for a place, and notes the record as a problem when it can't be.
   *
   * @throws AppError `locked`, `storage_corrupt`
   */
  async open(sealed: unknown, place: RecordPlace): Promise<unknown> {
    if (this.state() === "locked" && isSealed(sealed) && needsVault(sealed.key)) throw new AppError("locked");
    try {
      const key = isSealed(sealed) ? this.#find(sealed) : undefined;
      if (key === undefined) throw new AppError("storage_corrupt");
      const plain = await open(key, sealed, place);
      // Locked while it was being opened: too late to be read.
      if (this.state() === "locked" && needsVault(key.id)) throw new AppError("locked");
      return plain;
    } catch (error) {
      if (error instanceof AppError && error.code === "storage_corrupt") {
        noteProblem(this.#memory, { store: place.store, id: place.id, kind: "undecryptable" });
      }
      throw error;
    }
  }

  /** A new session key, kept for the browser's run before anything is sealed with it. */
  async createSessionKey(): Promise<RawKey> {
    const key = await createRawKey("session", this.#random);
    try {
      await this.#session.set("sessionKey", formatRawKey(key));
    } catch (cause) {
      throw new AppError("storage_failed", {}, { cause });
    }
    return key;
  }

  /** Puts the vault's key in its place after the passphrase was given. */
  async unlock(vault: RawKey): Promise<void> {
    await this.#install({ ...this.#parts, vault });
    await this.keep();
  }

  /**
   * Drops the vault's key from this worker at once; `forgetVaultKey` does so for the workers after it. Until
   * `endLock`, whatever was under way when it was called leaves the vault locked.
   */
  lock(): void {
    this.#locks += 1;
    this.#openLocks += 1;
    this.#parts = { ...this.#parts, vault: undefined };
    if (this.state() === "locked") this.#active = undefined;
  }

  /** Everything that was under way when `lock` was called has ended; what comes from now on may unlock again. */
  endLock(): void {
    this.#openLocks -= 1;
  }

  /** @throws AppError `storage_failed` when the key may still be there */
  async forgetVaultKey(): Promise<void> {
    try {
      await this.#session.remove("vaultKey");
    } catch (cause) {
      throw new AppError("storage_failed", {}, { cause });
    }
  }

  /** Forgets every key: the database that they were for is gone. */
  startOver(device: SealingKey): void {
    const parts = { device, vault: undefined, session: undefined };
    this.replace(parts, { secrets: device, tokens: device }, undefined);
  }

  /** Uses other keys from now on; every value has been sealed with them already. A lock asked for meanwhile holds. */
  replace(parts: KeyParts, active: ActiveKeys, vaultRecord: VaultRecord | undefined): void {
    this.#vaultRecord = vaultRecord;
    this.#generation += 1;
    this.#parts = this.#openLocks === 0 ? parts : { ...parts, vault: undefined };
    this.#active = this.state() === "locked" ? undefined : active;
  }

  /** Brings session storage in line. If it fails, the keys last as long as this worker: locked early, never too late. */
  async keep(): Promise<void> {
    const { vault, session } = this.#parts;
    await Promise.allSettled([
      vault === undefined ? this.#session.remove("vaultKey") : this.#session.set("vaultKey", formatRawKey(vault)),
      session === undefined
        ? this.#session.remove("sessionKey")
        : this.#session.set("sessionKey", formatRawKey(session)),
    ]);
  }

  async #install(parts: KeyParts): Promise<void> {
    const locks = this.#locks;
    const active = await activeKeys(parts);
    // Locking is never undone by what was under way when it was asked for.
    const isUnlocked = locks === this.#locks && this.#openLocks === 0;
    this.#parts = isUnlocked ? parts : { ...parts, vault: undefined };
    this.#active = this.state() === "locked" ? undefined : active;
  }

  #find(sealed: Sealed): SealingKey | undefined {
    const { device, vault, session } = this.#parts;
    const keys = [this.#active?.secrets, this.#active?.tokens, device, vault, session];
    return keys.find((key) => key?.id === sealed.key);
  }

  async #read(name: SessionKeyName): Promise<string | undefined> {
    try {
      return await this.#session.get(name);
    } catch (cause) {
      throw new AppError("storage_failed", {}, { cause });
    }
  }
}
