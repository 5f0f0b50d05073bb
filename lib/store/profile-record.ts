import type { OAuthProfile, Secrets } from "../domain/profile.ts";
import type { SecretChanges } from "../domain/snapshot.ts";
import type { StoreContext } from "./context.ts";
import { clearProblem, type Memory } from "./memory.ts";
import type { ProfileRecord } from "./schema.ts";
import type { Sealed } from "./sealing.ts";
import { namesOf, parseSecrets, pickSecrets, planSecrets, type SecretPlan } from "./secrets.ts";

/** One profile to save, with what was typed into its secret fields. */
export interface ProfileChange {
  readonly profile: OAuthProfile;
  readonly secrets: SecretChanges;
}

/**
 * The record of a profile with its secrets changed: nothing is written yet. Runs inside a writer's task.
 *
 * @throws AppError `locked`, `storage_corrupt`; see Profiles.put
 */
export async function prepareProfile(
  context: StoreContext,
  { profile, secrets: changes }: ProfileChange,
): Promise<ProfileRecord> {
  const before = context.memory.profiles.get(profile.id);
  const stored = before?.secretKeys ?? [];
  const plan = planSecrets(profile, stored, changes);
  const typed = namesOf(plan.typed);
  const isUnchanged = typed.length === 0 && plan.kept.length === stored.length;
  const secrets = isUnchanged ? before?.secrets : await sealSecrets(context, profile.id, plan, before?.secrets);
  return { id: profile.id, profile, secrets, secretKeys: [...plan.kept, ...typed] };
}

/** Takes over a record that has been written. */
export function rememberProfile(memory: Memory, record: ProfileRecord): void {
  const before = memory.profiles.get(record.id);
  memory.profiles.set(record.id, record);
  if (before === undefined || before.secrets !== record.secrets) clearProblem(memory, "profiles", record.id);
}

/** @throws AppError `locked`, `storage_corrupt` */
export async function openSecrets({ keyring }: StoreContext, id: string, sealed: Sealed | undefined): Promise<Secrets> {
  return parseSecrets(await keyring.open(sealed, { store: "profiles", id }));
}

async function sealSecrets(
  context: StoreContext,
  id: string,
  plan: SecretPlan,
  before: Sealed | undefined,
): Promise<Sealed | undefined> {
  const kept = plan.kept.length === 0 ? {} : pickSecrets(await openSecrets(context, id, before), plan.kept);
  const secrets: Secrets = { ...kept, ...plan.typed };
  if (namesOf(secrets).length === 0) return undefined;
  return context.keyring.seal("secrets", secrets, { store: "profiles", id });
}
