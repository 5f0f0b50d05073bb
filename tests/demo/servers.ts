import { type Sites, startSites } from "../support/api-server.ts";
import { firefoxRedirectUrl } from "../support/extension.ts";
import { listen } from "../support/http-listener.ts";
import { DEMO_USERS } from "../support/oauth-configuration.ts";
import { type OAuthServer, startOAuthServer } from "../support/oauth-server.ts";

/** The ports that the README names; where one is taken, the demo uses any free one and says so. */
export const PORTS = { auth: 8731, api: 8732, page: 8733 } as const;

/** The clients that the demo's OAuth server knows. Made for this run, on this machine: no secret of anybody's. */
export const CLIENTS = {
  signIn: { id: "demo-sign-in", secret: "demo-sign-in-secret" },
  machine: { id: "demo-machine", secret: "demo-machine-secret" },
} as const;

/** The extension in Firefox, started by hand: its id is in wxt.config.ts. */
const FIREFOX_REDIRECT_URL = firefoxRedirectUrl("bearer-bar@bearer-bar.example");

/** Who can sign in. */
export const PERSON = { username: "alice", password: DEMO_USERS["alice"] ?? "" } as const;

export interface DemoServers {
  readonly auth: OAuthServer;
  readonly api: Sites;
  readonly page: Sites;
  /** `http://127.0.0.1:port`. Another site than the page's, for the browser, though both are this machine. */
  readonly apiOrigin: string;
  /** `http://localhost:port`. */
  readonly pageOrigin: string;
  /** The page with the buttons that call the API. */
  readonly pageUrl: string;
  /** The same page on a site that may not call the API. Browsers themselves know `*.localhost` as this machine. */
  readonly strangerUrl: string;
  close(): Promise<void>;
}

/** Starts the OAuth server, the protected API and the site of the calling page, all on loopback. */
export async function startServers(redirectUrl: string): Promise<DemoServers> {
  let described: object = {};
  const auth = await startOAuthServer({
    describe: () => described,
    port: await freePort(PORTS.auth),
    clients: [
      {
        ...CLIENTS.signIn,
        grantTypes: ["authorization_code", "refresh_token"],
        redirectUris: [redirectUrl, FIREFOX_REDIRECT_URL],
      },
      { ...CLIENTS.machine, grantTypes: ["client_credentials"] },
    ],
  });
  const api = await startSites({
    ports: [await freePort(PORTS.api)],
    verify: (token) => auth.findAccessToken(token),
  });
  const apiOrigin = api.url("127.0.0.1", "");
  const page = await startSites({ ports: [await freePort(PORTS.page)], apiOrigin });
  described = describe(auth, apiOrigin, page.url("localhost", ""));
  return {
    auth,
    api,
    page,
    apiOrigin,
    pageOrigin: page.url("localhost", ""),
    pageUrl: page.url("localhost", "/page"),
    strangerUrl: page.url("stranger.localhost", "/page"),
    async close() {
      await Promise.all([auth.close(), api.close(), page.close()]);
    },
  };
}

/** What a popup with nothing in it yet needs to know to offer the demo. */
function describe({ issuer, endpoints }: OAuthServer, api: string, page: string): object {
  const { id: clientId, secret: clientSecret } = CLIENTS.signIn;
  const urls = { issuer, authorizationUrl: endpoints.authorization, tokenUrl: endpoints.token, api, page };
  return { format: "bearer-bar-demo", ...urls, clientId, clientSecret, scope: "openid api:read" };
}

/** The port itself where nothing listens on it, else 0: any. */
async function freePort(port: number): Promise<number> {
  const listener = await listen(() => {}, port).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EADDRINUSE" || error.code === "EACCES") return undefined;
    throw error;
  });
  await listener?.close();
  return listener === undefined ? 0 : port;
}
