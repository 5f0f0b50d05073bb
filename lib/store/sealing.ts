import { AppError } from "../domain/errors.ts";
import type { Bytes, RandomBytes } from "./bytes.ts";
import { isBytes } from "./bytes.ts";

/** What protects a sealed value; see keyring.ts. */
export type KeyKind = "device" | "session" | "vault" | "vault+session";

/** Names one key for ever. A new key has a new id, so that a value sealed with a lost key is known as such. */
export type KeyId = `${KeyKind}:${string}`;

/** A key together with its name, which every value sealed with it carries. */
export interface SealingKey {
  readonly id: KeyId;
  readonly key: CryptoKey;
}

/** A value encrypted for one place (AES-256-GCM, NIST SP 800-38D). */
export interface Sealed {
  readonly v: 1;
  readonly key: KeyId;
  /** 96 random bits, fresh at each write. */
  readonly iv: Bytes;
  /** Ciphertext and its tag of 128 bits. */
  readonly data: Bytes;
  /** It could not be opened when the keys were replaced; kept, but no key will ever open it. */
  readonly lost?: true;
}

/** Where a sealed value lies. It can't be opened anywhere else, so that swapped records are noticed. */
export interface Place {
  readonly store: string;
  readonly id: string;
}

const FORMAT = 1;
const IV_LENGTH = 12;

/** Encrypts a JSON value. Members that JSON leaves out (`undefined`) are left out. */
export async function seal(key: SealingKey, plain: unknown, place: Place, random: RandomBytes): Promise<Sealed> {
  const iv = random(IV_LENGTH);
  const text = new TextEncoder().encode(JSON.stringify(plain));
  const data = await crypto.subtle.encrypt(gcm(iv, key.id, place), key.key, text);
  return { v: FORMAT, key: key.id, iv, data: new Uint8Array(data) };
}

/**
 * Decrypts what `seal` made with the same key for the same place.
 *
 * @throws AppError `storage_corrupt` when the value, its IV, its key id or its place is not what was sealed
 */
export async function open(key: SealingKey, sealed: unknown, place: Place): Promise<unknown> {
  if (!isSealed(sealed)) throw new AppError("storage_corrupt");
  try {
    const plain = await crypto.subtle.decrypt(gcm(sealed.iv, sealed.key, place), key.key, sealed.data);
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(plain));
  } catch (cause) {
    throw new AppError("storage_corrupt", {}, { cause });
  }
}

/** Whether a stored value has the form of a sealed one. Says nothing of whether it can be opened. */
export function isSealed(value: unknown): value is Sealed {
  if (typeof value !== "object" || value === null) return false;
  const { v, key, iv, data } = value as Partial<Record<keyof Sealed, unknown>>;
  return v === FORMAT && typeof key === "string" && isBytes(iv, IV_LENGTH) && isBytes(data);
}

function gcm(iv: Bytes, keyId: KeyId, place: Place): AesGcmParams {
  // JSON, because no two different lists are written the same.
  const bound = JSON.stringify([FORMAT, place.store, place.id, keyId]);
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(bound), tagLength: 128 };
}
