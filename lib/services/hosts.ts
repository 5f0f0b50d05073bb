import { type ApiHost, fitsRegexRule, formatApiHost, parseApiHost, parseCallingPage } from "../domain/api-host.ts";
import { AppError } from "../domain/errors.ts";
import { startTestMode, type TestModeInput } from "../domain/test-mode.ts";
import { type Limits, isHostAllowed } from "../domain/limits.ts";
import { isManaged } from "../domain/managed-id.ts";
import type { ApiHostInput } from "../messages/protocol.ts";
import { NEW_HOST_DRAFT } from "./host-forms.ts";
import { assertUnchanged } from "./managed.ts";
import type { Store } from "../store/store.ts";

/**
 * Saves an API host as the person typed it, written the one way it is written.
 *
 * @returns the saved host
 * @throws AppError `invalid_field` for "API host" or "Page", `not_found` for a profile or host that is gone, `host_not_allowed`,
 *   `managed` for more than the switch of an administrator's
 */
export async function saveHost(store: Store, input: ApiHostInput, limits: Limits): Promise<ApiHost> {
  const parsed = parseApiHost(input.pattern);
  if (!fitsRegexRule(parsed)) throw new AppError("invalid_field", { field: "API host", problem: "too_long" });
  if (!isHostAllowed(limits, parsed)) throw new AppError("host_not_allowed", { host: parsed.host });
  const pattern = formatApiHost(parsed);
  const seq = input.id === null ? await store.nextSeq() : 0;
  // From here to the write nothing is awaited: of two that come at once, one finds the other.
  const isTaken = store.hosts.all().some((host) => host.pattern === pattern && host.id !== input.id);
  if (isTaken) throw new AppError("invalid_field", { field: "API host", problem: "duplicate" });
  if (input.profileId !== null) store.profiles.expect(input.profileId);
  const stored = input.id === null ? undefined : store.hosts.get(input.id);
  if (input.id !== null && stored === undefined) throw new AppError("not_found");
  const host: ApiHost = {
    id: stored?.id ?? crypto.randomUUID(),
    seq: stored?.seq ?? seq,
    pattern,
    profileId: input.profileId,
    callingPages: [...new Set(input.callingPages.map(parseCallingPage))],
    pageLoads: input.pageLoads,
    webSockets: input.webSockets,
    enabled: input.enabled,
    testMode: stored?.testMode,
  };
  // Of the administrator's, the switch alone is the person's.
  if (stored !== undefined && isManaged(stored)) assertUnchanged({ ...stored, enabled: host.enabled }, host);
  // A test is of one address: another would be sent what nobody asked to send it.
  const edited = (now: ApiHost): ApiHost => ({ ...host, testMode: now.pattern === pattern ? now.testMode : undefined });
  if (stored === undefined) await store.hosts.put(host, { draftId: NEW_HOST_DRAFT });
  else await store.hosts.change([host.id], edited);
  return host;
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
