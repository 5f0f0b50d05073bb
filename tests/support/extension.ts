import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type BrowserName = "chromium" | "firefox";

export interface PrepareExtensionOptions {
  readonly browser: BrowserName;
  /** Match patterns granted at install. Default: none. */
  readonly hosts?: readonly string[];
  /** Optional permissions granted at install. Default: none. */
  readonly permissions?: readonly string[];
  /** Folder of the built extension. Default: `.output/chrome-mv3` or `.output/firefox-mv3` of the project. */
  readonly source?: string;
  /** Leaves the English words out, so that a browser without a catalogue of its own language shows this one's. */
  readonly fallbackLocale?: string;
  /** Default: true. Without it, the extension's API does what a test's own calls say, and nothing else. */
  readonly worker?: boolean;
}

export interface PreparedExtension {
  readonly dir: string;
  readonly browser: BrowserName;
  /** What `identity.getRedirectURL(path)` answers; known before the browser runs. */
  redirectUrl(path?: string): string;
  /** Deletes the copy. */
  remove(): Promise<void>;
}

export interface Manifest {
  icons?: Record<string, string>;
  default_locale?: string;
  key?: string;
  background?: object;
  browser_specific_settings?: { gecko?: { id?: string } };
  permissions?: string[];
  optional_permissions?: string[];
  host_permissions?: string[];
  optional_host_permissions?: string[];
}

const PROJECT_ROOT = join(import.meta.dirname, "..", "..");
const BUILDS: Readonly<Record<BrowserName, string>> = {
  chromium: ".output/chrome-mv3",
  firefox: ".output/firefox-mv3",
};

/**
 * Copies the built extension and grants it the given hosts and optional permissions at install, because a headless browser has
 * no prompt to answer. Beside the words and the worker, nothing else differs from the build. Rejects where the extension is not built.
 */
export async function prepareExtension(options: PrepareExtensionOptions): Promise<PreparedExtension> {
  const { browser, hosts = [], permissions = [], source = join(PROJECT_ROOT, BUILDS[browser]) } = options;
  const manifest = await readManifest(source);
  const dir = await mkdtemp(join(tmpdir(), "bearer-bar-extension-"));
  await cp(source, dir, { recursive: true });

  const granted: Manifest = { ...manifest };
  move(granted, "optional_host_permissions", "host_permissions", hosts);
  move(granted, "optional_permissions", "permissions", permissions);
  if (options.fallbackLocale !== undefined) {
    granted.default_locale = options.fallbackLocale;
    await rm(join(dir, "_locales", "en"), { recursive: true });
  }
  if (options.worker === false) delete granted.background;
  await writeFile(join(dir, "manifest.json"), JSON.stringify(granted, undefined, 2));

  return {
    dir,
    browser,
    redirectUrl: (path = "") => redirectOrigin(browser, manifest) + path.replace(/^\//u, ""),
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

/** Reads the manifest of an unpacked extension. Rejects where there is none. */
export async function readManifest(dir: string): Promise<Manifest> {
  const file = join(dir, "manifest.json");
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new Error(`No extension in "${dir}": build it first`, { cause });
  });
  return JSON.parse(text) as Manifest;
}

/** The add-on id of a Firefox build. Throws where the manifest has none: the redirect URL would change at each install. */
export function expectGeckoId(manifest: Manifest): string {
  const id = manifest.browser_specific_settings?.gecko?.id;
  if (id === undefined) throw new Error('The manifest has no "browser_specific_settings.gecko.id"');
  return id;
}

function move(
  manifest: Manifest,
  from: "optional_permissions" | "optional_host_permissions",
  to: "permissions" | "host_permissions",
  names: readonly string[],
): void {
  if (names.length === 0) return;
  const left = (manifest[from] ?? []).filter((name) => !names.includes(name));
  if (left.length > 0) manifest[from] = left;
  else delete manifest[from];
  manifest[to] = [...new Set([...(manifest[to] ?? []), ...names])];
}

/** What `runtime.id` answers in the build for a browser. */
export async function builtExtensionId(browser: BrowserName): Promise<string> {
  const manifest = await readManifest(join(PROJECT_ROOT, BUILDS[browser]));
  return browser === "firefox" ? expectGeckoId(manifest) : chromiumId(manifest.key);
}

/** Firefox makes it from the add-on's id. */
export function firefoxRedirectUrl(geckoId: string): string {
  return `https://${createHash("sha1").update(geckoId).digest("hex")}.extensions.allizom.org/`;
}

function redirectOrigin(browser: BrowserName, manifest: Manifest): string {
  if (browser === "firefox") {
    return firefoxRedirectUrl(expectGeckoId(manifest));
  }
  return `https://${chromiumId(manifest.key)}.chromiumapp.org/`;
}

/** The extension's id, which Chromium makes from the manifest's `key`. */
function chromiumId(key: string | undefined): string {
  if (key === undefined) throw new Error('The manifest has no "key": the extension id would depend on its folder');
  const digest = createHash("sha256").update(Buffer.from(key, "base64")).digest("hex").slice(0, 32);
  return digest.replace(/./gu, (digit) => String.fromCodePoint(97 + Number.parseInt(digit, 16)));
}
