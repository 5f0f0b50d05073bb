import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import { newProfile } from "../../lib/domain/profile.ts";
import type { Snapshot } from "../../lib/domain/snapshot.ts";
import type { CommandAnswer, CommandName, Commands } from "../../lib/messages/protocol.ts";
import { createSnapshotParts } from "../../lib/messages/snapshot-parts.ts";
import { createCommandServer } from "../../lib/messages/server.ts";
import { bootWorker, type StoreAccess } from "../../lib/services/boot.ts";
import type { Worker } from "../../lib/services/worker.ts";
import { exportReadable, resetStorage } from "../../lib/store/salvage.ts";
import { openStore, type Store } from "../../lib/store/store.ts";
import { FakeBrowser } from "./fake-browser.ts";
import { Life } from "./life.ts";

const ORIGIN = "chrome-extension://extension";

/** A whole worker over a fake browser; it can die and start again over the same database. */
export class TestWorker {
  readonly browser = new FakeBrowser();
  readonly indexedDB = new IDBFactory();
  /** The worker's of now. */
  life = new Life();
  store!: Store;
  worker!: Worker;

  static async start(): Promise<TestWorker> {
    const test = new TestWorker();
    await test.restart();
    return test;
  }

  /** A new worker over what the old one left; nothing the old one still does has an effect. */
  async restart(life = new Life()): Promise<void> {
    this.life.kill();
    this.life = life;
    const ports = life.ports(this.browser.ports());
    const indexedDB = life.indexedDB(this.indexedDB);
    const access: StoreAccess = {
      open: async () => (this.store = await openStore({ indexedDB, session: ports.session })),
      exportReadable: () => exportReadable(indexedDB),
      reset: () => resetStorage(indexedDB, ports.session),
    };
    this.worker = await bootWorker(access, ports);
  }

  /** As `restart`, after the browser was closed: what is only in memory is gone. */
  async restartBrowser(life = new Life()): Promise<void> {
    this.browser.sessionValues.clear();
    this.browser.rules = [];
    await this.restart(life);
  }

  /** Sends a command as the popup or the options page does. */
  async send<Name extends CommandName>(
    command: Name,
    request: Commands[Name]["request"],
    page = "options.html",
  ): Promise<CommandAnswer<Name>> {
    const server = createCommandServer({
      extensionId: "extension",
      extensionOrigin: ORIGIN,
      handlers: this.worker.handlers,
      takeSnapshot: (view) => this.worker.takeSnapshot(view),
      parts: createSnapshotParts(),
    });
    const sender = { id: "extension", origin: ORIGIN, url: `${ORIGIN}/${page}` };
    // The envelope is made from the same types.
    return (await server.answer({ ...request, command }, sender)) as CommandAnswer<Name>;
  }

  /** Sends a command that must succeed. */
  async do<Name extends CommandName>(command: Name, request: Commands[Name]["request"]) {
    const answer = await this.send(command, request);
    if (!answer.ok) throw new Error(`${command}: ${JSON.stringify(answer.error)}`);
    return answer;
  }

  snapshot(): Promise<Snapshot> {
    return this.worker.takeSnapshot();
  }

  async saveProfile(changes: Partial<OAuthProfile>, secret: string | undefined = "s3cret-canary"): Promise<string> {
    const form = await this.do("openProfileForm", { target: { kind: "new" } });
    const { draftId } = form.result;
    const profile = { ...newProfile(form.result.profile.id, 0), ...changes };
    const secrets = secret === undefined ? {} : { clientSecret: secret };
    return (await this.do("saveProfile", { draftId, profile, secrets, authorize: false })).result;
  }
}

export const CLIENT_CREDENTIALS = {
  name: "Machine",
  grantType: "client_credentials",
  clientId: "machine",
  tokenUrl: "https://auth.example.com/token",
} as const;

export const AUTHORIZATION_CODE = {
  name: "Person",
  grantType: "authorization_code",
  clientId: "person",
  authorizationUrl: "https://auth.example.com/authorize",
  tokenUrl: "https://auth.example.com/token",
} as const;

export const API_HOST = {
  id: null,
  pattern: "https://api.example.com",
  callingPages: ["https://docs.example.org"],
  pageLoads: true,
  webSockets: false,
  enabled: true,
} as const;

export function tokenReply(members: Readonly<Record<string, unknown>>): Response {
  return Response.json({ token_type: "Bearer", expires_in: 3600, ...members });
}
