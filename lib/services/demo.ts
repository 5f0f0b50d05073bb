import {
  DEMO_DESCRIPTION_URL,
  type DemoServer,
  demoHost,
  demoPermissions,
  demoProfile,
  parseDemoServer,
} from "../domain/demo.ts";
import { AppError } from "../domain/errors.ts";
import { freeName } from "../domain/names.ts";
import type { PermissionSet } from "../domain/permission-set.ts";
import type { Store } from "../store/store.ts";
import type { BrowserPorts } from "./ports.ts";

/** Milliseconds. On this machine it answers at once, or nobody is there. */
const PATIENCE_MS = 300;
const DEMO_NAME = "Demo server";

/** The servers of `npm run demo`, for whoever wants to try the extension before they set anything up. */
export interface Demo {
  /** What it needs the browser's permission for; null when it does not run. Asks once, on this machine, without any permission. */
  find(): Promise<PermissionSet | null>;
  /**
   * Saves a profile and an API host for it, and answers with the profile's id.
   *
   * @throws AppError `network` when it does not run any more; `locked`, `storage_failed`
   */
  setUp(): Promise<string>;
}

export function createDemo(store: Store, ports: Pick<BrowserPorts, "fetch">): Demo {
  async function ask(): Promise<DemoServer | undefined> {
    try {
      // It lets every origin read it, which is why no permission is needed.
      const reply = await ports.fetch(DEMO_DESCRIPTION_URL, {
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return parseDemoServer(await reply.json());
    } catch {
      return undefined;
    }
  }

  return {
    async find() {
      const demo = await ask();
      return demo === undefined ? null : demoPermissions(demo);
    },
    async setUp() {
      const demo = await ask();
      if (demo === undefined) throw new AppError("network", { host: new URL(DEMO_DESCRIPTION_URL).host });
      const [profileId, hostId] = [crypto.randomUUID(), crypto.randomUUID()];
      const seq = await store.nextSeq(2);
      const names = store.profiles.all().map(({ name }) => name);
      const profile = demoProfile(demo, freeName(DEMO_NAME, names), profileId, seq);
      const isTaken = store.hosts.all().some(({ pattern }) => pattern === demo.api);
      await store.putAll({
        profiles: [{ profile, secrets: { clientSecret: demo.clientSecret } }],
        hosts: isTaken ? [] : [demoHost(demo, profileId, hostId, seq + 1)],
      });
      return profileId;
    },
  };
}
