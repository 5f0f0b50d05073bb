import { describe, expect, it } from "vitest";
import type { Bytes } from "../../../lib/store/bytes.ts";
import { randomBytes } from "../../../lib/store/bytes.ts";
import { createRawKey, importRawKey } from "../../../lib/store/keys.ts";
import { open, seal, type Sealed } from "../../../lib/store/sealing.ts";
import { countingBytes } from "./fixtures.ts";

const PLACE = { store: "grants", id: "p1" };
const KNOWN_KEY = Uint8Array.from({ length: 32 }, (_, index) => index);

function flip(bytes: Bytes, index: number): Bytes {
  return bytes.with(index, (bytes[index] ?? 0) ^ 1);
}

describe("sealing", () => {
  it("opens what was sealed for the same place", async () => {
    const key = await createRawKey("device", randomBytes);
    const sealed = await seal(key, { accessToken: "at-é" }, PLACE, randomBytes);
    expect(await open(key, sealed, PLACE)).toEqual({ accessToken: "at-é" });
  });

  it("writes format 1 as it was written on its first day", async () => {
    const key = await importRawKey("vault:known", KNOWN_KEY);
    const sealed = await seal(key, { clientSecret: "s3cret" }, { store: "profiles", id: "p1" }, countingBytes(100));
    expect(sealed.v).toBe(1);
    expect(sealed.key).toBe("vault:known");
    expect(Buffer.from(sealed.iv).toString("hex")).toBe("6465666768696a6b6c6d6e6f");
    expect(Buffer.from(sealed.data).toString("hex")).toBe(
      "3339bd0a108c38ea6d073c9abf1148c760b13569f9098750dae87bca2f0538da90bab7e395f2d7abcc",
    );
  });

  it("gives 1,000 seals of one value 1,000 distinct IVs and ciphertexts", async () => {
    const key = await createRawKey("device", randomBytes);
    const all = await Promise.all(Array.from({ length: 1_000 }, () => seal(key, "same", PLACE, randomBytes)));
    expect(new Set(all.map(({ iv }) => Buffer.from(iv).toString("hex"))).size).toBe(1_000);
    expect(new Set(all.map(({ data }) => Buffer.from(data).toString("hex"))).size).toBe(1_000);
  });

  const tamperings: Record<string, (sealed: Sealed) => unknown> = {
    "a changed IV": (sealed) => ({ ...sealed, iv: flip(sealed.iv, 0) }),
    "a shorter IV": (sealed) => ({ ...sealed, iv: sealed.iv.slice(1) }),
    "a changed ciphertext": (sealed) => ({ ...sealed, data: flip(sealed.data, 0) }),
    "a changed tag": (sealed) => ({ ...sealed, data: flip(sealed.data, sealed.data.length - 1) }),
    "a shortened ciphertext": (sealed) => ({ ...sealed, data: sealed.data.slice(0, -1) }),
    "no ciphertext": (sealed) => ({ ...sealed, data: new Uint8Array() }),
    "another key id": (sealed) => ({ ...sealed, key: "device:other" }),
    "another version": (sealed) => ({ ...sealed, v: 2 }),
    "text in place of bytes": (sealed) => ({ ...sealed, data: "text" }),
    nothing: () => undefined,
  };
  for (const [name, tamper] of Object.entries(tamperings)) {
    it(`refuses ${name}`, async () => {
      const key = await createRawKey("device", randomBytes);
      const sealed = await seal(key, "plain", PLACE, randomBytes);
      await expect(open(key, tamper(sealed), PLACE)).rejects.toMatchObject({ code: "storage_corrupt" });
    });
  }

  it("refuses a value moved to another record or another store", async () => {
    const key = await createRawKey("device", randomBytes);
    const sealed = await seal(key, "plain", PLACE, randomBytes);
    await expect(open(key, sealed, { ...PLACE, id: "p2" })).rejects.toMatchObject({ code: "storage_corrupt" });
    await expect(open(key, sealed, { ...PLACE, store: "profiles" })).rejects.toMatchObject({ code: "storage_corrupt" });
  });

  it("binds the key's id: the same bytes under another name open nothing", async () => {
    const key = await importRawKey("device:a", KNOWN_KEY);
    const renamed = await importRawKey("device:b", KNOWN_KEY);
    const sealed = await seal(key, "plain", PLACE, randomBytes);
    await expect(open(renamed, { ...sealed, key: "device:b" }, PLACE)).rejects.toMatchObject({
      code: "storage_corrupt",
    });
  });
});
