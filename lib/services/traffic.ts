import { type ApiHost, parseUrl } from "../domain/api-host.ts";
import { createHostIndex, type IndexedHost } from "../domain/host-index.ts";
import { noTokenReason } from "../domain/no-token-reason.ts";
import { type CarriedToken, type ObservedRequest, observedUrl } from "../domain/observed-request.ts";
import { hostPermissions, missingPermissions } from "../domain/permissions.ts";
import { parseBearerChallenge } from "../oauth/bearer-challenge.ts";
import type { Store } from "../store/store.ts";
import { attachState } from "./attach-state.ts";
import type { Attacher } from "./attach.ts";
import type { Managed } from "./managed.ts";
import type { ObservedRequests } from "./observed-requests.ts";
import type { AnsweredRequest, BrowserPorts, FailedRequest, SentRequest, TrafficEvent } from "./ports.ts";
import type { Refusals } from "./refusals.ts";
import { type SentToken, sentBy } from "./sent-by.ts";

/** Looks at the requests to API hosts: keeps what may be shown of them, and hands on the 401s to our token. */
export interface TrafficWatch {
  /** Watches the API hosts that are on, and no others; with *Observe requests* off, none. */
  follow(): void;
}

interface Parts {
  readonly store: Store;
  readonly attacher: Pick<Attacher, "getHeader" | "granted" | "isLeftOut">;
  readonly managed: Pick<Managed, "barring">;
  readonly observed: ObservedRequests;
  readonly refusals: Pick<Refusals, "note">;
  readonly ports: Pick<BrowserPorts, "clock" | "apiTraffic" | "extensionHost">;
}

/** Requests whose end was never told are forgotten, oldest first. */
const MOST_OPEN = 500;

interface Target {
  readonly url: URL;
  readonly found: IndexedHost;
}

/** A request from its start to its end; in this worker's memory only. */
interface OpenRequest extends Target {
  readonly atMs: number;
  readonly carried: CarriedToken;
  readonly token: SentToken | undefined;
}

export function createTrafficWatch({ store, attacher, managed, observed, refusals, ports }: Parts): TrafficWatch {
  const open = new Map<string, OpenRequest>();
  let indexed: readonly ApiHost[] = [];
  let index = createHostIndex(indexed);
  let watching = false;

  function findTarget(event: TrafficEvent): Target | undefined {
    const url = parseUrl(event.url);
    const found = url && index.find(url);
    const isOwn = event.initiator?.endsWith(`://${ports.extensionHost}`) ?? false;
    return url === undefined || found === undefined || isOwn ? undefined : { url, found };
  }

  function whyNone(event: TrafficEvent, found: IndexedHost): ReturnType<typeof noTokenReason> {
    const { host } = found;
    // Of its pages only the one that made the request matters to it, and none to a page load.
    const callingPages = event.type === "main_frame" || event.initiator === undefined ? [] : [event.initiator];
    const needed = hostPermissions({ ...host, callingPages, webSockets: event.type === "websocket" });
    const missing = missingPermissions(needed, attacher.granted());
    const state = attachState(host, missing, store, { nowMs: ports.clock.now(), attacher, managed });
    return noTokenReason(event, found.host, state);
  }

  function sent(request: SentRequest): void {
    const target = findTarget(request);
    if (target === undefined) return;
    const { found } = target;
    const token = sentBy(found.host, (name) => request.getHeader(name), attacher, ports.clock.now());
    const carried: CarriedToken =
      typeof token === "object"
        ? { kind: "profile", profileId: token.profileId }
        : { kind: token ?? "none", reason: whyNone(request, found) };
    const start = { ...target, atMs: request.atMs, carried, token: typeof token === "object" ? token : undefined };
    open.set(request.requestId, start);
    const [oldest] = open.keys();
    if (open.size > MOST_OPEN && oldest !== undefined) open.delete(oldest);
  }

  function end(
    event: TrafficEvent,
    outcome: Pick<ObservedRequest, "status" | "error" | "challenge">,
  ): SentToken | undefined {
    const start = open.get(event.requestId);
    open.delete(event.requestId);
    const target = start ?? findTarget(event);
    if (target === undefined) return undefined;
    observed.add({
      id: `${idPrefix(event)}${event.atMs}`,
      startedAtMs: start?.atMs ?? event.atMs,
      durationMs: start === undefined ? undefined : event.atMs - start.atMs,
      tabId: event.tabId,
      initiator: event.initiator,
      method: event.method,
      url: observedUrl(target.url),
      type: event.type,
      hostId: target.found.host.id,
      carried: start?.carried ?? { kind: "unseen" },
      ...outcome,
    });
    return start?.token;
  }

  function answered(answer: AnsweredRequest): void {
    const { status } = answer;
    const isRefused = status === 401 || status === 403;
    const challenge = isRefused ? parseBearerChallenge(answer.getHeaders("WWW-Authenticate")) : undefined;
    const token = end(answer, { status, error: undefined, challenge });
    // A renewal's failure is on record.
    if (status === 401 && token !== undefined) refusals.note(answer.url, token).catch(() => undefined);
  }

  function failed(failure: FailedRequest): void {
    if (open.has(failure.requestId)) end(failure, { status: undefined, error: failure.error, challenge: undefined });
    // A page that is closed or reads no further has had its answer.
    else if (!/ABORT/u.test(failure.error)) observed.noteFailure(idPrefix(failure), failure.error);
  }

  return {
    follow() {
      const isOn = store.settings.get().observeRequests && attacher.granted().permissions.includes("webRequest");
      const hosts = isOn ? store.hosts.all() : [];
      if (!store.settings.get().observeRequests) observed.clear().catch(() => undefined);
      if (isOn === watching && isSameList(hosts, indexed)) return;
      watching = isOn;
      indexed = hosts;
      index = createHostIndex(hosts);
      ports.apiTraffic.watch(patternsOf(hosts), { sent, answered, failed });
    },
  };
}

function patternsOf(hosts: readonly ApiHost[]): string[] {
  const origins = hosts
    .filter((host) => host.enabled)
    .flatMap((host) => hostPermissions({ ...host, callingPages: [] }).origins);
  return [...new Set(origins)].toSorted();
}

/** An API host that was saved again is another object. */
function isSameList(a: readonly ApiHost[], b: readonly ApiHost[]): boolean {
  return a.length === b.length && a.every((host, place) => host === b[place]);
}

function idPrefix({ requestId }: TrafficEvent): string {
  return `${requestId}:`;
}
