import type { ApiHost } from "../domain/api-host.ts";
import type { AttachHeader } from "../domain/rule.ts";
import { activeTestMode } from "../domain/test-mode.ts";
import type { Attacher } from "./attach.ts";

/** Our token on a request. The header is for comparing while the request is under way, and goes no further. */
export interface SentToken {
  readonly profileId: string;
  readonly header: AttachHeader;
}

/**
 * Whose token a request to this API host went out with: the one of its profile as the rules send it now, `"other"` for
 * an Authorization that is not ours, or that a test mode has asked for, undefined for none.
 *
 * @param nowMs milliseconds since the epoch
 */
export function sentBy(
  host: Pick<ApiHost, "profileId" | "testMode">,
  getHeader: (name: string) => string | undefined,
  attacher: Pick<Attacher, "getHeader">,
  nowMs: number,
): SentToken | "other" | undefined {
  // What a test mode sends, or leaves to the page, is not held against the profile's token.
  const profileId = activeTestMode(host, nowMs) === undefined ? host.profileId : null;
  const header = profileId === null ? undefined : attacher.getHeader(profileId);
  if (profileId !== null && header !== undefined && getHeader(header.name) === header.value)
    return { profileId, header };
  return getHeader("Authorization") === undefined ? undefined : "other";
}

/** Shorter ones are not looked for in a text: they would hide half of it. */
const SHORTEST_SECRET = 8;

/** What a request carries for its authentication, with its scheme and without, to be masked wherever it is repeated. */
export function credentialsOf(getHeader: (name: string) => string | undefined, token: SentToken | undefined): string[] {
  const values = [getHeader("Authorization"), token?.header.value].filter((value) => value !== undefined);
  const bare = values.map((value) => value.replace(/^\S+\s+/u, ""));
  return [...new Set([...values, ...bare])].filter(({ length }) => length >= SHORTEST_SECRET);
}
