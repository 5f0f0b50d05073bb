import { type ApiHost, fitsRegexRule, formatApiHost, parseApiHost, parseCallingPage } from "../domain/api-host.ts";
import { AppError } from "../domain/errors.ts";
import { startTestMode, type TestModeInput } from "../domain/test-mode.ts";
import { type Limits, isHostAllowed } from "../domain/limits.ts";
import { isManaged } from "../domain/managed-id.ts";
import type { ApiHostChange, ApiHostInput } from "../messages/protocol.ts";
import { NEW_HOST_DRAFT } from "./host-forms.ts";
import { assertUnchanged } from "./managed.ts";
import type { Store } from "../store/store.ts";

/**
 * Saves an API host as the person typed it, written the one way it is written, or what was changed of one.
 *
 * @returns the saved host
 * @throws AppError `invalid_field` for "API host" or "Page", `not_found` for a profile or host that is gone, `host_not_allowed`,
 *   `managed` for more than the switch of an administrator's
 */
export async function saveHost(store: Store, typed: ApiHostInput, limits: Limits): Promise<ApiHost> {
  const { pattern } = typed;
  const input = pattern === undefined ? typed : { ...typed, pattern: writtenPattern(pattern, limits) };
  const isNew = input.id === null;
  const before = isNew
    ? { ...input, id: crypto.randomUUID(), seq: await store.nextSeq(), testMode: undefined }
    : store.hosts.get(input.id);
  // From here to the write nothing is awaited: of two that come at once, one finds the other.
  if (before === undefined) throw new AppError("not_found");
  const host = withChange(before, isNew ? {} : input);
  const isTaken = store.hosts.all().some((other) => other.pattern === host.pattern && other.id !== host.id);
  if (isTaken) throw new AppError("invalid_field", { field: "API host", problem: "duplicate" });
  if (host.profileId !== null) store.profiles.expect(host.profileId);
  // Of the administrator's, the switch alone is the person's.
  if (isManaged(host)) assertUnchanged({ ...before, enabled: host.enabled }, host);
  if (isNew) await store.hosts.put(host, { draftId: NEW_HOST_DRAFT });
  // One that came before it may still be on its way to the disk: what it has changed stays.
  else await store.hosts.change([host.id], (now) => withChange(now, input));
  return host;
}

function writtenPattern(typed: string, limits: Limits): string {
  const parsed = parseApiHost(typed);
  if (!fitsRegexRule(parsed)) throw new AppError("invalid_field", { field: "API host", problem: "too_long" });
  if (!isHostAllowed(limits, parsed)) throw new AppError("host_not_allowed", { host: parsed.host });
  return formatApiHost(parsed);
}

function withChange(host: ApiHost, change: Partial<ApiHostChange>): ApiHost {
  const { pattern = host.pattern, profileId = host.profileId, addedPage, removedPage } = change;
  const pages = [...(change.callingPages ?? host.callingPages), ...(addedPage === undefined ? [] : [addedPage])];
  return {
    id: host.id,
    seq: host.seq,
    pattern,
    profileId,
    callingPages: [...new Set(pages.map(parseCallingPage))].filter((page) => page !== removedPage),
    pageLoads: change.pageLoads ?? host.pageLoads,
    webSockets: change.webSockets ?? host.webSockets,
    enabled: change.enabled ?? host.enabled,
    // A test is of one address: another would be sent what nobody asked to send it.
    testMode: pattern === host.pattern ? host.testMode : undefined,
  };
}

/**
 * Puts an API host into a test mode that begins now, or with null back to normal.
 *
 * @param nowMs milliseconds since the epoch
 * @throws AppError `not_found` for a host or another profile that is gone; see also `startTestMode`
 */
export async function setTestMode(
  store: Store,
  hostId: string,
  input: TestModeInput | null,
  nowMs: number,
): Promise<void> {
  const testMode = input === null ? undefined : startTestMode(input, nowMs);
  if (testMode?.profileId !== undefined) store.profiles.expect(testMode.profileId);
  if (store.hosts.get(hostId) === undefined) throw new AppError("not_found");
  await store.hosts.change([hostId], (host) => ({ ...host, testMode }));
}
