import type { ApiHost } from "../domain/api-host.ts";
import { mayCall } from "../domain/calling-pages.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import type { SnapshotView } from "../domain/snapshot.ts";
import type { Store } from "../store/store.ts";

/** So many API hosts that a page may not call yet are offered to it. */
const OFFERED = 20;

interface Viewed {
  readonly profiles: readonly OAuthProfile[];
  readonly hosts: readonly ApiHost[];
  /** Only the first of what the page views. */
  readonly partial: boolean;
}

/** The profiles and API hosts that a page views: sending thousands takes longer than drawing the first ones. */
export function viewed(store: Pick<Store, "profiles" | "hosts">, view: SnapshotView): Viewed {
  const { first, page } = view;
  const all = { profiles: store.profiles.all(), hosts: hostsOf(store.hosts.all(), view) };
  if (first === undefined) return { ...all, partial: false };
  // The popup names the profiles of its page's hosts from the start, so that nothing moves when the rest comes.
  const named = new Set(page === undefined ? [] : all.hosts.map(({ profileId }) => profileId));
  const profiles = all.profiles.filter(({ id }, index) => index < first || named.has(id));
  const ids = new Set<string | null>(profiles.map(({ id }) => id));
  // The page in front has few; of the others those of the profiles are told of with them.
  const hosts =
    page === undefined ? all.hosts.filter((host, index) => index < first || ids.has(host.profileId)) : all.hosts;
  return { profiles, hosts, partial: profiles.length < all.profiles.length || hosts.length < all.hosts.length };
}

function hostsOf(hosts: readonly ApiHost[], { page, hosts: named }: SnapshotView): readonly ApiHost[] {
  if (page === undefined) return hosts;
  if (page === null) return [];
  const ids = new Set(named);
  let others = 0;
  return hosts.filter((host) => {
    if (ids.has(host.id) || mayCall(host, page)) return true;
    others += 1;
    return others <= OFFERED;
  });
}
