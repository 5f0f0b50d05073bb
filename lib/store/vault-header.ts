import { AppError } from "../domain/errors.ts";
import type { Bytes, RandomBytes } from "./bytes.ts";
import { isBytes, toBase64 } from "./bytes.ts";
import { importRawKey, type RawKey } from "./keys.ts";
import { deriveKey, isKeyDerivation, type KeyDerivation, newKeyDerivation } from "./passphrase-key.ts";
import type { KeyId } from "./sealing.ts";

/** The vault's data key, wrapped with a key derived from the passphrase (AES-256-GCM). */
export interface VaultHeader {
  readonly v: 1;
  readonly keyId: KeyId;
  readonly kdf: KeyDerivation;
  readonly iv: Bytes;
  readonly wrapped: Bytes;
}

const IV_LENGTH = 12;

/** Wraps the data key for a passphrase, with a fresh salt. Takes about a tenth of a second, on purpose. */
export async function createVaultHeader(passphrase: string, key: RawKey, random: RandomBytes): Promise<VaultHeader> {
  const kdf = newKeyDerivation(random);
  const bare = { v: 1, keyId: key.id, kdf, iv: random(IV_LENGTH) } as const;
  const wrapping = await deriveKey(passphrase, kdf);
  return { ...bare, wrapped: new Uint8Array(await crypto.subtle.encrypt(gcm(bare), wrapping, key.bytes)) };
}

/**
 * Unwraps the data key.
 *
 * @throws AppError `vault_tampered` for a header that was never written like this, `wrong_passphrase` when the
 *   passphrase does not open it (or it was edited in a way that looks the same)
 */
export async function openVaultHeader(passphrase: string, header: unknown): Promise<RawKey> {
  assertVaultHeader(header);
  const wrapping = await deriveKey(passphrase, header.kdf);
  const bytes = await crypto.subtle.decrypt(gcm(header), wrapping, header.wrapped).catch((cause: unknown) => {
    throw new AppError("wrong_passphrase", {}, { cause });
  });
  return importRawKey(header.keyId, new Uint8Array(bytes));
}

/**
 * Checks form and floor of a header before anything is derived from it.
 *
 * @throws AppError `vault_tampered`
 */
export function assertVaultHeader(value: unknown): asserts value is VaultHeader {
  const header = membersOf(value);
  const isWellFormed =
    header["v"] === 1 &&
    typeof header["keyId"] === "string" &&
    header["keyId"].startsWith("vault:") &&
    isBytes(header["iv"], IV_LENGTH) &&
    // The key of 32 bytes and the tag of 16.
    isBytes(header["wrapped"], 48) &&
    isKeyDerivation(header["kdf"]);
  if (!isWellFormed) throw new AppError("vault_tampered");
}

/** The whole header as text: what the device key seals to notice an edit. */
export function formatVaultHeader(header: VaultHeader): string {
  return JSON.stringify([boundText(header), toBase64(header.iv), toBase64(header.wrapped)]);
}

type BoundHeader = Pick<VaultHeader, "v" | "keyId" | "kdf" | "iv">;

/** Everything that decides how the key is derived is bound to the wrapped key: none of it can be lowered. */
function boundText({ v, keyId, kdf }: Omit<BoundHeader, "iv">): string {
  return JSON.stringify(["bearer-bar vault", v, keyId, kdf.name, kdf.iterations, toBase64(kdf.salt)]);
}

function gcm(header: BoundHeader): AesGcmParams {
  const additionalData = new TextEncoder().encode(boundText(header));
  return { name: "AES-GCM", iv: header.iv, additionalData, tagLength: 128 };
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
