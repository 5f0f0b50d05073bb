import type { ApiHost } from "../domain/api-host.ts";
import type { Settings } from "../domain/settings.ts";
import type { StoreContext } from "./context.ts";
import { clearProblem } from "./memory.ts";
import { prepareProfile, type ProfileChange, rememberProfile } from "./profile-record.ts";
import type { ProfileRecord } from "./schema.ts";
import type { Change } from "./writer.ts";

/** Much at once: what an import brings. */
export interface Bulk {
  /** With `endsGrant`, what the profile has been granted goes in the same transaction. */
  readonly profiles: readonly (ProfileChange & { readonly endsGrant?: true })[];
  readonly hosts: readonly ApiHost[];
  /** Undefined leaves them as they are. "Forget tokens when the browser closes" can't be changed here: see SettingsRecord. */
  readonly settings?: Omit<Settings, "forgetTokensOnExit"> | undefined;
}

/**
 * Saves all of it in one transaction, or nothing.
 *
 * @throws AppError `locked`, `storage_corrupt` (see Profiles.put), `storage_failed`
 */
export function putAll(context: StoreContext, { profiles, hosts, settings }: Bulk): Promise<void> {
  const { writer, memory } = context;
  return writer.run(async () => {
    const records: ProfileRecord[] = [];
    for (const change of profiles) records.push(await prepareProfile(context, change));
    const ended = profiles.filter(({ endsGrant }) => endsGrant).map(({ profile }) => profile.id);
    const { forgetTokensOnExit } = memory.settings;
    const chosen: Settings | undefined = settings && { ...settings, forgetTokensOnExit };
    const changes: Change[] = [
      ...records.map((record) => ({ store: "profiles", put: record }) as const),
      ...ended.map((id) => ({ store: "grants", delete: id }) as const),
      ...hosts.map((host) => ({ store: "hosts", put: host }) as const),
    ];
    if (chosen !== undefined) changes.push({ store: "meta", put: { name: "settings", settings: chosen } });
    await writer.commit(changes);
    for (const record of records) rememberProfile(memory, record);
    for (const id of ended) {
      memory.grants.delete(id);
      clearProblem(memory, "grants", id);
    }
    for (const host of hosts) {
      memory.hosts.set(host.id, host);
      clearProblem(memory, "hosts", host.id);
    }
    if (chosen !== undefined) memory.settings = chosen;
  });
}
