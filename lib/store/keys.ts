import type { Bytes, RandomBytes } from "./bytes.ts";
import { isBytes, parseBase64, toBase64 } from "./bytes.ts";
import type { KeyId, KeyKind, SealingKey } from "./sealing.ts";

/** A key whose bytes have to be kept somewhere: in the browser's session storage, or wrapped in the vault's header. */
export interface RawKey extends SealingKey {
  readonly bytes: Bytes;
}

/** What the keys in use are made from. */
export interface KeyParts {
  readonly device: SealingKey;
  /** The vault's data key; undefined without a passphrase. */
  readonly vault: RawKey | undefined;
  /** The key that dies with the browser; undefined when tokens are kept. */
  readonly session: RawKey | undefined;
}

/** Which key seals what. */
export interface ActiveKeys {
  readonly secrets: SealingKey;
  readonly tokens: SealingKey;
}

const KEY_LENGTH = 32;
const AES = { name: "AES-GCM", length: 256 } as const;

/** A key that the browser keeps in IndexedDB and gives to no script. Its bytes are on the disk nevertheless. */
export async function createDeviceKey(): Promise<SealingKey> {
  return { id: newKeyId("device"), key: await crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt"]) };
}

/** A fresh random key of 256 bits. */
export function createRawKey(kind: KeyKind, random: RandomBytes): Promise<RawKey> {
  return importRawKey(newKeyId(kind), random(KEY_LENGTH));
}

/** The key that these bytes are. */
export async function importRawKey(id: KeyId, bytes: Bytes): Promise<RawKey> {
  return { id, bytes, key: await crypto.subtle.importKey("raw", bytes, AES, false, ["encrypt", "decrypt"]) };
}

/**
 * The keys that follow from the parts. With a passphrase and "Forget tokens when the browser closes", token sets need
 * both keys: one derived from the two (HKDF-SHA-256, RFC 5869), so that locking hides them and closing forgets them.
 */
export async function activeKeys(parts: KeyParts): Promise<ActiveKeys> {
  const { device, vault, session } = parts;
  const secrets = vault ?? device;
  if (session === undefined) return { secrets, tokens: secrets };
  return { secrets, tokens: vault === undefined ? session : await combine(vault, session) };
}

async function combine(vault: RawKey, session: RawKey): Promise<SealingKey> {
  const id: KeyId = `vault+session:${nameOf(vault.id)}+${nameOf(session.id)}`;
  const material = await crypto.subtle.importKey("raw", vault.bytes, "HKDF", false, ["deriveKey"]);
  const info = new TextEncoder().encode(`bearer-bar 1 ${id}`);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: session.bytes, info };
  return { id, key: await crypto.subtle.deriveKey(hkdf, material, AES, false, ["encrypt", "decrypt"]) };
}

/** Whether a value sealed with this key is lost once `sessionKeyId` is the session's key (or there is none). */
export function isForgotten(id: KeyId, sessionKeyId: KeyId | undefined): boolean {
  const [kind] = id.split(":");
  if (kind !== "session" && kind !== "vault+session") return false;
  return sessionKeyId === undefined || id.split(/[:+]/u).at(-1) !== nameOf(sessionKeyId);
}

/** Whether a value sealed with this key can't be opened without the passphrase. */
export function needsVault(id: KeyId): boolean {
  return id.startsWith("vault");
}

/** A raw key as session storage keeps it. */
export function formatRawKey(key: RawKey): string {
  return `${key.id} ${toBase64(key.bytes)}`;
}

/** Reads what formatRawKey wrote, if it is a key of that kind. */
export async function parseRawKey(kind: KeyKind, text: string | undefined): Promise<RawKey | undefined> {
  const [id, base64] = text?.split(" ") ?? [];
  const bytes = parseBase64(base64 ?? "");
  if (id?.startsWith(`${kind}:`) !== true || !isBytes(bytes, KEY_LENGTH)) return undefined;
  // The test above is what KeyId says.
  return importRawKey(id as KeyId, bytes);
}

function newKeyId(kind: KeyKind): KeyId {
  return `${kind}:${crypto.randomUUID()}`;
}

function nameOf(id: KeyId): string {
  return id.slice(id.indexOf(":") + 1);
}
