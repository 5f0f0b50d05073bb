import { type BackupContent, parseBackupContent } from "./backup-shape.ts";
import { AppError } from "./errors.ts";
import type { Secrets } from "./profile.ts";

/** Characters. A larger file is refused before anything of it is read. */
export const MAX_BACKUP_LENGTH = 5 * 1024 * 1024;

const FORMAT = "bearer-bar-backup";
const VERSION = 1;

/** The secrets of the file's profiles, by the profiles' ids in the file. */
export type BackupSecrets = Readonly<Record<string, Secrets>>;

/** BackupSecrets, encrypted with a key of a passphrase (AES-256-GCM). Byte strings are base64 (RFC 4648 §4). */
export interface SealedBackupSecrets {
  readonly kdf: { readonly name: "PBKDF2-SHA-256"; readonly iterations: number; readonly salt: string };
  readonly iv: string;
  readonly data: string;
}

export interface Backup {
  readonly content: BackupContent;
  /** Undefined where they were left out. */
  readonly secrets: SealedBackupSecrets | undefined;
  /**
   * What the secrets are sealed for: all that is in the open. A file in which somebody has exchanged a token URL must not
   * send the secret there.
   */
  readonly bound: string;
}

/** The text that a backup's secrets are bound to; see `Backup.bound`. */
export function boundText({ profiles, hosts, settings }: Readonly<Record<keyof BackupContent, unknown>>): string {
  return JSON.stringify([FORMAT, VERSION, profiles, hosts, settings]);
}

/** The text of the file. */
export function formatBackup(content: BackupContent, secrets: SealedBackupSecrets | undefined): string {
  const { profiles, hosts, settings } = content;
  return `${JSON.stringify({ format: FORMAT, version: VERSION, profiles, hosts, settings, secrets }, undefined, 2)}\n`;
}

/** Whether a parsed file claims to be one of ours. */
export function isBackup(value: unknown): boolean {
  return typeof value === "object" && value !== null && "format" in value && value.format === FORMAT;
}

/**
 * Reads the text of a file.
 *
 * @throws AppError `invalid_field` for "File" when it is too large, no backup, or a newer version's; or for the member
 *   that is wrong, by its path in the file: `profiles[2].tokenUrl`
 */
export function parseBackup(text: string): Backup {
  if (text.length > MAX_BACKUP_LENGTH) failFile("too_large");
  const file = parseJson(text);
  if (!isBackup(file)) failFile("not_a_backup");
  const { version, profiles, hosts, settings, secrets } = file as Readonly<Record<string, unknown>>;
  if (version !== VERSION)
    failFile(typeof version === "number" && version > VERSION ? "newer_version" : "not_a_backup");
  return {
    content: parseBackupContent({ profiles, hosts, settings }),
    secrets: parseSealed(secrets),
    bound: boundText({ profiles, hosts, settings }),
  };
}

/**
 * Reads decrypted secrets.
 *
 * @throws AppError `invalid_field` for "secrets"
 */
export function parseBackupSecrets(value: unknown): BackupSecrets {
  const isRecord = (one: unknown): one is object => typeof one === "object" && one !== null && !Array.isArray(one);
  const isWell =
    isRecord(value) &&
    Object.values(value).every(
      (secrets) => isRecord(secrets) && Object.values(secrets).every((secret) => typeof secret === "string"),
    );
  if (!isWell) throw new AppError("invalid_field", { field: "secrets", problem: "wrong_type" });
  // Which keys a profile can have is looked at when they are saved.
  return value as BackupSecrets;
}

function parseSealed(value: unknown): SealedBackupSecrets | undefined {
  if (value === undefined) return undefined;
  const { kdf, iv, data } = membersOf(value);
  const { name, iterations, salt } = membersOf(kdf);
  const isWell =
    name === "PBKDF2-SHA-256" &&
    typeof iterations === "number" &&
    [salt, iv, data].every((bytes) => typeof bytes === "string" && bytes !== "");
  if (!isWell) throw new AppError("invalid_field", { field: "secrets", problem: "wrong_type" });
  // Each member has just been looked at.
  return { kdf: { name, iterations, salt: salt as string }, iv: iv as string, data: data as string };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function failFile(problem: "too_large" | "not_a_backup" | "newer_version"): never {
  throw new AppError("invalid_field", { field: "File", problem });
}
