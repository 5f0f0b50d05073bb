import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

async function readJson(path: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(ROOT, path), "utf8")) as Record<string, unknown>;
}

/** `%` is the hash of the styles that stand in the popup's page. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-%'; img-src 'self' data:; connect-src https: http:; " +
  "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The one policy of a build's pages. */
async function policyOf(build: string): Promise<object> {
  const popup = await readFile(join(ROOT, ".output", build, "popup.html"), "utf8");
  const styles = [...popup.matchAll(/<style>([^]*?)<\/style>/gu)].map(([, text = ""]) => text);
  expect(styles).toEqual([expect.stringContaining(".popup-footer")]);
  const hash = createHash("sha256").update(styles.join("")).digest("base64");
  return { content_security_policy: { extension_pages: CONTENT_SECURITY_POLICY.replace("%", hash) } };
}

/** Every member of both manifests: what is not here may not be there. */
const COMMON = {
  manifest_version: 3,
  name: "__MSG_extensionName__",
  description: "__MSG_extensionDescription__",
  default_locale: "en",
  icons: { 16: "icons/16.png", 32: "icons/32.png", 48: "icons/48.png", 96: "icons/96.png", 128: "icons/128.png" },
  optional_permissions: ["webRequest", "notifications", "clipboardRead"],
  optional_host_permissions: ["https://*/*", "http://*/*", "wss://*/*", "ws://*/*"],
  action: { default_title: "Bearer Bar", default_popup: "popup.html" },
  commands: {
    "copy-token": { suggested_key: { default: "Alt+Shift+K" }, description: "__MSG_extensionCopyCommand__" },
    "lock-vault": { suggested_key: { default: "Alt+Shift+L" }, description: "__MSG_extensionLockCommand__" },
  },
  incognito: "not_allowed",
  options_ui: { open_in_tab: true, page: "options.html" },
};

const PERMISSIONS = [
  "storage",
  "alarms",
  "identity",
  "activeTab",
  "clipboardWrite",
  "idle",
  "declarativeNetRequestWithHostAccess",
];

it("the manifest for Chrome and Edge asks for this and no more", async () => {
  const { version } = await readJson("package.json");
  expect(await readJson(".output/chrome-mv3/manifest.json")).toEqual({
    ...COMMON,
    ...(await policyOf("chrome-mv3")),
    version,
    permissions: [...PERMISSIONS, "offscreen"],
    key: expect.stringMatching(/^MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A[\w+/]+$/u),
    minimum_chrome_version: "127",
    storage: { managed_schema: "managed-schema.json" },
    background: { service_worker: "background.js" },
  });
});

it("the manifest for Firefox asks for this and no more, and says that no data is collected", async () => {
  const { version } = await readJson("package.json");
  expect(await readJson(".output/firefox-mv3/manifest.json")).toEqual({
    ...COMMON,
    ...(await policyOf("firefox-mv3")),
    version,
    permissions: PERMISSIONS,
    browser_specific_settings: {
      gecko: {
        id: "bearer-bar@bearer-bar.example",
        strict_min_version: "140.0",
        data_collection_permissions: { required: ["none"] },
      },
    },
    background: { scripts: ["background.js"] },
  });
});

it("the changelog knows the version in package.json", async () => {
  const { version } = await readJson("package.json");
  expect(await readFile(join(ROOT, "CHANGELOG.md"), "utf8")).toContain(String(version));
});

it("Firefox gets no file that only Chromium has a use for", async () => {
  const [chromium, firefox] = await Promise.all(
    ["chrome-mv3", "firefox-mv3"].map((build) => readdir(join(ROOT, ".output", build))),
  );
  const more = chromium?.filter((file) => firefox?.includes(file) !== true);
  expect(more?.toSorted()).toEqual(["clipboard-job.js", "managed-schema.json", "offscreen.html"]);
});
