import { isDeepStrictEqual } from "node:util";
import { AppError } from "../../lib/domain/errors.ts";
import { callRule, lastingCallRules } from "../../lib/domain/own-call-rules.ts";
import type { OAuthProfile, Secrets } from "../../lib/domain/profile.ts";
import type { HeaderChange } from "../../lib/domain/rule.ts";
import { isAttachable, type TokenSet } from "../../lib/domain/token-set.ts";
import { buildAuthorizationRequest, newAuthorizationAttempt } from "../../lib/oauth/authorization-request.ts";
import { readAuthorizationResponse } from "../../lib/oauth/authorization-response.ts";
import { type HttpReply, type HttpRequest, sendRequest } from "../../lib/oauth/http.ts";
import { buildRefreshRequest, buildTokenRequest, type TokenGrant } from "../../lib/oauth/token-request.ts";
import { readTokenResponse } from "../../lib/oauth/token-response.ts";
import { type MockProvider, REDIRECT_URI, startMockProvider } from "./mock-provider.ts";
import type { ExpectedOutcome, ProviderCase } from "./provider-case.ts";
import { defaultProfile, secretsOf, settingsProfile, withoutSetting } from "./provider-case.ts";

/** How one run of a case ended. */
export type Result =
  | { readonly passed: true; readonly tokenSets: readonly TokenSet[] }
  | { readonly passed: false; readonly reason: string; readonly error: unknown };

/** The whole flow with the settings of the case. */
export function runWithSettings(testCase: ProviderCase): Promise<Result> {
  return run(testCase, settingsProfile(testCase));
}

/** The whole flow with a new profile that knows client and addresses only. */
export function runWithDefaults(testCase: ProviderCase): Promise<Result> {
  return run(testCase, defaultProfile(testCase));
}

/** The whole flow with all settings but one. */
export function runWithout(testCase: ProviderCase, setting: ProviderCase["needs"][number]): Promise<Result> {
  return run(testCase, withoutSetting(settingsProfile(testCase), setting));
}

/** The whole flow against a token endpoint that refuses all. */
export function runRefused(testCase: ProviderCase): Promise<Result> {
  return run(testCase, settingsProfile(testCase), (mock) => mock.refuseAll("told so"));
}

async function run(
  testCase: ProviderCase,
  profile: OAuthProfile,
  prepare: (mock: MockProvider) => void = () => undefined,
): Promise<Result> {
  const mock = await startMockProvider(testCase.mock);
  prepare(mock);
  try {
    const tokenSets = await obtain(testCase, profile, mock);
    const problem = outcomeProblem(testCase, profile, tokenSets);
    return problem === undefined ? { passed: true, tokenSets } : { passed: false, reason: problem, error: undefined };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { passed: false, reason: mock.refusals.at(-1) ?? said, error };
  } finally {
    await mock.close();
  }
}

async function obtain(testCase: ProviderCase, profile: OAuthProfile, mock: MockProvider): Promise<TokenSet[]> {
  const secrets = secretsOf(testCase);
  const grant = await obtainGrant(profile, secrets, mock);
  const callback = grant.grantType === "authorization_code" ? (grant.callback ?? {}) : {};
  const request = buildTokenRequest(profile, secrets, grant);
  const tokenSets = [readTokenResponse(profile, await send(profile, request, mock), { callback })];
  const refreshes = testCase.refreshes ?? (testCase.mock.refresh === undefined ? 0 : 1);
  for (let count = 0; count < refreshes; count += 1) {
    const previous = tokenSets.at(-1);
    if (previous?.refreshToken === undefined) throw new Error("no refresh token came");
    const renewal = buildRefreshRequest(profile, secrets, previous.refreshToken, previous.callback);
    tokenSets.push(readTokenResponse(profile, await send(profile, renewal, mock), { previous }));
  }
  return tokenSets;
}

async function obtainGrant(profile: OAuthProfile, secrets: Secrets, mock: MockProvider): Promise<TokenGrant> {
  if (profile.grantType === "client_credentials") return { grantType: "client_credentials" };
  const attempt = newAuthorizationAttempt();
  const { request, expected } = await buildAuthorizationRequest(profile, secrets, attempt, REDIRECT_URI);
  const response = await fetch(mock.rewrite(request.url), { redirect: "manual" });
  const redirectedTo = response.headers.get("location");
  if (redirectedTo === null) throw new Error(`the authorization page answers ${response.status}`);
  const { code, callback } = readAuthorizationResponse(profile, redirectedTo, expected);
  const { codeVerifier } = attempt;
  return { grantType: "authorization_code", code, codeVerifier, redirectUri: REDIRECT_URI, callback };
}

/** Sends a request as the extension's worker would: with the browser's Origin, and what the rules on its calls make of it. */
function send(profile: OAuthProfile, request: HttpRequest, mock: MockProvider): Promise<HttpReply> {
  const viaMock: typeof fetch = (_, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set("origin", "chrome-extension://bearerbar");
    for (const change of headerChanges(profile, request.url)) {
      if (change.operation === "set") headers.set(change.header, change.value);
      else headers.delete(change.header);
    }
    return fetch(mock.rewrite(request.url), { ...init, headers });
  };
  const signal = AbortSignal.timeout(10_000);
  return sendRequest(request, { fetch: viaMock, now: Date.now, signal });
}

/** Lowest priority first: the last one to touch a header is heard. */
function headerChanges(profile: OAuthProfile, endpoint: string): readonly HeaderChange[] {
  const own = callRule(profile, endpoint, "bearerbar");
  const rules = [...lastingCallRules("bearerbar"), ...(own === undefined ? [] : [own])];
  const shield = Math.max(0, ...rules.filter(({ action }) => action.type === "allow").map(({ priority }) => priority));
  return rules
    .filter(({ priority }) => priority > shield)
    .toSorted((a, b) => a.priority - b.priority)
    .flatMap(({ action }) => (action.type === "modifyHeaders" ? action.requestHeaders : []));
}

function outcomeProblem(
  { expected }: ProviderCase,
  profile: OAuthProfile,
  tokenSets: readonly TokenSet[],
): string | undefined {
  const { refreshed, callback, ...first } = expected;
  const [initial] = tokenSets;
  const last = tokenSets.at(-1);
  if (initial === undefined || last === undefined) return "no token";
  if (!tokenSets.every((tokenSet) => isAttachable(tokenSet, profile))) return "the token can only be copied";
  return (
    difference(
      "",
      { callback: {}, ...first, ...(callback && { callback }) },
      { ...outcome(profile, initial), callback: initial.callback },
    ) ?? (refreshed === undefined ? undefined : difference("after the refresh, ", refreshed, outcome(profile, last)))
  );
}

function outcome(profile: OAuthProfile, tokenSet: TokenSet): Record<keyof ExpectedOutcome, unknown> {
  const { accessToken, refreshToken, scope, obtainedAtMs, expiresAtMs } = tokenSet;
  return {
    accessToken,
    refreshToken,
    scope,
    lifetime: expiresAtMs === undefined ? undefined : (expiresAtMs - obtainedAtMs) / 1000,
    header: `${profile.headerName}: ${profile.headerPrefix} ${accessToken}`.replace(":  ", ": "),
    callback: undefined,
    refreshed: undefined,
  };
}

function difference(when: string, expected: object, actual: Record<string, unknown>): string | undefined {
  const wanted: Record<string, unknown> = { ...expected };
  const names = ["accessToken", "refreshToken", "scope", "lifetime", "header", "callback"];
  const name = names.find((key) => !isDeepStrictEqual(wanted[key], actual[key]));
  return name && `${when}${name} is ${JSON.stringify(actual[name])} instead of ${JSON.stringify(wanted[name])}`;
}

/** What an AppError says of the server's own error; undefined when it is another. */
export function serverError(
  result: Result,
): { error: string | undefined; description: string | undefined } | undefined {
  if (result.passed || !(result.error instanceof AppError)) return undefined;
  const { code, details } = result.error;
  return code === "token_refused" ? { error: details.error, description: details.errorDescription } : undefined;
}
