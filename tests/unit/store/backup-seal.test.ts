import { expect, it } from "vitest";
import type { SealedBackupSecrets } from "../../../lib/domain/backup.ts";
import { openBackupSecrets, sealBackupSecrets } from "../../../lib/store/backup-seal.ts";
import { countingBytes } from "./fixtures.ts";

const PASSPHRASE = "correct horse é";
const SECRETS = { p1: { clientSecret: "s3cret-canary" } };
/** Written on the first day. It must open for ever; never make a new one in its place. */
const FIRST: SealedBackupSecrets = {
  kdf: { name: "PBKDF2-SHA-256", iterations: 600000, salt: "AQIDBAUGBwgJCgsMDQ4PEA==" },
  iv: "ERITFBUWFxgZGhsc",
  data: "bR4T7T8n8UsZgZQCZIvaEMvZHFoD7oifhs2Dk4BlYhSDH59yhXJaa89TtDETv2hvhl9FkIyxjw==",
};

it("opens a file of the first day, the é typed as one character or as two", async () => {
  expect(await sealBackupSecrets(SECRETS, PASSPHRASE, "bound", countingBytes(1))).toEqual(FIRST);
  expect(await openBackupSecrets(FIRST, "correct horse e\u0301", "bound")).toEqual(SECRETS);
});

it("opens secrets of some size", async () => {
  const many = { p1: { clientSecret: "x".repeat(300_000) } };
  const sealed = await sealBackupSecrets(many, PASSPHRASE, "bound");
  expect(await openBackupSecrets(sealed, PASSPHRASE, "bound")).toEqual(many);
});

const { kdf } = FIRST;
const changed: Record<string, SealedBackupSecrets> = {
  "fewer iterations": { ...FIRST, kdf: { ...kdf, iterations: 599_999 } },
  "iterations that would hang the worker": { ...FIRST, kdf: { ...kdf, iterations: 10_000_001 } },
  "more iterations": { ...FIRST, kdf: { ...kdf, iterations: 600_001 } },
  "another salt": { ...FIRST, kdf: { ...kdf, salt: btoa("0123456789abcdef") } },
  "a short salt": { ...FIRST, kdf: { ...kdf, salt: btoa("short") } },
  "another IV": { ...FIRST, iv: btoa("012345678901") },
  "a short IV": { ...FIRST, iv: btoa("short") },
  "no base64": { ...FIRST, data: "%" },
  "other data": { ...FIRST, data: btoa("something else that is long enough") },
};
it.each(Object.entries(changed))("stays closed with %s", async (_, sealed) => {
  await expect(openBackupSecrets(sealed, PASSPHRASE, "bound")).rejects.toMatchObject({ code: "backup_not_opened" });
});

it("stays closed to another passphrase, and in a file with another content", async () => {
  const closed = { code: "backup_not_opened" };
  await expect(openBackupSecrets(FIRST, "correct horse", "bound")).rejects.toMatchObject(closed);
  await expect(openBackupSecrets(FIRST, PASSPHRASE, "another")).rejects.toMatchObject(closed);
});
