import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readFolder } from "./store-zip.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Beside the presets' addresses, the only ones in the bundles: nobody is called there. */
const NOT_CALLED = new Set([
  // Namespaces of SVG and MathML.
  "www.w3.org",
  // Placeholders and examples in words on the screen (RFC 2606), and loopback.
  "localhost",
  "127.0.0.1",
  "callback",
]);
const isExample = (host: string): boolean => /(?:^|\.)example(?:\.(?:com|org|net))?$/u.test(host);

async function bundlesOf(build: string): Promise<[path: string, text: string][]> {
  const files = await readFolder(join(ROOT, ".output", build));
  const texts = [...files].filter(([path]) => !path.endsWith(".png"));
  return texts.map(([path, content]) => [path, Buffer.from(content).toString("utf8")]);
}

/** The hosts of the addresses in a text; a placeholder in one ends it. */
function hostsIn(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(/\b(?:https?|wss?):\/\/([\w.*-]*\w)/gu), ([, host = ""]) => host));
}

async function presetHosts(): Promise<Set<string>> {
  const files = await readFolder(join(ROOT, "lib/domain/providers"));
  return hostsIn([...files.values()].map((content) => Buffer.from(content).toString("utf8")).join("\n"));
}

describe.each(["chrome-mv3", "firefox-mv3"])("the bundles of %s", (build) => {
  it("hold no code from elsewhere and none made from text", async () => {
    for (const [path, text] of await bundlesOf(build)) {
      if (!/\.(?:js|html)$/u.test(path)) continue;
      expect(text, path).not.toMatch(/\beval\s*\(|\bnew Function\b|[^.\w]Function\s*\(|\bimportScripts\b/u);
      expect(text, path).not.toMatch(/set(?:Timeout|Interval)\s*\(\s*["'`]/u);
      expect(text, path).not.toMatch(/\bfrom\s*["'`]https?:|\bimport\s*\(\s*(?!["'`]\.\/)/u);
      expect(text, path).not.toMatch(/(?:src|href)\s*=\s*["']?(?:https?:)?\/\//u);
    }
  });

  it("name no host but those of the presets and of examples", async () => {
    const presets = await presetHosts();
    expect(presets).toContain("github.com");
    for (const [path, text] of await bundlesOf(build)) {
      const unexpected = [...hostsIn(text)].filter(
        (host) => !presets.has(host) && !NOT_CALLED.has(host) && !isExample(host),
      );
      expect(unexpected, path).toEqual([]);
    }
  });

  it("call no address that is written into them", async () => {
    for (const [path, text] of await bundlesOf(build)) {
      if (!path.endsWith(".js")) continue;
      expect(text, path).not.toMatch(/\bfetch\s*\(\s*["'`]/u);
      expect(text, path).not.toMatch(/\bXMLHttpRequest\s*\(|\bsendBeacon\b|\bEventSource\s*\(|\bnew WebSocket\b/u);
    }
  });

  it("hold no source map and no path of the machine that built them", async () => {
    const files = await bundlesOf(build);
    expect(files.map(([path]) => path).filter((path) => path.endsWith(".map"))).toEqual([]);
    for (const [path, text] of files) {
      expect(text, path).not.toContain("sourceMappingURL");
      expect(text, path).not.toContain(ROOT);
      expect(text, path).not.toMatch(/node_modules|file:\/\/\//u);
    }
  });
});

it("Chromium's have its own API in the polyfill's place", async () => {
  const withPolyfill = async (build: string): Promise<string[]> => {
    const files = await bundlesOf(build);
    // The words with which it refuses to be loaded elsewhere.
    return files.flatMap(([path, text]) => (text.includes("loaded in a browser extension") ? [path] : []));
  };
  expect(await withPolyfill("chrome-mv3")).toEqual([]);
  expect(await withPolyfill("firefox-mv3")).toContain("background.js");
});

it("the check of the bundles sees a host that nobody expects", async () => {
  const popup = await readFile(join(ROOT, "entrypoints/popup/main.tsx"), "utf8");
  expect(hostsIn(`${popup}\nfetch("https://telemetry.test/collect")`)).toEqual(new Set(["telemetry.test"]));
});
