import { AppError, type ErrorData, toErrorData } from "../../../lib/domain/errors.ts";
import type { AddedParameter, ParameterGroupName, ParameterGroup } from "../../../lib/domain/parameter-groups.ts";
import { newProfile, type OAuthProfile } from "../../../lib/domain/profile.ts";
import type { HttpReply, HttpRequest } from "../../../lib/oauth/http.ts";

export const REDIRECT_URI = "https://abcdefgh.chromiumapp.org/cb";
export const SECRETS = { clientSecret: "s3cr3t-of-the-client" } as const;
/** Milliseconds since the epoch of every request in these tests. */
export const SENT_AT_MS = 1_700_000_000_000;

/** A complete profile of the plain kind, and what the test changes on it. */
export function profileWith(changes: Partial<OAuthProfile> = {}): OAuthProfile {
  return {
    ...newProfile("p1", 1),
    name: "Example",
    clientId: "client-1",
    authorizationUrl: "https://as.example.com/authorize",
    tokenUrl: "https://as.example.com/token",
    scope: "read write",
    ...changes,
  };
}

/** The profile with one parameter group changed. */
export function withGroup(
  profile: OAuthProfile,
  group: ParameterGroupName,
  changes: Partial<ParameterGroup>,
): OAuthProfile {
  return { ...profile, parameters: { ...profile.parameters, [group]: { ...profile.parameters[group], ...changes } } };
}

export function added(changes: Partial<AddedParameter>): AddedParameter {
  return { id: "a1", name: "extra", value: "", sendIn: "body", secret: false, enabled: true, ...changes };
}

export function replyOf(body: unknown, changes: Partial<HttpReply> = {}): HttpReply {
  return {
    status: 200,
    headers: [],
    body: typeof body === "string" ? body : JSON.stringify(body),
    sentAtMs: SENT_AT_MS,
    receivedAtMs: SENT_AT_MS + 250,
    secrets: [],
    ...changes,
  };
}

export function formOf(request: HttpRequest): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(request.body));
}

export function queryOf(url: string): Record<string, string> {
  return Object.fromEntries(new URL(url).searchParams);
}

export function headerOf(request: HttpRequest, name: string): string | undefined {
  return request.headers.find((header) => header[0].toLowerCase() === name.toLowerCase())?.[1];
}

/** Code and details of the AppError that a call throws. Fails when it throws nothing or anything else. */
export async function errorOf(call: () => unknown): Promise<ErrorData> {
  try {
    await call();
  } catch (thrown) {
    if (thrown instanceof AppError) return toErrorData(thrown);
    throw thrown;
  }
  throw new Error("Nothing was thrown");
}

/** An unsigned JWT with these claims. */
export function jwtOf(claims: object): string {
  return `${jwtPart({ alg: "none" })}.${jwtPart(claims)}.c2lnbmF0dXJl`;
}

function jwtPart(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
