import { describe, expect, it, vi } from "vitest";
import { randomBytes } from "../../../lib/store/bytes.ts";
import { createRawKey, importRawKey } from "../../../lib/store/keys.ts";
import { createVaultHeader, openVaultHeader, type VaultHeader } from "../../../lib/store/vault-header.ts";
import { countingBytes } from "./fixtures.ts";

/** Written on the first day. It must open for ever; never make a new one in its place. */
const FIRST_HEADER: VaultHeader = {
  v: 1,
  keyId: "vault:known",
  kdf: { name: "PBKDF2-SHA-256", iterations: 600_000, salt: fromHex("c8c9cacbcccdcecfd0d1d2d3d4d5d6d7") },
  iv: fromHex("d8d9dadbdcdddedfe0e1e2e3"),
  wrapped: fromHex("ff185c82b242ca59dd54b310d7de476310ba745dc08405bc13d954bbe349e3dd08ce44ef91c6de127ca0f371707dd705"),
};
const PASSPHRASE = "correct horse é";
const DATA_KEY = Uint8Array.from({ length: 32 }, (_, index) => index);

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(hex, "hex"));
}

describe("the vault's header", () => {
  it("of the first day still opens, the é typed as one character or as two", async () => {
    const key = await openVaultHeader("correct horse e\u0301", FIRST_HEADER);
    expect(key.id).toBe("vault:known");
    expect(key.bytes).toEqual(DATA_KEY);
  });

  it("is written as on the first day", async () => {
    const key = await importRawKey("vault:known", DATA_KEY);
    expect(await createVaultHeader(PASSPHRASE, key, countingBytes(200))).toEqual(FIRST_HEADER);
  });

  it("opens with no other passphrase", async () => {
    await expect(openVaultHeader("correct horse", FIRST_HEADER)).rejects.toMatchObject({ code: "wrong_passphrase" });
  });

  it("gets a fresh salt of 16 bytes and a fresh IV each time", async () => {
    const deriveKey = vi
      .spyOn(crypto.subtle, "deriveKey")
      .mockResolvedValue((await createRawKey("vault", randomBytes)).key);
    const key = await createRawKey("vault", randomBytes);
    const headers = await Promise.all([1, 2, 3].map(() => createVaultHeader(PASSPHRASE, key, randomBytes)));
    deriveKey.mockRestore();
    expect(headers.map((header) => header.kdf.salt.length)).toEqual([16, 16, 16]);
    expect(new Set(headers.map((header) => header.kdf.salt.join())).size).toBe(3);
    expect(new Set(headers.map((header) => header.iv.join())).size).toBe(3);
  });

  const { kdf } = FIRST_HEADER;
  const malformed: Record<string, unknown> = {
    "fewer iterations": { ...FIRST_HEADER, kdf: { ...kdf, iterations: 599_999 } },
    "iterations that would hang the worker": { ...FIRST_HEADER, kdf: { ...kdf, iterations: 10_000_001 } },
    "iterations as text": { ...FIRST_HEADER, kdf: { ...kdf, iterations: "600000" } },
    "another derivation": { ...FIRST_HEADER, kdf: { ...kdf, name: "PBKDF2-SHA-1" } },
    "a short salt": { ...FIRST_HEADER, kdf: { ...kdf, salt: kdf.salt.slice(1) } },
    "no derivation": { ...FIRST_HEADER, kdf: undefined },
    "a short IV": { ...FIRST_HEADER, iv: FIRST_HEADER.iv.slice(1) },
    "a short key": { ...FIRST_HEADER, wrapped: FIRST_HEADER.wrapped.slice(1) },
    "another version": { ...FIRST_HEADER, v: 2 },
    "the key id of another kind": { ...FIRST_HEADER, keyId: "device:known" },
    "nothing in it": null,
  };
  for (const [name, header] of Object.entries(malformed)) {
    it(`with ${name} is refused before anything is derived`, async () => {
      const deriveKey = vi.spyOn(crypto.subtle, "deriveKey");
      await expect(openVaultHeader(PASSPHRASE, header)).rejects.toMatchObject({ code: "vault_tampered" });
      expect(deriveKey).not.toHaveBeenCalled();
      deriveKey.mockRestore();
    });
  }

  it("does not open when key id, iterations, salt, IV or wrapped key were edited within bounds", async () => {
    const edited: VaultHeader[] = [
      { ...FIRST_HEADER, keyId: "vault:other" },
      { ...FIRST_HEADER, kdf: { ...kdf, iterations: 600_001 } },
      { ...FIRST_HEADER, kdf: { ...kdf, salt: kdf.salt.with(0, 0) } },
      { ...FIRST_HEADER, iv: FIRST_HEADER.iv.with(0, 0) },
      { ...FIRST_HEADER, wrapped: FIRST_HEADER.wrapped.with(0, 0) },
    ];
    for (const header of edited) {
      await expect(openVaultHeader(PASSPHRASE, header)).rejects.toMatchObject({ code: "wrong_passphrase" });
    }
  });
});
