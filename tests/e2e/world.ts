import type { Page } from "puppeteer-core";
import type { ApiHost } from "../../lib/domain/api-host.ts";
import { type OAuthProfile, newProfile } from "../../lib/domain/profile.ts";
import type { ProfileSummary, Snapshot } from "../../lib/domain/snapshot.ts";
import type { CommandAnswer, CommandName, Commands } from "../../lib/messages/protocol.ts";
import { type Sites, startSites } from "../support/api-server.ts";
import type { TestBrowser } from "../support/browser.ts";
import { type TakenBrowser, takeBrowser } from "../support/browser-pool.ts";
import type { LaunchOptions } from "../support/browser-session.ts";
import { type BrowserName, type PreparedExtension, prepareExtension } from "../support/extension.ts";
import type { OAuthServerOptions } from "../support/oauth-configuration.ts";
import { type OAuthServer, startOAuthServer } from "../support/oauth-server.ts";
import { answerConsent, signIn as sendSignIn } from "../support/sign-in.ts";
import { pollUntil } from "../support/wait.ts";

/** Which browser this run of the specs is for. */
export const BROWSER: BrowserName = process.env["BROWSER"] === "firefox" ? "firefox" : "chromium";

/** Four sites on loopback, on two ports, and one that signs people in. */
export const HOSTS = ["api.test", "docs.test", "evil.test", "sub.api.test", "sub.docs.test", "auth.test"] as const;

export const CLIENT_SECRET = "client-secret-canary-8d1f";

/** What the tests' permission prompts would have granted. */
const ALL_PERMISSIONS = ["webRequest"] as const;

export interface World {
  readonly browser: TestBrowser;
  readonly extension: PreparedExtension;
  readonly auth: OAuthServer;
  readonly sites: Sites;
  /** Sends a command from a page of the extension and answers with its envelope. */
  send<Name extends CommandName>(command: Name, request: Commands[Name]["request"]): Promise<CommandAnswer<Name>>;
  /** Sends a command that must succeed. */
  do<Name extends CommandName>(command: Name, request: Commands[Name]["request"]): Promise<Commands[Name]["result"]>;
  snapshot(): Promise<Snapshot>;
  profile(id: string): Promise<ProfileSummary | undefined>;
  /** Saves a profile the short way, without the form. */
  saveProfile(changes: Partial<OAuthProfile>, secret?: string): Promise<string>;
  saveHost(changes: Partial<ApiHost>): Promise<string>;
  /** Points the one API host of the test at a profile. */
  saveHostOnce(profileId: string): Promise<string>;
  /** Runs Authorize to its end and answers with the access token that the server issued. */
  authorize(profileId: string): Promise<string>;
  waitForStatus(profileId: string, kind: ProfileSummary["status"]["kind"]): Promise<ProfileSummary>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly granted?: readonly string[];
  readonly permissions?: readonly string[];
  readonly server?: Partial<OAuthServerOptions>;
  /** See `PrepareExtensionOptions`. */
  readonly fallbackLocale?: string;
  readonly launch?: Partial<LaunchOptions>;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const granted = options.granted ?? ["auth.test", "api.test", "docs.test"];
  const extension = await prepareExtension({
    browser: BROWSER,
    hosts: granted.flatMap((host) => [`http://${host}/*`, `ws://${host}/*`]),
    permissions: options.permissions ?? ALL_PERMISSIONS,
    ...(options.fallbackLocale !== undefined && { fallbackLocale: options.fallbackLocale }),
  });
  const auth = await startOAuthServer({
    host: "auth.test",
    clients: [
      { id: "machine", secret: CLIENT_SECRET, grantTypes: ["client_credentials"] },
      {
        id: "person",
        secret: CLIENT_SECRET,
        grantTypes: ["authorization_code", "refresh_token"],
        redirectUris: [extension.redirectUrl()],
      },
      // Gets no refresh token: only a silent sign-in renews what it got.
      {
        id: "silent",
        secret: CLIENT_SECRET,
        grantTypes: ["authorization_code"],
        redirectUris: [extension.redirectUrl()],
      },
      { id: "app", grantTypes: ["authorization_code", "refresh_token"], redirectUris: [extension.redirectUrl()] },
    ],
    ...options.server,
  });
  const sites = await startSites({
    ports: [0, 0],
    verify: async (token) => auth.findAccessToken(token),
  });
  const taken = await takeBrowser({
    browser: BROWSER,
    extensionDir: extension.dir,
    hosts: HOSTS,
    ...options.launch,
  });
  return assemble({ taken, extension, auth, sites });
}

interface Parts {
  readonly taken: TakenBrowser;
  readonly extension: PreparedExtension;
  readonly auth: OAuthServer;
  readonly sites: Sites;
}

function assemble({ taken, extension, auth, sites }: Parts): World {
  const { browser } = taken;
  let page: Page | undefined;

  /** A page of ours that stays open for commands; opened anew after a restart of the browser. */
  async function commandPage(): Promise<Page> {
    if (page === undefined || page.isClosed() || page.browser() !== browser.puppeteer) {
      page = await browser.openExtensionPage("options.html#/settings");
    }
    return page;
  }

  const world: World = {
    browser,
    extension,
    auth,
    sites,
    async send(command, request) {
      const answer = await (
        await commandPage()
      ).evaluate((message) => chrome.runtime.sendMessage(message), { ...request, command });
      // The envelope is made from the same types.
      return answer as CommandAnswer<typeof command>;
    },
    async do(command, request) {
      const answer = await world.send(command, request);
      if (!answer.ok) throw new Error(`${command}: ${JSON.stringify(answer.error)}`);
      return answer.result;
    },
    async snapshot() {
      const answer = await world.send("getSnapshot", {});
      if (!answer.ok) throw new Error(`getSnapshot: ${JSON.stringify(answer.error)}`);
      return answer.snapshot;
    },
    async profile(id) {
      return (await world.snapshot()).profiles.find((profile) => profile.id === id);
    },
    async saveProfile(changes, secret) {
      const form = await world.do("openProfileForm", { target: { kind: "new" } });
      const profile = {
        ...newProfile(form.profile.id, 0),
        tokenUrl: auth.endpoints.token,
        authorizationUrl: auth.endpoints.authorization,
        allowInsecureHttp: true,
        ...changes,
      };
      const secrets = secret === undefined ? {} : { clientSecret: secret };
      return world.do("saveProfile", { draftId: form.draftId, profile, secrets, authorize: false });
    },
    saveHost: (changes) =>
      world.do("saveHost", {
        host: {
          id: null,
          pattern: sites.url("api.test", ""),
          profileId: null,
          callingPages: [sites.url("docs.test", "")],
          pageLoads: true,
          webSockets: true,
          enabled: true,
          ...changes,
        },
      }),
    async saveHostOnce(profileId) {
      const { hosts } = await world.snapshot();
      return world.saveHost({ ...hosts[0]?.host, profileId });
    },
    async authorize(profileId) {
      const before = auth.issued.length;
      const { grantType } = (await world.profile(profileId)) ?? {};
      await world.do("authorize", { profileId });
      const token = (): (typeof auth.issued)[number] | undefined => auth.issued[before];
      // Who is signed in already is sent straight back: then there is no window, or none for long.
      const isThere = async (): Promise<Page | boolean> =>
        token() !== undefined || grantType !== "authorization_code" || ((await browser.findAuthWindow()) ?? false);
      const window = await pollUntil("a token, or a window to sign in", isThere);
      // A window that was not needed may be gone in the middle of it; without a token, it is the reason.
      let signInFailure: unknown;
      if (typeof window === "object") await signIn(window).catch((error: unknown) => (signInFailure = error));
      const issued = await pollUntil("a token from the server", () => {
        const found = token();
        if (found === undefined && signInFailure !== undefined) throw signInFailure;
        return found;
      });
      await world.waitForStatus(profileId, "valid");
      return issued.accessToken;
    },
    waitForStatus: (profileId, kind) =>
      pollUntil(`status ${kind}`, async () => {
        const profile = await world.profile(profileId);
        if (profile?.status.kind === kind) return profile;
        throw new Error(`it is ${JSON.stringify(profile?.status)}`);
      }),
    async close() {
      await taken.giveBack();
      await Promise.all([auth.close(), sites.close(), extension.remove()]);
      if (auth.faults.length > 0) throw new AggregateError(auth.faults, "The authorization server failed");
    },
  };
  return world;
}

/** Signs in and consents as a person does. The window closes itself. */
export async function signIn(window: Page): Promise<void> {
  await sendSignIn(window);
  await answerConsent(window);
}
