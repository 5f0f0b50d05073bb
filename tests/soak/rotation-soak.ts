import { CLIENT_SECRET, type World, signIn, startWorld } from "../e2e/world.ts";
import type { OAuthServer } from "../support/oauth-server.ts";
import { pollUntil } from "../support/wait.ts";
import { type ApiFigures, type CheckingApi, startCheckingApi } from "./checking-api.ts";
import { startFetching, startPressing } from "./traffic.ts";

export interface SoakOptions {
  /** The soak ends when the server has renewed so often. */
  readonly renewals: number;
  /** Profiles that renew at the same time, each with an API host of its own. */
  readonly profiles: number;
  /** Gives up after so many milliseconds. */
  readonly timeoutMs: number;
  readonly onProgress?: (renewals: number) => void;
}

/** What a soak found. Everything under `faults` must be zero. */
export interface SoakFigures {
  readonly renewals: number;
  readonly seconds: number;
  readonly after401: number;
  readonly api: ApiFigures;
  readonly faults: {
    /** Refresh tokens that were presented more than once; each ends its grant at this server. */
    readonly reused: number;
    /** Profiles that can't renew any more at the end. */
    readonly grantsLost: number;
    /** API requests with a token that had expired, or that nobody had issued. */
    readonly staleRequests: number;
    /** Renewals of a token that was neither about to expire nor refused. */
    readonly needlessRenewals: number;
    /** Token requests that the server refused. */
    readonly refusedRenewals: number;
  };
}

/** Seconds. */
const LIFETIME = 5;
/**
 * No token of five seconds is due sooner after it was issued. The extension counts a second and a half from when it
 * asked (lib/domain/lifetime.ts), and half a second of it may be the way to a busy server.
 */
const EARLIEST_MS = 1_000;

/**
 * Renews tokens of five seconds at a server that revokes a whole grant when a refresh token is used twice, while popup
 * and options page copy tokens, pages call the APIs, and the APIs refuse a token now and then.
 */
export async function soak(options: SoakOptions): Promise<SoakFigures> {
  const world = await startWorld({ server: { lifetimes: { accessToken: LIFETIME }, rotateRefreshTokens: true } });
  const api = await startCheckingApi(world.auth);
  try {
    return await run(world, api, options);
  } finally {
    await api.close();
    await world.close();
  }
}

async function run(world: World, api: CheckingApi, options: SoakOptions): Promise<SoakFigures> {
  const origin = `http://api.test:${api.port}`;
  const paths = Array.from({ length: options.profiles }, (_, number) => `${origin}/p${number}`);
  const profileIds: string[] = [];
  for (const [number, path] of paths.entries()) profileIds.push(await addProfile(world, number, path));

  const startedAtMs = Date.now();
  const pages = await Promise.all([
    world.browser.openExtensionPage("popup.html"),
    world.browser.openExtensionPage("options.html#/oauths"),
    world.browser.newPage(world.sites.url("docs.test")),
  ]);
  const [popup, settings, docs] = pages;
  await startPressing(popup, profileIds, 300);
  await startPressing(settings, profileIds, 300);
  await startFetching(
    docs,
    paths.map((path) => `${path}/me`),
    400,
  );

  const revoker = setInterval(() => revokeOne(world.auth, api), 2_000);
  try {
    await pollUntil(
      `${options.renewals} renewals`,
      () => {
        const count = renewals(world.auth).length;
        options.onProgress?.(count);
        return count >= options.renewals;
      },
      { timeoutMs: options.timeoutMs, intervalMs: 500 },
    );
  } finally {
    clearInterval(revoker);
    await Promise.all(pages.map((page) => page.close()));
  }
  const seconds = (Date.now() - startedAtMs) / 1000;
  return { ...figuresOf(world.auth, api), seconds, faults: await faultsOf(world, api, profileIds) };
}

async function addProfile(world: World, number: number, pattern: string): Promise<string> {
  const profile = { name: `Person ${number}`, clientId: "person", scope: "openid api:read" };
  const profileId = await world.saveProfile(profile, CLIENT_SECRET);
  await world.saveHost({ pattern, profileId, webSockets: false, pageLoads: false });
  await world.do("authorize", { profileId });
  // From then on the server knows the person.
  if (number === 0) await signIn(await world.browser.waitForAuthWindow());
  await pollUntil("the token", async () => (await world.profile(profileId))?.token !== undefined, {
    timeoutMs: 20_000,
  });
  return profileId;
}

/** The API refuses one of the tokens that are in use now. */
function revokeOne(auth: OAuthServer, api: CheckingApi): void {
  const recent = auth.issued.filter(({ atMs }) => Date.now() - atMs < 1_000);
  const token = recent[Math.floor(Math.random() * recent.length)];
  if (token !== undefined) api.revoke(token.accessToken);
}

function renewals(auth: OAuthServer) {
  return auth.issued.filter(({ grantType }) => grantType === "refresh_token");
}

function presented(auth: OAuthServer) {
  return auth.requests.filter(({ path, form }) => path === "/token" && form.get("grant_type") === "refresh_token");
}

function figuresOf(auth: OAuthServer, api: CheckingApi) {
  const after401 = auth.issued.filter(({ accessToken }) => {
    const refusedAtMs = api.refusedAtMs(accessToken);
    return refusedAtMs !== undefined && successorAtMs(auth, accessToken) - refusedAtMs < 1_000;
  });
  return { renewals: renewals(auth).length, after401: after401.length, api: api.figures };
}

/** When the grant of this access token was renewed, milliseconds since the epoch; Infinity when it was not yet. */
function successorAtMs(auth: OAuthServer, accessToken: string): number {
  const issued = auth.issued.find((tokens) => tokens.accessToken === accessToken);
  return presented(auth).find(({ form }) => form.get("refresh_token") === issued?.refreshToken)?.atMs ?? Infinity;
}

async function faultsOf(world: World, api: CheckingApi, profileIds: readonly string[]): Promise<SoakFigures["faults"]> {
  const { auth } = world;
  const lost = await Promise.all(profileIds.map((profileId) => isLost(world, profileId)));
  const uses = Map.groupBy(presented(auth), ({ form }) => form.get("refresh_token"));
  const needless = auth.issued.filter(({ accessToken, atMs }) => {
    const renewedAtMs = successorAtMs(auth, accessToken);
    return renewedAtMs - atMs < EARLIEST_MS && api.refusedAtMs(accessToken) === undefined;
  });
  return {
    reused: [...uses.values()].filter(({ length }) => length > 1).length,
    grantsLost: lost.filter(Boolean).length,
    staleRequests: api.figures.expired + api.figures.unknown,
    needlessRenewals: needless.length,
    refusedRenewals: await refused(auth),
  };
}

/** Requests that got no tokens. Profiles go on renewing, so that one or the other is always just being answered. */
async function refused(auth: OAuthServer): Promise<number> {
  const left = (): number => presented(auth).length - renewals(auth).length;
  return pollUntil("a moment without a refresh under way", () => left() === 0, { intervalMs: 10 }).then(() => 0, left);
}

/** A grant is there if it renews once more by itself. */
async function isLost(world: World, profileId: string): Promise<boolean> {
  const before = (await world.profile(profileId))?.token?.obtainedAtMs;
  return pollUntil(
    "one more renewal",
    async () => {
      const profile = await world.profile(profileId);
      return profile?.status.kind === "valid" && profile.token?.obtainedAtMs !== before;
    },
    { timeoutMs: 15_000, intervalMs: 200 },
  ).then(
    () => false,
    () => true,
  );
}
