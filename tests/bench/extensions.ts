import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DATABASE_NAME, DATABASE_VERSION, KEY_PATHS } from "../../lib/store/schema.ts";
import { type PreparedExtension, prepareExtension } from "../support/extension.ts";
import { PROBE } from "./probe.ts";

export interface BenchExtension {
  readonly dir: string;
  remove(): Promise<void>;
}

/** Every host of the bench: granted alike to ours and to the bare extension. */
export const BENCH_HOSTS = ["http://*.bench.test/*", "ws://*.bench.test/*"] as const;

const RULES_PERMISSION = "declarativeNetRequestWithHostAccess";

/** Ours as it is built, with hosts granted, and with the probe that tells when things have happened. */
export async function prepareOurs(options: {
  readonly hosts: readonly string[];
  readonly observing?: boolean;
  readonly probe?: boolean;
}): Promise<BenchExtension> {
  const extension: PreparedExtension = await prepareExtension({
    browser: "chromium",
    hosts: options.hosts,
    permissions: ["webRequest"],
  });
  const { probe = true, observing = true } = options;
  if (probe || !observing) await addProbe(extension.dir, observing);
  return extension;
}

async function addProbe(dir: string, observing: boolean): Promise<void> {
  const file = join(dir, "background.js");
  await writeFile(join(dir, "probe.js"), `${PROBE}${observing ? "" : "\ndelete chrome.webRequest;"}`);
  await writeFile(file, `importScripts("probe.js");${await readFile(file, "utf8")}`);
}

/** An extension with a popup and a worker in which there is nothing. */
export function prepareEmpty(): Promise<BenchExtension> {
  return createExtension("Empty", {}, PROBE);
}

/** The permission that header rules need, and no more. */
export function preparePermissionOnly(): Promise<BenchExtension> {
  return createExtension("Permission only", { permissions: [RULES_PERMISSION] }, PROBE);
}

/**
 * The permissions of ours, hosts included, and one session rule that sets the header on one host; observing, also three
 * listeners to that host's requests, as ours has them, which do nothing.
 */
export function prepareBare(apiHost: string, { observing = false } = {}): Promise<BenchExtension> {
  const rule = {
    id: 1,
    priority: 1,
    action: {
      type: "modifyHeaders",
      requestHeaders: [{ header: "authorization", operation: "set", value: "Bearer bare" }],
    },
    condition: { urlFilter: `|http://${apiHost}`, resourceTypes: ["xmlhttprequest"] },
  };
  const background = `${PROBE}chrome.declarativeNetRequest.updateSessionRules({ removeRuleIds: [1], addRules: [${JSON.stringify(rule)}] });`;
  const filter = JSON.stringify({
    urls: [`http://${apiHost.replace(/:.*/u, "")}/*`],
    types: ["xmlhttprequest", "main_frame", "websocket"],
  });
  const listeners = `
    chrome.webRequest.onSendHeaders.addListener(() => {}, ${filter}, ["requestHeaders", "extraHeaders"]);
    chrome.webRequest.onHeadersReceived.addListener(() => {}, ${filter}, ["responseHeaders"]);
    chrome.webRequest.onErrorOccurred.addListener(() => {}, ${filter});`;
  return createExtension(
    "Bare",
    { permissions: [RULES_PERMISSION, "webRequest"], host_permissions: BENCH_HOSTS },
    observing ? `${background}${listeners}` : background,
  );
}

/** Reads the stores of a database like ours and sets the rules in `rules.json`, and nothing else. */
export async function prepareBareStart(rules: readonly unknown[]): Promise<BenchExtension> {
  const extension = await createExtension(
    "Bare start",
    { permissions: [RULES_PERMISSION], host_permissions: BENCH_HOSTS },
    `${PROBE}\n${BARE_START}`,
  );
  await writeFile(join(extension.dir, "rules.json"), JSON.stringify(rules));
  return extension;
}

/** What takes the place of attaching: the rules' text is not part of it, so its time is taken off. */
const BARE_START = `
const keyPaths = ${JSON.stringify(KEY_PATHS)};
const open = () => new Promise((resolve, reject) => {
  const request = indexedDB.open("${DATABASE_NAME}", ${DATABASE_VERSION});
  request.onupgradeneeded = () => {
    for (const [name, keyPath] of Object.entries(keyPaths)) request.result.createObjectStore(name, { keyPath });
  };
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const readAll = (database) => {
  const stores = ["meta", "profiles", "grants", "hosts", "drafts"];
  const transaction = database.transaction(stores);
  return Promise.all(stores.map((name) => new Promise((resolve) => {
    transaction.objectStore(name).getAll().onsuccess = (event) => resolve(event.target.result);
  })));
};
const start = async () => {
  // First, as ours does: in the browser's first moments all takes longer.
  const stores = await readAll(await open());
  if (stores[1].length === 0) return;
  const askedAt = performance.now();
  const addRules = await (await fetch("rules.json")).json();
  globalThis.untimedMs = performance.now() - askedAt;
  await chrome.declarativeNetRequest.updateSessionRules({ addRules });
};
chrome.runtime.onStartup.addListener(() => {});
start();
`;

async function createExtension(name: string, manifest: object, background: string): Promise<BenchExtension> {
  const dir = await mkdtemp(join(tmpdir(), "bearer-bar-bench-"));
  await mkdir(dir, { recursive: true });
  const whole = {
    manifest_version: 3,
    name,
    version: "1.0",
    action: { default_popup: "popup.html" },
    background: { service_worker: "background.js", type: "module" },
    ...manifest,
  };
  await writeFile(join(dir, "manifest.json"), JSON.stringify(whole));
  await writeFile(join(dir, "background.js"), background);
  await writeFile(
    join(dir, "popup.html"),
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${name}</title></head><body><p>${name}</p></body></html>`,
  );
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}
