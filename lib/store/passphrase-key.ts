import type { Bytes, RandomBytes } from "./bytes.ts";
import { isBytes } from "./bytes.ts";

/** How a passphrase becomes a key: kept beside what it opens, so that another way can be added without losing anything. */
export interface KeyDerivation {
  readonly name: "PBKDF2-SHA-256";
  readonly iterations: number;
  readonly salt: Bytes;
}

/** OWASP's figure for PBKDF2-HMAC-SHA256, November 2026. Anything written with less is refused. */
const MIN_ITERATIONS = 600_000;
/** An edited figure must not hang the worker either. */
const MAX_ITERATIONS = 10_000_000;
const ITERATIONS = 600_000;
const SALT_LENGTH = 16;

/** The derivation of today, with a fresh salt. */
export function newKeyDerivation(random: RandomBytes): KeyDerivation {
  return { name: "PBKDF2-SHA-256", iterations: ITERATIONS, salt: random(SALT_LENGTH) };
}

/** Checks form and floor, before anything is derived by it. */
export function isKeyDerivation(value: unknown): value is KeyDerivation {
  if (typeof value !== "object" || value === null) return false;
  const { name, iterations, salt }: Partial<Record<keyof KeyDerivation, unknown>> = value;
  return (
    name === "PBKDF2-SHA-256" &&
    isBytes(salt) &&
    salt.length >= SALT_LENGTH &&
    Number.isSafeInteger(iterations) &&
    Number(iterations) >= MIN_ITERATIONS &&
    Number(iterations) <= MAX_ITERATIONS
  );
}

/** The key of a passphrase, for AES-256-GCM. Takes about a tenth of a second, on purpose. */
export async function deriveKey(passphrase: string, kdf: KeyDerivation): Promise<CryptoKey> {
  // NFKC: keyboards disagree on how an accented letter is put together.
  const typed = new TextEncoder().encode(passphrase.normalize("NFKC"));
  const material = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  const pbkdf2 = { name: "PBKDF2", hash: "SHA-256", salt: kdf.salt, iterations: kdf.iterations };
  return crypto.subtle.deriveKey(pbkdf2, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
