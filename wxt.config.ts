/// <reference types="@wxt-dev/auto-icons" />
import { join } from "node:path";
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

export default defineConfig({
  imports: false,
  manifestVersion: 3,
  modules: ["@wxt-dev/auto-icons"],
  outDirTemplate: "{{browser}}-mv{{manifestVersion}}{{modeSuffix}}",
  autoIcons: { baseIconPath: "public/icon.svg", developmentIndicator: false, sizes: [128, 96, 48, 32, 16] },
  vite: ({ browser }) => ({
    resolve: { alias: browser === "firefox" ? {} : { "webextension-polyfill": CHROMIUM_API } },
    build: {
      // One character beyond Latin-1 makes V8 read the whole script in two bytes a character, a millisecond longer.
      rolldownOptions: { output: { charset: "ascii" } },
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
