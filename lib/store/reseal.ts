import { AppError } from "../domain/errors.ts";
import type { StoreContext } from "./context.ts";
import type { RecordPlace } from "./keyring.ts";
import { type ActiveKeys, activeKeys, type KeyParts } from "./keys.ts";
import { isSealed, seal, type Sealed, type SealingKey } from "./sealing.ts";
import type { VaultRecord } from "./schema.ts";
import type { Change } from "./writer.ts";

/**
 * Seals everything with other keys and writes it in one transaction together with `change`, the record that says
 * which keys count: a kill at any point leaves the old keys with all data, or the new ones. Runs inside a writer's
 * task, so that no record changes between the sealing and the writing.
 *
 * A value that can't be opened stays, marked as lost, which it was before. What was deleted is gone for good.
 *
 * @throws AppError `locked`, `storage_failed`
 */
export async function rekey(
  context: StoreContext,
  parts: KeyParts,
  vaultRecord: VaultRecord | undefined,
  change: Change,
): Promise<void> {
  const { memory, writer, keyring } = context;
  const next = await activeKeys(parts);
  const changes = await resealAll(context, next);
  const forgotten = memory.deleted.size === 0 ? [] : [{ store: "deleted", clear: true } as const];
  await writer.commit([change, ...forgotten, ...changes]);
  // Keys and values change in one go: a read in between would find one without the other.
  keyring.replace(parts, next, vaultRecord);
  memory.deleted.clear();
  for (const done of changes) {
    if (done.store === "profiles") memory.profiles.set(done.put.id, done.put);
    else if (done.store === "drafts") memory.drafts.set(done.put.id, done.put);
    else memory.grants.set(done.put.profileId, done.put);
  }
  await keyring.keep();
}

type Resealed = Extract<Change, { store: "profiles" | "drafts" | "grants"; put: unknown }>;

async function resealAll(context: StoreContext, next: ActiveKeys): Promise<Resealed[]> {
  const { profiles, drafts, grants } = context.memory;
  const again = (key: SealingKey, sealed: Sealed | undefined, place: RecordPlace) =>
    reseal(context, key, sealed, place);
  const resealed: Promise<Resealed | undefined>[] = [
    ...profiles.values().map(async (record): Promise<Resealed | undefined> => {
      const secrets = await again(next.secrets, record.secrets, { store: "profiles", id: record.id });
      return secrets && { store: "profiles", put: { ...record, secrets } };
    }),
    ...drafts.values().map(async (record): Promise<Resealed | undefined> => {
      const secrets = await again(next.secrets, record.secrets, { store: "drafts", id: record.id });
      return secrets && { store: "drafts", put: { ...record, secrets } };
    }),
    ...grants.values().map(async (record): Promise<Resealed | undefined> => {
      const tokenSet = await again(next.tokens, record.tokenSet, { store: "grants", id: record.profileId });
      return tokenSet && { store: "grants", put: { ...record, tokenSet } };
    }),
  ];
  return (await Promise.all(resealed)).filter((change) => change !== undefined);
}

async function reseal(
  { keyring }: StoreContext,
  key: SealingKey,
  sealed: Sealed | undefined,
  place: RecordPlace,
): Promise<Sealed | undefined> {
  if (sealed === undefined || sealed.key === key.id) return undefined;
  try {
    return await seal(key, await keyring.open(sealed, place), place, keyring.random);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "storage_corrupt") throw error;
    return isSealed(sealed) && sealed.lost !== true ? { ...sealed, lost: true } : undefined;
  }
}
