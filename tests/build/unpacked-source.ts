import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";

/** Unpacks a source zip into a new folder. */
export async function unpack(zip: Uint8Array): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "bearer-bar-source-"));
  for (const [path, content] of Object.entries(unzipSync(zip))) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), content);
  }
  return dir;
}

/** The environment without what a test runner adds: `NODE_ENV=test` would make another build. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(?:NODE_ENV|VITEST|TEST|MODE|DEV|PROD|SSR|BASE_URL|BROWSER)/u.test(name),
    ),
  );
}
