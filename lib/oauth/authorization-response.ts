import { parseUrl } from "../domain/url.ts";
import { AppError, type ErrorCode } from "../domain/errors.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import { getServerText } from "./server-text.ts";

/** What an authorization response is checked against; plain data, so that it can be stored while the window is open. */
export interface ExpectedResponse {
  readonly redirectUri: string;
  /** Undefined when the tester has excluded it: nothing is checked then, see `missingProtections`. */
  readonly state: { readonly name: string; readonly value: string } | undefined;
  /** The issuers of the other profiles, none of which may have answered in place of this one (RFC 9207 §4). */
  readonly foreignIssuers?: readonly string[];
}

export interface AuthorizationResponse {
  readonly code: string;
  /** Members beside code and state, and `iss` where the profile has no issuer to compare it with. */
  readonly callback: Readonly<Record<string, string>>;
}

type Reading = Pick<OAuthProfile, "codeField" | "issuer" | "issuerInResponse">;

/**
 * Reads the URL that the server redirected to (RFC 6749 §4.1.2). Nothing in it is believed, an error least of all,
 * before it has come to the right address with the right state and issuer (RFC 9207 §2.4).
 *
 * @throws AppError `redirect_mismatch`, `token_in_fragment`, `response_parameter_repeated`, `state_missing`,
 *   `state_mismatch`, `issuer_missing`, `issuer_mismatch`, `authorization_refused` (with the server's `error`),
 *   `code_missing`
 */
export function readAuthorizationResponse(
  profile: Reading,
  redirectedTo: string,
  expected: ExpectedResponse,
): AuthorizationResponse {
  const stateName = expected.state?.name ?? "state";
  const parameters = responseParameters(redirectedTo, expected.redirectUri);
  const get = singleValueOf(parameters, new Set(["code", profile.codeField, stateName, "iss", ...ERROR_MEMBERS]));
  assertState(expected, get);
  assertIssuer(profile, get("iss"), expected.foreignIssuers ?? []);
  assertNotRefused(profile, get);
  const code = get(profile.codeField);
  if (code === undefined || code === "") throw new AppError("code_missing", { field: profile.codeField });
  const used = new Set([profile.codeField, stateName, ...(profile.issuer === "" ? [] : ["iss"])]);
  return { code, callback: extraMembers(parameters, used) };
}

type GetParameter = (name: string) => string | undefined;

const ERROR_MEMBERS = ["error", "error_description", "error_code", "error_message"] as const;

/** RFC 8252 §8.10: the response has arrived where it was asked to; Chromium accepts any path below the host. */
function responseParameters(redirectedTo: string, redirectUri: string): URLSearchParams {
  const url = parseUrl(redirectedTo);
  if (url === undefined || withoutQuery(url) !== withoutQuery(new URL(redirectUri))) {
    throw new AppError("redirect_mismatch");
  }
  const fragment = new URLSearchParams(url.hash.slice(1));
  // RFC 9700 §2.1.2: no implicit grant, even when the server believes that it was asked for.
  if (fragment.has("access_token") || fragment.has("id_token")) throw new AppError("token_in_fragment");
  // With response_mode=fragment the response is there; `#_=_` and the like mean nothing.
  const isResponse = ["code", "state", "error"].some((name) => fragment.has(name));
  return isResponse ? new URLSearchParams([...url.searchParams, ...fragment]) : url.searchParams;
}

function withoutQuery(url: URL): string {
  return url.href.split(/[?#]/u, 1)[0] ?? "";
}

/** @throws AppError `response_parameter_repeated` (RFC 6749 §3.1); unknown parameters are not judged (§4.1.2) */
function singleValueOf(parameters: URLSearchParams, names: ReadonlySet<string>): GetParameter {
  for (const name of names) {
    if (parameters.getAll(name).length > 1) throw new AppError("response_parameter_repeated", { field: name });
  }
  return (name) => parameters.get(name) ?? undefined;
}

function assertState({ state }: ExpectedResponse, get: GetParameter): void {
  if (state === undefined) return;
  const actual = get(state.name);
  if (actual === undefined || actual === "") throw new AppError("state_missing");
  if (actual !== state.value) throw new AppError("state_mismatch");
}

/** RFC 9207 §2.4: compared character by character. Without an issuer of its own, a profile has at least not another's. */
function assertIssuer(profile: Reading, actual: string | undefined, foreign: readonly string[]): void {
  if (actual === undefined) {
    if (profile.issuerInResponse) throw issuerError("issuer_missing", profile, actual);
    return;
  }
  const isRight = profile.issuer === "" ? actual === "" || !foreign.includes(actual) : actual === profile.issuer;
  if (!isRight) throw issuerError("issuer_mismatch", profile, actual);
}

function issuerError(code: ErrorCode, { issuer }: Reading, actual: string | undefined): AppError {
  const shown = actual === undefined ? undefined : getServerText(actual, []);
  return new AppError(code, {
    ...(issuer === "" ? {} : { expected: issuer }),
    ...(shown === undefined ? {} : { actual: shown }),
  });
}

function assertNotRefused(profile: Reading, get: GetParameter): void {
  // Facebook's names stand in where there is neither error nor code.
  const codeGiven = (get(profile.codeField) ?? "") !== "";
  const error = get("error") || (codeGiven ? "" : get("error_code")) || "";
  const description = get("error_description") || get("error_message") || "";
  if (error === "") return;
  const shownError = getServerText(error, []);
  const shownDescription = getServerText(description, []);
  throw new AppError("authorization_refused", {
    ...(shownError === undefined ? {} : { error: shownError }),
    ...(shownDescription === undefined ? {} : { errorDescription: shownDescription }),
  });
}

/** A name that repeats keeps all its values, with commas between them. */
function extraMembers(parameters: URLSearchParams, used: ReadonlySet<string>): Record<string, string> {
  const extra = [...parameters].filter(([name]) => !used.has(name));
  // Grouped in one go: to look each up among all the others takes too long where there are many.
  const groups = Map.groupBy(extra, ([name]) => name);
  return Object.fromEntries(Array.from(groups, ([name, same]) => [name, same.map(([, value]) => value).join(", ")]));
}
