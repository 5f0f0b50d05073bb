import type { Page } from "puppeteer-core";
import { DATABASE_NAME, DATABASE_VERSION, KEY_PATHS } from "../../lib/store/schema.ts";
import type { BenchBrowser } from "./chromium.ts";
import type { StoredRecords } from "./records.ts";

/**
 * Puts the records in place of everything that the browser's first extension has stored, and ends its worker, so that the next one
 * starts from them. The worker's own way would take 5,000 transactions.
 */
export async function seed(browser: BenchBrowser, records: StoredRecords): Promise<void> {
  const page = await browser.openPage("manifest.json");
  const { deviceKey, profiles, grants, hosts, lastSeq } = records;
  // One that is ended during its very first start is never asked anything again.
  await page.evaluate(() => chrome.runtime.sendMessage({ command: "getSnapshot", bench: "ping" }));
  const database = { name: DATABASE_NAME, version: DATABASE_VERSION, keyPaths: KEY_PATHS };
  const content = JSON.stringify({ deviceKey, profiles, grants, hosts, lastSeq }, bytesAsBase64);
  await page.evaluate(writeRecords, database, content);
  await page.close();
  await browser.stopWorkers();
}

function bytesAsBase64(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? { base64: Buffer.from(value).toString("base64") } : value;
}

interface DatabaseForm {
  readonly name: string;
  readonly version: number;
  readonly keyPaths: Readonly<Record<string, string>>;
}

/** Runs in a page of the extension. */
async function writeRecords(form: DatabaseForm, content: string): Promise<void> {
  const { deviceKey, profiles, grants, hosts, lastSeq } = JSON.parse(content, (_, value) => {
    return typeof value?.base64 === "string" ? Uint8Array.from(atob(value.base64), (c) => c.charCodeAt(0)) : value;
  });
  const key = await crypto.subtle.importKey("raw", deviceKey.bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(form.name, form.version);
    request.addEventListener("upgradeneeded", () => {
      for (const [name, keyPath] of Object.entries(form.keyPaths)) request.result.createObjectStore(name, { keyPath });
    });
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
  });
  const names = Object.keys(form.keyPaths);
  const transaction = database.transaction(names, "readwrite");
  for (const name of names) transaction.objectStore(name).clear();
  const meta = [
    { name: "deviceKey", id: deviceKey.id, key },
    { name: "sequence", last: lastSeq },
  ];
  for (const [name, records] of Object.entries({ meta, profiles, grants, hosts })) {
    const store = transaction.objectStore(name);
    for (const record of records as readonly object[]) store.put(record);
  }
  await new Promise<void>((resolve, reject) => {
    transaction.addEventListener("complete", () => resolve());
    transaction.addEventListener("abort", () => reject(transaction.error));
  });
  database.close();
}

/** What the probe answers; see probe.ts. */
export interface ProbeAnswers {
  readonly ping: string;
  readonly fetch: { readonly ok: boolean; readonly ms: number };
  readonly rules: {
    /** Milliseconds since the epoch. */
    readonly atMs: number;
    readonly startedAtMs: number;
    readonly untimedMs: number;
    readonly added: number;
    readonly removed: number;
  };
}

/** Asks the probe in the worker from a page of its extension. */
export function askProbe<Name extends keyof ProbeAnswers>(
  page: Page,
  name: Name,
  request: object = {},
): Promise<ProbeAnswers[Name]> {
  return page.evaluate((message) => chrome.runtime.sendMessage(message), { ...request, bench: name });
}
