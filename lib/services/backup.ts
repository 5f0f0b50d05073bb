import { type BackupSecrets, boundText, formatBackup, parseBackup } from "../domain/backup.ts";
import type { BackupContent } from "../domain/backup-shape.ts";
import { type BackupItem, compareBackup, mergeBackup, type Present } from "../domain/backup-merge.ts";
import { isManaged } from "../domain/managed-id.ts";
import type { Secrets } from "../domain/profile.ts";
import type { ApiHost } from "../domain/api-host.ts";
import type { BackupSummary, ImportCounts, ImportRequest } from "../messages/protocol.ts";
import { openBackupSecrets, sealBackupSecrets } from "../store/backup-seal.ts";
import type { Store } from "../store/store.ts";
import type { Acquirer } from "./acquire.ts";
import { assertLongEnough } from "./vault.ts";

/** Files with everything but tokens: to keep, or to carry to another browser. */
export interface Backups {
  /**
   * The text of a file. Secrets are in it only with a passphrase, and sealed by it.
   *
   * @throws AppError `invalid_field` for "Passphrase", `locked`, `storage_corrupt` when a secret can't be read
   */
  write(passphrase: string | undefined): Promise<string>;
  /**
   * What bringing a file in would do. Nothing is changed.
   *
   * @throws AppError `invalid_field` for what is wrong in the file, `backup_not_opened`
   */
  read(text: string, passphrase: string | undefined): Promise<BackupSummary>;
  /**
   * Brings a file in: all of it, or nothing.
   *
   * @throws AppError as `read`; `locked`, `storage_failed`
   */
  importBackup(request: ImportRequest): Promise<ImportCounts>;
}

export function createBackups(store: Store, acquirer: Pick<Acquirer, "abandon">): Backups {
  function present(): Present {
    return {
      // What the organization has set up comes from there, and a file neither holds nor replaces it.
      profiles: store.profiles.all().filter((profile) => !isManaged(profile)),
      hosts: store.hosts
        .all()
        .filter((host) => !isManaged(host))
        .map(ownPart),
      secretKeys: (profileId) => store.profiles.secretKeys(profileId),
    };
  }

  async function secretsOf(content: BackupContent): Promise<BackupSecrets> {
    const all: Record<string, Secrets> = {};
    for (const { id } of content.profiles) {
      if (store.profiles.secretKeys(id).length > 0) all[id] = await store.profiles.secrets(id);
    }
    return all;
  }

  async function open(
    text: string,
    passphrase: string | undefined,
  ): Promise<[BackupContent, BackupSecrets, BackupSummary]> {
    const { content: given, secrets: sealed, bound } = parseBackup(text);
    // Of two API hosts of one address nobody could say whose token goes.
    const theirs = new Set(
      store.hosts
        .all()
        .filter(isManaged)
        .map(({ pattern }) => pattern),
    );
    const content = { ...given, hosts: given.hosts.filter(({ pattern }) => !theirs.has(pattern)) };
    const opens = sealed !== undefined && passphrase !== undefined;
    const secrets = opens ? await openBackupSecrets(sealed, passphrase, bound) : {};
    const items: readonly BackupItem[] = compareBackup(content, secrets, present());
    return [content, secrets, { items, secrets: sealed === undefined ? "none" : opens ? "opened" : "sealed" }];
  }

  return {
    async write(passphrase) {
      const { profiles, hosts } = present();
      const content: BackupContent = { profiles, hosts, settings: store.settings.get() };
      if (passphrase === undefined) return formatBackup(content, undefined);
      assertLongEnough(passphrase, "Passphrase");
      const secrets = await secretsOf(content);
      return formatBackup(content, await sealBackupSecrets(secrets, passphrase, boundText(content)));
    },
    async read(text, passphrase) {
      return (await open(text, passphrase))[2];
    },
    async importBackup({ text, passphrase, conflicts, settings }) {
      const [content, secrets] = await open(text, passphrase);
      const firstSeq = await store.nextSeq(Math.max(1, content.profiles.length + content.hosts.length));
      const newId = (): string => crypto.randomUUID();
      const merge = mergeBackup(content, secrets, present(), { conflicts, newId, firstSeq });
      // A reply from the former addresses would bring back what goes.
      const ended = merge.profiles.filter(({ endsGrant }) => endsGrant);
      await Promise.all(ended.map(({ profile }) => acquirer.abandon(profile.id)));
      await store.putAll({ ...merge, settings: settings ? content.settings : undefined });
      return { profiles: merge.profiles.length, hosts: merge.hosts.length };
    },
  };
}

/** An API host as a file holds it: without the test mode, which is for minutes, and a profile that it has not. */
function ownPart({ testMode: _testMode, ...host }: ApiHost): ApiHost {
  const isTheirs = host.profileId !== null && isManaged({ id: host.profileId });
  return isTheirs ? { ...host, profileId: null } : host;
}
