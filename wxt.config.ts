/// <reference types="@wxt-dev/auto-icons" />
import { join } from "node:path";
import { createHash } from "node:crypto";
import { defineConfig } from "wxt";

/**
 * Public half of the key that fixes the Chromium extension id, and with it the redirect URL that people register.
 * The private half was never kept: store uploads are signed by the store.
 */
const CHROMIUM_KEY =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsEgzKfaPvOuaTUGtQ885aSv5aYTBH0c+FBNP1PfC7UFWXoVrSSZvHzzm48ndfXxRSCiwK4hDznATz1lCEA9CMUOvdhc5nlOiPj8mBfPhQpsBl6gzGK8G6ImVoTHsNcRhPYx158V3ah8APlii+6E7If1xxVmYU547CRjjKrQWbS8Nozx7dH6sfXYIJRB1J0RjfXFLg88ChqrK0oR0DeOfsw4vIxfl9sdWnN5mLOOm/sWoqX9qe5P0L/McP0K9VVTFgeVDFKEiq783WcY0FXvhbGpYhTzrQoN/S6TbzaxcVHTMK3WZaRjP29oMZVBcqgJKFEeFB6EpbVrYS38RbY+zcwIDAQAB";

/** Explicit, because Firefox's default policy upgrades http: requests and so cuts off servers on loopback. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src https: http:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * Sets headers on hosts that are granted, and on no others. It can't be optional: Firefox 153 refuses to be asked for
 * it, and in Chromium 156 `updateSessionRules` never answers once it was granted to a running extension.
 */
const HEADER_RULES = "declarativeNetRequestWithHostAccess";

/** Imported by lib/browser/api.ts in the polyfill's place. */
const CHROMIUM_API = join(import.meta.dirname, "lib/browser/chromium-api.ts");

/** Of public/, what Firefox has no use for: its background page has a clipboard, and it asks for no policy's schema. */
const CHROMIUM_FILES = new Set(["offscreen.html", "managed-schema.json"]);

/** What `style-src` allows beside the package's own files: the popup's styles, by their hash. */
let popupStyles = "";

/**
 * Has the popup's frame painted first. Its styles stand in the page: a file of their own is waited for, and by the time it
 * is there the script is too, and is run before anything is painted. The script comes after the frame and is less urgent.
 */
const paintFrameFirst = {
  name: "paint-frame-first",
  transformIndexHtml: {
    order: "post" as const,
    handler(html: string, { path, bundle }: { path: string; bundle?: Record<string, object> }): string {
      const [link, file = ""] = /<link rel="stylesheet"[^>]* href="\/([^"]+)">/u.exec(html) ?? [];
      const styles = bundle?.[file];
      if (link === undefined || !path.includes("popup") || styles === undefined || !("source" in styles)) return html;
      const text = String(styles.source);
      popupStyles = `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
      delete bundle?.[file];
      const scripts = html.match(/<script .*<\/script>|<link rel="modulepreload".*>/gu) ?? [];
      const urgent = scripts.reduce((rest, script) => rest.replace(script, ""), html);
      const later = scripts.map((script) => script.replace(" crossorigin", '$& fetchpriority="low"')).join("");
      return urgent.replace(link, () => `<style>${text}</style>`).replace("</body>", () => `${later}</body>`);
    },
  },
};

interface Chunking {
  getModuleInfo(id: string): { readonly importers: readonly string[] } | null;
}

/**
 * What pages share is in two files, that which the popup starts with and the rest: a page is painted a millisecond later for
 * each one that it fetches.
 */
function sharedChunk(id: string, chunking: Chunking): string {
  const importers = new Set([id]);
  for (const module of importers) {
    if (module.includes("/entrypoints/popup/")) return "first-screen";
    for (const importer of chunking.getModuleInfo(module)?.importers ?? []) importers.add(importer);
  }
  return "shared";
}

/** Of the pages alone: the worker's script is one. */
const sharePageScripts = {
  name: "share-page-scripts",
  outputOptions: <Options extends { readonly format?: unknown }>(options: Options): Options => {
    if (options.format === "iife") return options;
    return { ...options, codeSplitting: { groups: [{ name: sharedChunk, debugName: "shared", minShareCount: 2 }] } };
  },
};

export default defineConfig({
  imports: false,
  manifestVersion: 3,
  modules: ["@wxt-dev/auto-icons"],
  outDirTemplate: "{{browser}}-mv{{manifestVersion}}{{modeSuffix}}",
  autoIcons: { baseIconPath: "public/icon.svg", developmentIndicator: false, sizes: [128, 96, 48, 32, 16] },
  hooks: {
    "build:publicAssets": ({ config }, files) => {
      if (config.browser !== "firefox") return;
      const own = files.filter(({ relativeDest }) => !CHROMIUM_FILES.has(relativeDest));
      files.splice(0, files.length, ...own);
    },
    "build:manifestGenerated": (_, { content_security_policy: policy }) => {
      if (typeof policy !== "object" || popupStyles === "") return;
      policy.extension_pages = CONTENT_SECURITY_POLICY.replace("style-src 'self'", `$& ${popupStyles}`);
    },
  },
  vite: ({ browser }) => ({
    plugins: [paintFrameFirst, sharePageScripts],
    resolve: { alias: browser === "firefox" ? {} : { "webextension-polyfill": CHROMIUM_API } },
    build: {
      cssTarget: ["chrome127", "firefox140"],
      rolldownOptions: {
        output: {
          // One character beyond Latin-1 makes V8 read the whole script in two bytes a character, a millisecond longer.
          charset: "ascii",
        },
      },
      // Both browsers know it, and what is fetched later comes from the disk.
      modulePreload: {
        polyfill: false,
        resolveDependencies: (_, files, { hostType }) => (hostType === "html" ? files : []),
      },
    },
  }),
  manifest: ({ browser }) => ({
    name: "__MSG_extensionName__",
    description: "__MSG_extensionDescription__",
    default_locale: "en",
    permissions: [
      "storage",
      "alarms",
      "identity",
      "activeTab",
      "clipboardWrite",
      "idle",
      HEADER_RULES,
      ...(browser === "firefox" ? [] : ["offscreen"]),
    ],
    optional_permissions: ["webRequest", "notifications", "clipboardRead"],
    optional_host_permissions: ["https://*/*", "http://*/*", "wss://*/*", "ws://*/*"],
    content_security_policy: { extension_pages: CONTENT_SECURITY_POLICY },
    action: { default_title: "__MSG_extensionName__" },
    commands: {
      "copy-token": { suggested_key: { default: "Alt+Shift+K" }, description: "__MSG_extensionCopyCommand__" },
      "lock-vault": { suggested_key: { default: "Alt+Shift+L" }, description: "__MSG_extensionLockCommand__" },
    },
    incognito: "not_allowed",
    ...(browser === "firefox"
      ? {
          browser_specific_settings: {
            gecko: {
              id: "bearer-bar@bearer-bar.example",
              strict_min_version: "140.0",
              data_collection_permissions: { required: ["none"] },
            },
          },
        }
      : { key: CHROMIUM_KEY, minimum_chrome_version: "127", storage: { managed_schema: "managed-schema.json" } }),
  }),
});
