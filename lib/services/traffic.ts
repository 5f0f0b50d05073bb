import type { ApiHost } from "../domain/api-host.ts";
import { parseUrl } from "../domain/url.ts";
import { createHostIndex, type IndexedHost } from "../domain/host-index.ts";
import { noTokenReason } from "../domain/no-token-reason.ts";
import { type CarriedToken, type ObservedRequest, observedMethod, observedUrl } from "../domain/observed-request.ts";
import { hostPermissions, missingPermissions } from "../domain/permissions.ts";
import { isSameList } from "../domain/same-list.ts";
import { watchedHosts } from "../domain/watched-hosts.ts";
import { parseBearerChallenge } from "../oauth/bearer-challenge.ts";
import { getServerText } from "../oauth/server-text.ts";
import type { Store } from "../store/store.ts";
import { attachState } from "./attach-state.ts";
import type { Attacher } from "./attach.ts";
import type { Managed } from "./managed.ts";
import type { ObservedRequests } from "./observed-requests.ts";
import type { AnsweredRequest, BrowserPorts, FailedRequest, SentRequest, TrafficEvent } from "./ports.ts";
import type { Refusals } from "./refusals.ts";
import { credentialsOf, type SentInTest, type SentToken, sentBy } from "./sent-by.ts";

/** Looks at the requests to API hosts: keeps what may be shown of them, and hands on the 401s to our token. */
export interface TrafficWatch {
  /** Looks at requests to API hosts that are on, and no others; with *Observe requests* off, at none. */
  follow(): void;
}

interface Parts {
  readonly store: Store;
  readonly attacher: Pick<Attacher, "getHeader" | "getTestHeader" | "granted" | "isLeftOut">;
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

/**
 * A request from its start to its end; in this worker's memory only. Its address as it is shown: a page may make
 * hundreds at once, of a megabyte each.
 */
interface OpenRequest {
  readonly hostId: string;
  readonly url: string;
  readonly atMs: number;
  readonly carried: CarriedToken;
  readonly token: SentToken | undefined;
  /** To be masked in its answer; undefined where nobody knows any more. */
  readonly credentials: readonly string[] | undefined;
}

function carriedOf(sent: SentToken | SentInTest): CarriedToken {
  return sent.profileId === undefined ? { kind: "test" } : { kind: "profile", profileId: sent.profileId };
}

export function createTrafficWatch({ store, attacher, managed, observed, refusals, ports }: Parts): TrafficWatch {
  const open = new Map<string, OpenRequest>();
  let indexed: readonly ApiHost[] = [];
  let index = createHostIndex(indexed);
  let watched = watchedHosts(indexed);
  let watching = false;

  function findTarget(event: TrafficEvent): Target | undefined {
    const url = parseUrl(event.url);
    const found = url && watched.has(url) ? index.find(url) : undefined;
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
    const getHeader = (name: string): string | undefined => request.getHeader(name);
    const sender = sentBy(found.host, getHeader, attacher, ports.clock.now());
    const ours = typeof sender === "object" ? sender : undefined;
    const carried: CarriedToken =
      ours === undefined
        ? { kind: sender === "other" ? "other" : "none", reason: whyNone(request, found) }
        : carriedOf(ours);
    const token = ours?.profileId === undefined ? undefined : ours;
    const credentials = credentialsOf(getHeader, ours?.header);
    const start = { ...addressOf(target, credentials), atMs: request.atMs, carried, token, credentials };
    open.set(request.requestId, start);
    const [oldest] = open.keys();
    if (open.size > MOST_OPEN && oldest !== undefined) open.delete(oldest);
  }

  /** The start of a request that nobody saw. */
  function unseen(event: TrafficEvent): OpenRequest | undefined {
    const target = findTarget(event);
    if (target === undefined) return undefined;
    const carried = { kind: "unseen" } as const;
    return { ...addressOf(target, []), atMs: event.atMs, carried, token: undefined, credentials: undefined };
  }

  function end(event: TrafficEvent, outcome: Outcome): SentToken | undefined {
    const start = open.get(event.requestId);
    open.delete(event.requestId);
    const request = start ?? unseen(event);
    if (request === undefined) return undefined;
    const { status, error, challenges } = outcome;
    observed.add({
      id: `${idPrefix(event)}${event.atMs}`,
      startedAtMs: request.atMs,
      durationMs: start === undefined ? undefined : event.atMs - start.atMs,
      tabId: event.tabId,
      initiator: event.initiator,
      method: observedMethod(event.method),
      url: request.url,
      type: event.type,
      hostId: request.hostId,
      carried: request.carried,
      status,
      error,
      // It may repeat what the request carried, which nobody could mask then.
      challenge: request.credentials && parseBearerChallenge(challenges, request.credentials),
    });
    return request.token;
  }

  function answered(answer: AnsweredRequest): void {
    const { status } = answer;
    const challenges = status === 401 || status === 403 ? answer.getHeaders("WWW-Authenticate") : [];
    const token = end(answer, { status, error: undefined, challenges });
    // A renewal's failure is on record.
    if (status === 401 && token !== undefined) refusals.note(answer.url, token).catch(() => undefined);
  }

  function failed(failure: FailedRequest): void {
    if (open.has(failure.requestId)) end(failure, { status: undefined, error: failure.error, challenges: [] });
    // A page that is closed or reads no further has had its answer, and a neighbour of an API host is none of ours.
    else if (!/ABORT/u.test(failure.error) && findTarget(failure) !== undefined)
      observed.noteFailure(idPrefix(failure), failure.error);
  }

  // Tokens of requests that are under way go too.
  store.vault.onLock(() => {
    for (const [id, start] of open) open.set(id, { ...start, token: undefined, credentials: undefined });
  });

  return {
    follow() {
      const isOn = store.settings.get().observeRequests && attacher.granted().permissions.includes("webRequest");
      const hosts = isOn ? store.hosts.all() : [];
      if (!store.settings.get().observeRequests) observed.clear().catch(() => undefined);
      if (isOn === watching && isSameList(hosts, indexed)) return;
      watching = isOn;
      indexed = hosts;
      index = createHostIndex(hosts);
      watched = watchedHosts(hosts);
      ports.apiTraffic.watch(watched.patterns, { sent, answered, failed });
    },
  };
}

interface Outcome extends Pick<ObservedRequest, "status" | "error"> {
  readonly challenges: readonly string[];
}

function addressOf({ url, found }: Target, credentials: readonly string[]): Pick<OpenRequest, "hostId" | "url"> {
  return { hostId: found.host.id, url: observedUrl(url, (text) => getServerText(text, credentials) ?? "") };
}

function idPrefix({ requestId }: TrafficEvent): string {
  return `${requestId}:`;
}
