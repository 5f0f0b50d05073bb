import { mayCall } from "../../lib/domain/calling-pages.ts";
import type { HostSummary } from "../../lib/domain/snapshot.ts";
import type { PageInFront } from "./this-page.ts";

export interface PageHosts {
  /** API hosts that may get a token from this page's requests. */
  readonly inPlay: readonly HostSummary[];
  /** API hosts that this tab has called although this page may not. */
  readonly called: readonly HostSummary[];
  /** API hosts that this page may not call yet. */
  readonly others: readonly HostSummary[];
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
