import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** A database as an older build wrote it. Byte arrays and keys are `{ $bytes }` and `{ $key }`, in base64. */
export interface OldDatabase {
  readonly version: number;
  readonly stores: readonly { readonly name: string; readonly keyPath: string; readonly records: readonly unknown[] }[];
}

/**
 * What the first build with this database wrote, taken from its own code: two profiles with tokens and secrets, an API
 * host, a half-typed form, settings, a trace. `withPassphrase`: the same after "old passphrase" was set. Never to be
 * made anew: it stands for what people have on their disks.
 *
 * @param replaced texts in its readable parts to replace: addresses that only a test knows
 */
export async function readOldDatabase(
  kind: "plain" | "withPassphrase",
  replaced: Readonly<Record<string, string>> = {},
): Promise<OldDatabase> {
  let text = await readFile(join(import.meta.dirname, "database-v1.json"), "utf8");
  for (const [from, to] of Object.entries(replaced)) text = text.replaceAll(from, to);
  const { version, ...kinds } = JSON.parse(text) as { version: number } & Record<typeof kind, OldDatabase["stores"]>;
  return { version, stores: kinds[kind] };
}

/** Writes the database in place of the one that is there. Sees nothing but its arguments, so that it can run in a page. */
export async function writeDatabase(
  { version, stores }: OldDatabase,
  factory: IDBFactory = globalThis.indexedDB,
): Promise<void> {
  const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
    Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
  const revive = async (value: unknown): Promise<unknown> => {
    if (typeof value !== "object" || value === null) return value;
    const { $bytes, $key } = value as { $bytes?: string; $key?: string };
    if ($bytes !== undefined) return bytesOf($bytes);
    if ($key !== undefined) {
      return crypto.subtle.importKey("raw", bytesOf($key), "AES-GCM", false, ["encrypt", "decrypt"]);
    }
    if (Array.isArray(value)) return Promise.all(value.map(revive));
    const members = Object.entries(value).map(async ([name, member]) => [name, await revive(member)] as const);
    return Object.fromEntries(await Promise.all(members));
  };
  const done = (request: IDBRequest): Promise<void> =>
    new Promise((resolve, reject) => {
      request.addEventListener("success", () => resolve());
      request.addEventListener("error", () => reject(request.error ?? new Error("IndexedDB")));
    });

  const revived = await Promise.all(
    stores.map(async (store) => ({ ...store, records: (await revive(store.records)) as unknown[] })),
  );
  await done(factory.deleteDatabase("bearer-bar"));
  const request = factory.open("bearer-bar", version);
  request.addEventListener("upgradeneeded", () => {
    for (const { name, keyPath, records } of revived) {
      const store = request.result.createObjectStore(name, { keyPath });
      for (const record of records) store.put(record);
    }
  });
  await done(request);
  request.result.close();
}
