import { type BackupSecrets, parseBackupSecrets, type SealedBackupSecrets } from "../domain/backup.ts";
import { AppError } from "../domain/errors.ts";
import { type Bytes, parseBase64, type RandomBytes, randomBytes, toBase64 } from "./bytes.ts";
import { deriveKey, isKeyDerivation, type KeyDerivation, newKeyDerivation } from "./passphrase-key.ts";

const IV_LENGTH = 12;

/**
 * Encrypts the secrets of a backup with a passphrase (PBKDF2-HMAC-SHA-256, AES-256-GCM), for a file with exactly this
 * content.
 *
 * @param bound see `Backup.bound`
 */
export async function sealBackupSecrets(
  secrets: BackupSecrets,
  passphrase: string,
  bound: string,
  random: RandomBytes = randomBytes,
): Promise<SealedBackupSecrets> {
  const kdf = newKeyDerivation(random);
  const iv = random(IV_LENGTH);
  const key = await deriveKey(passphrase, kdf);
  const plain = new TextEncoder().encode(JSON.stringify(secrets));
  const data = new Uint8Array(await crypto.subtle.encrypt(gcm(iv, kdf, bound), key, plain));
  return { kdf: { ...kdf, salt: toBase64(kdf.salt) }, iv: toBase64(iv), data: toLongBase64(data) };
}

/**
 * Decrypts what `sealBackupSecrets` made.
 *
 * @throws AppError `backup_not_opened`: the passphrase is another, or the file was changed, or its derivation is weaker
 *   than any that was ever written
 */
export async function openBackupSecrets(
  sealed: SealedBackupSecrets,
  passphrase: string,
  bound: string,
): Promise<BackupSecrets> {
  const salt = parseBase64(sealed.kdf.salt);
  const [iv, data] = [parseBase64(sealed.iv), parseBase64(sealed.data)];
  const kdf = { ...sealed.kdf, salt };
  if (!isKeyDerivation(kdf) || iv?.length !== IV_LENGTH || data === undefined) throw new AppError("backup_not_opened");
  const key = await deriveKey(passphrase, kdf);
  const plain = await crypto.subtle.decrypt(gcm(iv, kdf, bound), key, data).catch((cause: unknown) => {
    throw new AppError("backup_not_opened", {}, { cause });
  });
  return parseBackupSecrets(JSON.parse(new TextDecoder().decode(plain)));
}

/** How the key is derived is bound as well: none of it can be lowered. */
function gcm(iv: Bytes, kdf: KeyDerivation, bound: string): AesGcmParams {
  const header = JSON.stringify([bound, kdf.name, kdf.iterations, toBase64(kdf.salt)]);
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(header), tagLength: 128 };
}

/** In pieces: toBase64 hands each byte to a function as an argument, and there are only so many. */
function toLongBase64(bytes: Bytes): string {
  const PIECE = 3 * 8_192;
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE) pieces.push(toBase64(bytes.subarray(at, at + PIECE)));
  return pieces.join("");
}
