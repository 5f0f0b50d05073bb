import { isSame } from "../../lib/domain/is-same.ts";
import { isSameList } from "../../lib/domain/same-list.ts";
import type { Snapshot } from "../../lib/domain/snapshot.ts";

/**
 * What `now` says, with the profiles and API hosts of `before` that are as they were: who has drawn one of those has nothing
 * to draw anew, though each snapshot comes whole.
 */
export function keepSame(before: Snapshot | undefined, now: Snapshot): Snapshot {
  if (before === undefined) return now;
  return {
    ...now,
    profiles: keepEntries(before.profiles, now.profiles, ({ id }) => id),
    hosts: keepEntries(before.hosts, now.hosts, ({ host }) => host.id),
  };
}

/**
 * The same again, but for one API host another object: its switch and its choices show what a person wanted and did not
 * get, until they are drawn anew.
 */
export function drawAnew(snapshot: Snapshot | undefined, hostId: string | undefined): Snapshot | undefined {
  const hosts = snapshot?.hosts.map((one) => (one.host.id === hostId ? { ...one } : one));
  return snapshot && hosts && { ...snapshot, hosts };
}

function keepEntries<Entry>(
  before: readonly Entry[],
  now: readonly Entry[],
  idOf: (entry: Entry) => string,
): readonly Entry[] {
  const known = new Map(before.map((entry) => [idOf(entry), entry]));
  const kept = now.map((entry) => {
    const old = known.get(idOf(entry));
    return old !== undefined && isSame(old, entry) ? old : entry;
  });
  return isSameList(before, kept) ? before : kept;
}
