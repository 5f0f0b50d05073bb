import { calculatePKCECodeChallenge, generateRandomCodeVerifier, generateRandomState } from "oauth4webapi";
import { defaultParameters } from "../domain/parameters.ts";
import { fillPlaceholders, type PlaceholderValues } from "../domain/placeholders.ts";
import type { OAuthProfile, Secrets } from "../domain/profile.ts";
import type { ExpectedResponse } from "./authorization-response.ts";
import { expectEndpoint } from "../domain/endpoint.ts";
import type { HttpRequest } from "./http.ts";
import { getDefaultTemplate, parameterField, type ResolvedParameter, resolveParameters } from "./parameters.ts";
import { appendQuery, knownSecrets } from "./request.ts";
import { placeholderValues, sensitiveValues } from "./values.ts";

/** What binds one authorization response to its request. Used once (RFC 9700 §2.1.1). */
export interface AuthorizationAttempt {
  readonly state: string;
  /** RFC 7636 §4.1: 43 characters with 256 bits of chance. */
  readonly codeVerifier: string;
}

export interface AuthorizationRequest {
  /** The page to open; a GET without headers. */
  readonly request: HttpRequest;
  /** What the response is checked against. */
  readonly expected: ExpectedResponse;
}

/** Fresh random values for one attempt. */
export function newAuthorizationAttempt(): AuthorizationAttempt {
  return { state: generateRandomState(), codeVerifier: generateRandomCodeVerifier() };
}

/**
 * Builds the authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3). The endpoint's own query is kept.
 *
 * @param redirectUri where the response is to arrive, exactly
 * @throws AppError `invalid_field`, see `expectEndpoint` and `resolveParameters`
 */
export async function buildAuthorizationRequest(
  profile: OAuthProfile,
  secrets: Secrets,
  attempt: AuthorizationAttempt,
  redirectUri: string,
): Promise<AuthorizationRequest> {
  const known = placeholderValues(profile, secrets, { redirect_uri: redirectUri, state: attempt.state });
  const verifier = sentVerifier(profile, secrets, new Map([...known, ["code_verifier", attempt.codeVerifier]]));
  const values = new Map([...known, ["code_challenge", await challengeFor(profile, verifier)]]);
  const url = expectEndpoint(profile, profile.authorizationUrl, values, "Authorization URL");
  const parameters = resolveParameters(profile, "authorization", values, secrets);
  return {
    request: {
      method: "GET",
      url: appendQuery("authorization", url, parameters),
      headers: [],
      body: undefined,
      secrets: knownSecrets(parameters, [...sensitiveValues(values, secrets), verifier]),
    },
    expected: { redirectUri, state: sentState(parameters) },
  };
}

/** The state that the response has to bring back, under the name that it was sent as. */
function sentState(parameters: readonly ResolvedParameter[]): ExpectedResponse["state"] {
  const sent =
    parameters.find(({ defaultName }) => defaultName === "state") ?? parameters.find(({ name }) => name === "state");
  return sent === undefined || sent.value === "" ? undefined : { name: sent.name, value: sent.value };
}

/** The verifier that the token request will send: the tester's own where there is one. */
function sentVerifier(profile: OAuthProfile, secrets: Secrets, values: PlaceholderValues): string {
  const parameter = defaultParameters(profile, "token").find(({ name }) => name === "code_verifier");
  const wanted = parameter && getDefaultTemplate(profile, "token", parameter, secrets);
  if (wanted === undefined) return values.get("code_verifier") ?? "";
  return fillPlaceholders(wanted.template, values, parameterField("token", "code_verifier"));
}

/** RFC 7636 §4.2. Where PKCE is off, the placeholder still has a value, and not one that gives the verifier away. */
async function challengeFor(profile: OAuthProfile, verifier: string): Promise<string> {
  return profile.pkce === "plain" ? verifier : calculatePKCECodeChallenge(verifier);
}
