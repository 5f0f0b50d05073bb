import { parseUrl } from "../../lib/domain/api-host.ts";
import { mayCall } from "../../lib/domain/calling-pages.ts";
import type { HostSummary } from "../../lib/domain/snapshot.ts";

/** The page in front, where the browser tells its address and it is a web page. */
export interface PageInFront {
  /** Host and port, as the address bar shows them. */
  readonly host: string;
  readonly origin: string;
}

export interface PageHosts {
  /** API hosts that may get a token from this page's requests. */
  readonly inPlay: readonly HostSummary[];
  /** API hosts that this tab has called although this page may not. */
  readonly called: readonly HostSummary[];
  /** API hosts that this page may not call yet. */
  readonly others: readonly HostSummary[];
}

/** Reads the address of the tab in front; undefined for pages that make no requests of their own, like chrome://. */
export function parsePageInFront(url: string | undefined): PageInFront | undefined {
  const parsed = url === undefined ? undefined : parseUrl(url);
  if (parsed === undefined || !/^https?:$/u.test(parsed.protocol)) return undefined;
  return { host: parsed.host, origin: parsed.origin };
}

/** Sorts the API hosts by whether this page's requests to them may carry a token, and whether there were any. */
export function hostsForPage(
  hosts: readonly HostSummary[],
  page: PageInFront,
  calledIds: ReadonlySet<string> = new Set(),
): PageHosts {
  const inPlay = hosts.filter(({ host }) => mayCall(host, page.origin));
  const rest = hosts.filter((host) => !inPlay.includes(host));
  return {
    inPlay,
    called: rest.filter(({ host }) => calledIds.has(host.id)),
    others: rest.filter(({ host }) => !calledIds.has(host.id)),
  };
}
