import { AppError } from "../domain/errors.ts";
import type { Bytes, RandomBytes } from "./bytes.ts";
import { isBytes, toBase64 } from "./bytes.ts";
import { importRawKey, type RawKey } from "./keys.ts";
import type { KeyId } from "./sealing.ts";

/** How the passphrase becomes a key: in the header, so that another way can be added without losing anything. */
export interface KeyDerivation {
  readonly name: "PBKDF2-SHA-256";
  readonly iterations: number;
  readonly salt: Bytes;
}

/** The vault's data key, wrapped with a key derived from the passphrase (AES-256-GCM). */
export interface VaultHeader {
  readonly v: 1;
  readonly keyId: KeyId;
  readonly kdf: KeyDerivation;
  readonly iv: Bytes;
  readonly wrapped: Bytes;
}

/** OWASP's figure for PBKDF2-HMAC-SHA256, November 2026. Headers with less are refused. */
const MIN_ITERATIONS = 600_000;
/** An edited header must not hang the worker either. */
const MAX_ITERATIONS = 10_000_000;
const ITERATIONS = 600_000;
const SALT_LENGTH = 16;
const IV_LENGTH = 12;

/** Wraps the data key for a passphrase, with a fresh salt. Takes about a tenth of a second, on purpose. */
export async function createVaultHeader(passphrase: string, key: RawKey, random: RandomBytes): Promise<VaultHeader> {
  const kdf: KeyDerivation = { name: "PBKDF2-SHA-256", iterations: ITERATIONS, salt: random(SALT_LENGTH) };
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
  const kdf = membersOf(header["kdf"]);
  const { iterations, salt } = kdf;
  const isWellFormed =
    header["v"] === 1 &&
    typeof header["keyId"] === "string" &&
    header["keyId"].startsWith("vault:") &&
    isBytes(header["iv"], IV_LENGTH) &&
    // The key of 32 bytes and the tag of 16.
    isBytes(header["wrapped"], 48) &&
    kdf["name"] === "PBKDF2-SHA-256" &&
    isBytes(salt) &&
    salt.length >= SALT_LENGTH &&
    Number.isSafeInteger(iterations) &&
    Number(iterations) >= MIN_ITERATIONS &&
    Number(iterations) <= MAX_ITERATIONS;
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

async function deriveKey(passphrase: string, kdf: KeyDerivation): Promise<CryptoKey> {
  // NFKC: keyboards disagree on how an accented letter is put together.
  const typed = new TextEncoder().encode(passphrase.normalize("NFKC"));
  const material = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  const pbkdf2 = { name: "PBKDF2", hash: "SHA-256", salt: kdf.salt, iterations: kdf.iterations };
  return crypto.subtle.deriveKey(pbkdf2, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
