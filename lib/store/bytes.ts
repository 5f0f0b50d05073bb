/** Bytes as Web Crypto takes them: never over shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Source of random bytes; `crypto.getRandomValues` outside of tests. */
export type RandomBytes = (length: number) => Bytes;

/** Random bytes of the platform. */
export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** Base64 with the standard alphabet (RFC 4648 §4); `Uint8Array.prototype.toBase64` is newer than our browsers. */
export function toBase64(bytes: Bytes): string {
  return btoa(String.fromCharCode(...bytes));
}

/** Reads what toBase64 wrote; undefined for anything that is no base64. */
export function parseBase64(text: string): Bytes | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** Whether a stored value is a byte array of a given length, or of at least one byte. */
export function isBytes(value: unknown, length?: number): value is Bytes {
  return value instanceof Uint8Array && (length === undefined ? value.length > 0 : value.length === length);
}
