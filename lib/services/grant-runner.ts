import { AppError } from "../domain/errors.ts";
import type { PendingStep } from "../domain/grant.ts";
import type { OAuthProfile, Secrets } from "../domain/profile.ts";
import type { TokenSet } from "../domain/token-set.ts";
import { keepFormer } from "../domain/token-set.ts";
import { buildAuthorizationRequest, newAuthorizationAttempt } from "../oauth/authorization-request.ts";
import { readAuthorizationResponse } from "../oauth/authorization-response.ts";
import type { HttpRequest } from "../oauth/http.ts";
import { traceRedirect, traceRequest } from "../oauth/masking.ts";
import { buildRefreshRequest, buildTokenRequest } from "../oauth/token-request.ts";
import { readTokenResponse } from "../oauth/token-response.ts";
import { redirectUrlOf } from "../domain/redirect-url.ts";
import type { Store } from "../store/store.ts";
import type { EndpointCalls } from "./endpoint-calls.ts";
import type { Presence } from "./flights.ts";
import { createQueue } from "./in-turn.ts";
import type { Managed } from "./managed.ts";
import { timeout, untilAborted } from "./patience.ts";
import type { BrowserPorts } from "./ports.ts";
import { asSilent } from "./silent.ts";
import type { TokenSaver } from "./token-saver.ts";

/**
 * How long a silent sign-in may take, milliseconds. Chromium ends one earlier; a browser that does not would keep
 * every other sign-in waiting.
 */
const SILENT_PATIENCE_MS = 15_000;

/** One attempt at a token for a profile as it was when it began. */
export interface Attempt {
  readonly profile: OAuthProfile;
  readonly presence: Presence;
  readonly signal: AbortSignal;
  /** Called when a step has been written down. */
  readonly onStep: () => void;
}

export interface GrantRunner {
  /**
   * Runs the profile's grant to a stored token set. Authorization Code opens a window; without the person there it asks
   * the server silently (OpenID Connect Core §3.1.2.1, `prompt=none`).
   */
  grant(attempt: Attempt): Promise<TokenSet>;
  /** Presents the refresh token once (RFC 6749 §6) and stores what comes back before anyone can use it. */
  refresh(attempt: Attempt, previous: TokenSet): Promise<TokenSet>;
  /** The server knows the refresh token no more; what else there is stays. */
  dropRefreshToken(attempt: Attempt, previous: TokenSet): Promise<void>;
}

interface Parts {
  readonly store: Store;
  readonly calls: EndpointCalls;
  readonly saver: TokenSaver;
  readonly managed: Pick<Managed, "assertMayObtain">;
  readonly ports: Pick<BrowserPorts, "clock" | "authWindow" | "network">;
}

type Reading = { readonly callback?: Readonly<Record<string, string>>; readonly previous?: TokenSet };

/**
 * Runs the protocol, one request after the other, each step written down before it is taken. The profile is the one
 * of the start: what is edited meanwhile can't send a code or a refresh token elsewhere (RFC 9700 §4.4.2).
 */
export function createGrantRunner({ store, calls, saver, managed, ports }: Parts): GrantRunner {
  /** Chromium runs one flow at a time, and a silent one can't be ended: the person's waits for it. */
  const silentInTurn = createQueue();

  async function step({ profile, onStep }: Attempt, pending: PendingStep): Promise<void> {
    await store.grants.setPending(profile.id, pending);
    onStep();
  }

  function assertOnline(): void {
    // Before the intent is written: nothing was sent, so there is nothing to find out about it.
    if (!ports.network.isOnline()) throw new AppError("offline");
  }

  async function exchange(
    { profile, signal }: Attempt,
    kind: "token" | "refresh",
    request: HttpRequest,
    reading: Reading,
  ): Promise<TokenSet> {
    // Now: the vault may be locked when the reply is there.
    const replaced = reading.previous ?? (await store.grants.tokenSet(profile.id).catch(() => undefined));
    return calls.send({
      profile,
      kind,
      request,
      signal,
      async take(reply) {
        const read = readTokenResponse(profile, reply, reading);
        const tokenSet = { ...read, former: keepFormer(read, replaced, ports.clock.now()) };
        await saver.save(profile.id, tokenSet, rotation(profile, tokenSet, reading.previous), signal);
        return tokenSet;
      },
    });
  }

  /** What a reply to a refresh shows of the server. Once seen to rotate, always: some do so only now and then. */
  function rotation(profile: OAuthProfile, tokenSet: TokenSet, previous: TokenSet | undefined): boolean | undefined {
    if (previous === undefined) return undefined;
    const hasRotated = store.grants.get(profile.id)?.token?.refreshTokenRotates === true;
    return hasRotated || tokenSet.refreshToken !== previous.refreshToken;
  }

  /** The browser's flow; a silent one has nobody who could end it, so it ends by itself. */
  async function launch(url: string, silent: boolean, signal: AbortSignal): Promise<string> {
    if (!silent) return ports.authWindow.launch(url, { interactive: true, signal });
    const giveUp = new AbortController();
    const patience = timeout(ports.clock, SILENT_PATIENCE_MS);
    const late = patience.over.then(() => {
      throw new AppError("timeout");
    });
    late.catch(() => giveUp.abort());
    const either = AbortSignal.any([signal, giveUp.signal]);
    try {
      const flow = ports.authWindow.launch(url, { interactive: false, signal: either });
      return await untilAborted(Promise.race([late, flow]), signal);
    } finally {
      patience.stop();
    }
  }

  /** Asks for a code, up to the server's answer. One silent request at a time; the person's waits for it. */
  async function authorization(attempt: Attempt, profile: OAuthProfile, secrets: Secrets) {
    const { signal } = attempt;
    const silent = attempt.presence === "background";
    if (signal.aborted) throw new AppError("authorization_canceled");
    const random = newAuthorizationAttempt();
    const redirectUri = redirectUrlOf(ports.authWindow.redirectUrl(), profile);
    const { request, expected } = await buildAuthorizationRequest(profile, secrets, random, redirectUri);
    managed.assertMayObtain(request.url);
    await step(attempt, { kind: "authorization", startedAtMs: ports.clock.now(), ...(silent ? { silent } : {}) });
    const response = await calls.traced(profile, "authorization", traceRequest(request), async (note) => {
      const redirectedTo = await launch(request.url, silent, signal);
      note(traceRedirect(redirectedTo, profile));
      return readAuthorizationResponse(profile, redirectedTo, { ...expected, foreignIssuers: otherIssuers(profile) });
    });
    return { ...response, codeVerifier: random.codeVerifier, redirectUri };
  }

  /** An answer from one of these belongs to another profile's sign-in (RFC 9207 §4). */
  function otherIssuers({ id }: OAuthProfile): string[] {
    const others = store.profiles.all().filter((other) => other.id !== id && other.issuer !== "");
    return others.map(({ issuer }) => issuer);
  }

  async function authorizationCode(attempt: Attempt, original: OAuthProfile, secrets: Secrets): Promise<TokenSet> {
    const { signal } = attempt;
    const silent = attempt.presence === "background";
    const profile = silent ? asSilent(original) : original;
    const ask = () => authorization(attempt, profile, secrets);
    if (!silent)
      await untilAborted(
        silentInTurn(async () => undefined),
        signal,
      );
    const { code, callback, codeVerifier, redirectUri } = await (silent
      ? untilAborted(silentInTurn(ask), signal)
      : ask());
    const grant = { grantType: "authorization_code", code, codeVerifier, redirectUri, callback } as const;
    const tokenRequest = buildTokenRequest(profile, secrets, grant);
    await step(attempt, { kind: "token", startedAtMs: ports.clock.now() });
    return exchange(attempt, "token", tokenRequest, { callback });
  }

  return {
    async grant(attempt) {
      const { profile } = attempt;
      const secrets = await store.profiles.secrets(profile.id);
      if (profile.grantType === "authorization_code") return authorizationCode(attempt, profile, secrets);
      const request = buildTokenRequest(profile, secrets, { grantType: "client_credentials" });
      assertOnline();
      await step(attempt, { kind: "token", startedAtMs: ports.clock.now() });
      return exchange(attempt, "token", request, {});
    },
    async refresh(attempt, previous) {
      const { profile } = attempt;
      const secrets = await store.profiles.secrets(profile.id);
      const request = buildRefreshRequest(profile, secrets, previous.refreshToken ?? "", previous.callback);
      assertOnline();
      await step(attempt, { kind: "refresh", startedAtMs: ports.clock.now() });
      return exchange(attempt, "refresh", request, { previous, callback: previous.callback });
    },
    async dropRefreshToken({ profile, signal }, previous) {
      await saver.save(profile.id, { ...previous, refreshToken: undefined }, undefined, signal);
    },
  };
}
