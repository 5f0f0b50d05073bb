import type { ApiHost } from "../domain/api-host.ts";
import type { AttachHeader } from "../domain/rule.ts";
import { activeTestMode } from "../domain/test-mode.ts";
import type { Attacher } from "./attach.ts";

/** Our token on a request. The header is for comparing while the request is under way, and goes no further. */
export interface SentToken {
  readonly profileId: string;
  readonly header: AttachHeader;
}

/** What a test mode has put on a request. */
export interface SentInTest {
  /** Nothing that comes of it says anything of a profile. */
  readonly profileId: undefined;
  readonly header: AttachHeader;
}

/**
 * Whose token a request to this API host went out with: the one of its profile as the rules send it now, what its test
 * mode sends in its place, `"other"` for an Authorization that is not ours, undefined for none.
 *
 * @param nowMs milliseconds since the epoch
 */
export function sentBy(
  host: Pick<ApiHost, "id" | "profileId" | "testMode">,
  getHeader: (name: string) => string | undefined,
  attacher: Pick<Attacher, "getHeader" | "getTestHeader">,
  nowMs: number,
): SentToken | SentInTest | "other" | undefined {
  // What a test mode sends, or leaves to the page, is not held against the profile's token.
  const isTest = activeTestMode(host, nowMs) !== undefined;
  const { profileId } = host;
  const ofProfile = profileId === null ? undefined : attacher.getHeader(profileId);
  const header = isTest ? attacher.getTestHeader(host.id) : ofProfile;
  if (header !== undefined && getHeader(header.name) === header.value) {
    if (isTest) return { profileId: undefined, header };
    if (profileId !== null) return { profileId, header };
  }
  return getHeader("Authorization") === undefined ? undefined : "other";
}

/** Shorter ones are not looked for in a text: they would hide half of it. */
const SHORTEST_SECRET = 8;

/** What a request carries for its authentication, with its scheme and without, to be masked wherever it is repeated. */
export function credentialsOf(
  getHeader: (name: string) => string | undefined,
  header: AttachHeader | undefined,
): string[] {
  const values = [getHeader("Authorization"), header?.value].filter((value) => value !== undefined);
  const bare = values.map((value) => value.replace(/^\S+\s+/u, ""));
  return [...new Set([...values, ...bare])].filter(({ length }) => length >= SHORTEST_SECRET);
}
