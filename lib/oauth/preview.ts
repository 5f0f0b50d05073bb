import { toErrorData } from "../domain/errors.ts";
import type { ParameterGroupName } from "../domain/parameter-groups.ts";
import type { RequestPreview } from "../domain/preview.ts";
import { placeholderNames } from "../domain/placeholders.ts";
import type { OAuthProfile, Secrets } from "../domain/profile.ts";
import type { TracedRequest } from "../domain/trace.ts";
import { type AuthorizationAttempt, buildAuthorizationRequest } from "./authorization-request.ts";
import { getClientAuthenticator } from "./client-authentication.ts";
import type { HttpRequest } from "./http.ts";
import { traceRequest } from "./masking.ts";
import { buildRefreshRequest, buildTokenRequest, type TokenGrant } from "./token-request.ts";

const PREFIX = "callback.";

/** What stands in for values that only a running grant has. Masked wherever they occur, so they look like nothing else. */
const STAND_INS = {
  attempt: { state: "random-state", codeVerifier: "v3r1f13r" } satisfies AuthorizationAttempt,
  code: "c0d3c0d3",
  refreshToken: "r3fr35h",
} as const;

/**
 * The requests of a profile as they would be sent, secrets masked: built by the functions that build the real ones.
 * A request that cannot be built comes with the reason instead.
 */
export async function previewRequests(
  profile: OAuthProfile,
  secrets: Secrets,
  redirectUri: string,
): Promise<readonly RequestPreview[]> {
  const callback = standInCallback(profile);
  const preview = previewer(profile, secrets);
  const token = preview("token", async () =>
    buildTokenRequest(profile, secrets, standInGrant(profile, redirectUri, callback)),
  );
  const refresh = preview("refresh", async () =>
    buildRefreshRequest(profile, secrets, STAND_INS.refreshToken, callback),
  );
  if (profile.grantType !== "authorization_code") return Promise.all([token, refresh]);
  const authorization = preview("authorization", async () => {
    const { request } = await buildAuthorizationRequest(profile, secrets, STAND_INS.attempt, redirectUri);
    return request;
  });
  return Promise.all([authorization, token, refresh]);
}

function previewer(profile: OAuthProfile, secrets: Secrets) {
  return async (group: ParameterGroupName, build: () => Promise<HttpRequest>): Promise<RequestPreview> => {
    try {
      const request = await build();
      const masked = traceRequest(request);
      const isBare = secrets.clientSecret === undefined;
      return { group, request: isBare ? showBareClient(profile, request, masked) : masked, problem: undefined };
    } catch (thrown) {
      return { group, request: undefined, problem: toErrorData(thrown) };
    }
  };
}

/** Basic credentials without a Client Secret are nothing to be masked: a mask would say that there is one. */
function showBareClient(profile: OAuthProfile, request: HttpRequest, masked: TracedRequest): TracedRequest {
  if (request.headers.length === 0) return masked;
  const bare = new Set(getClientAuthenticator(profile, {})([]).map(([, value]) => value));
  const headers = request.headers.map((sent, index) => (bare.has(sent[1]) ? sent : (masked.headers[index] ?? sent)));
  return { ...masked, headers };
}

function standInGrant(
  profile: OAuthProfile,
  redirectUri: string,
  callback: Readonly<Record<string, string>>,
): TokenGrant {
  if (profile.grantType !== "authorization_code") return { grantType: "client_credentials" };
  const { code, attempt } = STAND_INS;
  return { grantType: "authorization_code", code, codeVerifier: attempt.codeVerifier, redirectUri, callback };
}

/** Members of a callback that never was: each stands for itself, or for a server where a URL begins with it. */
function standInCallback(profile: OAuthProfile): Record<string, string> {
  const urls = [profile.tokenUrl, profile.refreshUrl];
  const values = Object.values(profile.parameters).flatMap(({ overrides, added }) => [
    ...Object.values(overrides).map(({ value }) => value ?? ""),
    ...added.map(({ value }) => value),
  ]);
  const names = new Set([...urls, ...values].flatMap(placeholderNames).filter((name) => name.startsWith(PREFIX)));
  const servers = new Set(
    urls.filter((url) => url.trimStart().startsWith("{{")).map((url) => placeholderNames(url)[0] ?? ""),
  );
  return Object.fromEntries(
    Array.from(names, (name) => {
      const member = name.slice(PREFIX.length);
      return [member, servers.has(name) ? `https://${member}.invalid` : member];
    }),
  );
}
