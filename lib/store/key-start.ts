import { AppError } from "../domain/errors.ts";
import type { RandomBytes } from "./bytes.ts";
import type { StoreContext } from "./context.ts";
import { Keyring, type SessionKeyStore } from "./keyring.ts";
import { createDeviceKey, isForgotten, needsVault } from "./keys.ts";
import type { Loaded } from "./load.ts";
import type { Memory } from "./memory.ts";
import type { GrantRecord, MetaRecord, VaultRecord } from "./schema.ts";
import { isSealed, type KeyId, type SealingKey } from "./sealing.ts";
import type { Writer } from "./writer.ts";

/**
 * The keyring of a worker that starts: device key and vault header from the database, the rest from session storage.
 *
 * @throws AppError `storage_corrupt` when the device key is there and can't be read: a new one in its place would
 *   make sure that nothing is ever read again
 */
export async function prepareKeyring(options: {
  readonly loaded: Loaded;
  readonly writer: Writer;
  readonly session: SessionKeyStore;
  readonly random: RandomBytes;
}): Promise<Keyring> {
  const { loaded, writer, session, random } = options;
  const { memory, damagedMeta } = loaded;
  const device = metaRecord(loaded, "deviceKey");
  if (damagedMeta.includes("deviceKey")) throw new AppError("storage_corrupt");
  const keyring = new Keyring(memory, session, random, device ?? (await oweDeviceKey(writer)));
  const usesSession = memory.settings.forgetTokensOnExit || tokenKeys(memory).some((id) => isForgotten(id, undefined));
  await keyring.restore(findVaultRecord(loaded), usesSession);
  return keyring;
}

/** A new device key, written with the first value that may be sealed with it. */
export async function oweDeviceKey(writer: Writer): Promise<SealingKey> {
  const device = await createDeviceKey();
  writer.owe({ store: "meta", put: { name: "deviceKey", id: device.id, key: device.key } });
  return device;
}

/** Takes away token sets whose key ended with the browser's last run. They can't be opened by anybody. */
export function forgetLostTokens({ memory, writer, keyring }: StoreContext): void {
  const forgotten: GrantRecord[] = [];
  for (const record of memory.grants.values()) {
    const left = withoutLostToken(record, keyring);
    if (left !== record) forgotten.push(left);
  }
  for (const record of forgotten) memory.grants.set(record.profileId, record);
  // Nobody waits for it: if it fails, the next start finds and forgets them again.
  void writer
    .run(() => writer.commit(forgotten.map((record) => ({ store: "grants", put: record }))))
    .catch(() => undefined);
}

/** The record itself, or one without its token set if that was sealed for a run of the browser that has ended. */
export function withoutLostToken(record: GrantRecord, keyring: Keyring): GrantRecord {
  if (!isSealed(record.tokenSet) || !isForgotten(record.tokenSet.key, keyring.parts.session?.id)) return record;
  return { ...record, state: { ...record.state, token: undefined }, tokenSet: undefined };
}

function findVaultRecord(loaded: Loaded): VaultRecord | "missing" | undefined {
  const record = metaRecord(loaded, "vault");
  if (record !== undefined) return record;
  const { profiles, drafts, grants } = loaded.memory;
  const secrets = [...profiles.values(), ...drafts.values()].map((each) => each.secrets);
  const tokens = [...grants.values()].map((each) => each.tokenSet);
  const isOrphan = [...secrets, ...tokens].some(
    (sealed) => isSealed(sealed) && sealed.lost !== true && needsVault(sealed.key),
  );
  return isOrphan || loaded.damagedMeta.includes("vault") ? "missing" : undefined;
}

function tokenKeys(memory: Memory): KeyId[] {
  const tokenSets = Array.from(memory.grants.values(), (record) => record.tokenSet);
  return tokenSets.filter(isSealed).map((tokenSet) => tokenSet.key);
}

function metaRecord<Name extends MetaRecord["name"]>(
  { meta }: Loaded,
  name: Name,
): Extract<MetaRecord, { name: Name }> | undefined {
  return meta.find((record): record is Extract<MetaRecord, { name: Name }> => record.name === name);
}
