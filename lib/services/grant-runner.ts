import type { PendingStep } from "../domain/grant.ts";
import type { OAuthProfile, Secrets } from "../domain/profile.ts";
import type { TokenSet } from "../domain/token-set.ts";
import { issuedBy, summarizeTokenSet } from "../domain/token-set.ts";
import { buildAuthorizationRequest, newAuthorizationAttempt } from "../oauth/authorization-request.ts";
import { readAuthorizationResponse } from "../oauth/authorization-response.ts";
import type { HttpRequest } from "../oauth/http.ts";
import { buildRefreshRequest, buildTokenRequest } from "../oauth/token-request.ts";
import { traceRedirect, traceRequest } from "../oauth/masking.ts";
import { readTokenResponse } from "../oauth/token-response.ts";
import type { Store } from "../store/store.ts";
import type { EndpointCalls } from "./endpoint-calls.ts";
import type { BrowserPorts } from "./ports.ts";

type Step = (pending: PendingStep) => Promise<void>;

export interface GrantRunner {
  /** Runs the profile's grant to a stored token set. Opens a window for Authorization Code. */
  grant(profile: OAuthProfile, step: Step, signal: AbortSignal): Promise<TokenSet>;
  /** Presents the refresh token once (RFC 6749 §6) and stores what comes back before anyone can use it. */
  refresh(profile: OAuthProfile, previous: TokenSet, step: Step, signal: AbortSignal): Promise<TokenSet>;
  /** A refresh token goes only to the server and client that it was issued by and to. */
  isFromSameServer(profile: OAuthProfile, tokenSet: TokenSet): boolean;
}

/**
 * Runs the protocol, one request after the other, each step written down before it is taken. The profile is the one
 * of the start: what is edited meanwhile can't send a code or a refresh token elsewhere (RFC 9700 §4.4.2).
 */
export function createGrantRunner(
  store: Store,
  calls: EndpointCalls,
  ports: Pick<BrowserPorts, "clock" | "authWindow">,
): GrantRunner {
  async function exchange(
    profile: OAuthProfile,
    kind: "token" | "refresh",
    request: HttpRequest,
    reading: { readonly callback?: Readonly<Record<string, string>>; readonly previous?: TokenSet },
    signal: AbortSignal,
  ): Promise<TokenSet> {
    return calls.send({
      profile,
      kind,
      request,
      signal,
      async take(reply) {
        const tokenSet = readTokenResponse(profile, reply, reading);
        await store.grants.succeed(profile.id, tokenSet, summarizeTokenSet(tokenSet));
        return tokenSet;
      },
    });
  }

  async function authorizationCode(profile: OAuthProfile, secrets: Secrets, step: Step, signal: AbortSignal) {
    const attempt = newAuthorizationAttempt();
    const redirectUri = ports.authWindow.redirectUrl({ loopback: profile.loopbackRedirect });
    const { request, expected } = await buildAuthorizationRequest(profile, secrets, attempt, redirectUri);
    await step({ kind: "authorization", startedAtMs: ports.clock.now() });
    const response = await calls.traced(profile, "authorization", traceRequest(request), async (note) => {
      const redirectedTo = await ports.authWindow.launch(request.url, { interactive: true, signal });
      note(traceRedirect(redirectedTo, profile));
      return readAuthorizationResponse(profile, redirectedTo, expected);
    });
    const { code, callback } = response;
    const grant = { grantType: "authorization_code", code, codeVerifier: attempt.codeVerifier, redirectUri, callback } as const;
    const tokenRequest = buildTokenRequest(profile, secrets, grant);
    await step({ kind: "token", startedAtMs: ports.clock.now() });
    return exchange(profile, "token", tokenRequest, { callback }, signal);
  }

  return {
    async grant(profile, step, signal) {
      const secrets = await store.profiles.secrets(profile.id);
      if (profile.grantType === "authorization_code") return authorizationCode(profile, secrets, step, signal);
      const request = buildTokenRequest(profile, secrets, { grantType: "client_credentials" });
      await step({ kind: "token", startedAtMs: ports.clock.now() });
      return exchange(profile, "token", request, {}, signal);
    },
    async refresh(profile, previous, step, signal) {
      const secrets = await store.profiles.secrets(profile.id);
      const request = buildRefreshRequest(profile, secrets, previous.refreshToken ?? "", previous.callback);
      await step({ kind: "refresh", startedAtMs: ports.clock.now() });
      return exchange(profile, "refresh", request, { previous, callback: previous.callback }, signal);
    },
    isFromSameServer: (profile, tokenSet) => tokenSet.issuedBy === issuedBy(profile),
  };
}
