import type { HostSummary, ProfileSummary, Snapshot } from "../domain/snapshot.ts";

/** So many profiles and API hosts are sent at once: the page that reads thousands in one message misses frames. */
const PART = 500;
/** So many rests are kept, far more than pages load at once; of one that was closed meanwhile, nobody comes for it. */
const KEPT = 64;

interface Entries {
  readonly profiles: readonly ProfileSummary[];
  readonly hosts: readonly HostSummary[];
}

/** More profiles and API hosts of a snapshot; `rest` names what is still to be fetched. */
export interface MoreEntries extends Entries {
  readonly rest?: string;
}

/** A snapshot as it is sent: where `rest` names something, with the first profiles and API hosts only. */
export interface FirstPart extends Snapshot {
  readonly rest?: string;
}

/** The worker's side: cuts snapshots, and keeps what is not fetched yet for as long as it lives. */
export interface SnapshotParts {
  first(snapshot: Snapshot): FirstPart;
  /** Hands each part out once; undefined for one that is gone, as with the worker that had it. */
  next(rest: string): MoreEntries | undefined;
}

/** Starts with no rests: one for each life of the worker. */
export function createSnapshotParts(): SnapshotParts {
  const rests = new Map<string, Entries>();

  function cut<All extends Entries>(all: All): All & MoreEntries {
    const { profiles, hosts } = all;
    if (profiles.length + hosts.length <= PART) return all;
    const hostsNow = Math.max(0, PART - profiles.length);
    const rest = crypto.randomUUID();
    rests.set(rest, { profiles: profiles.slice(PART), hosts: hosts.slice(hostsNow) });
    const [oldest] = rests.keys();
    if (rests.size > KEPT && oldest !== undefined) rests.delete(oldest);
    return { ...all, profiles: profiles.slice(0, PART), hosts: hosts.slice(0, hostsNow), rest };
  }

  return {
    first: cut,
    next(rest) {
      const entries = rests.get(rest);
      rests.delete(rest);
      return entries === undefined ? undefined : cut(entries);
    },
  };
}

/**
 * The page's side: fetches what is missing of a snapshot, a part after the other.
 *
 * @param fetchRest answers null for a part that is gone
 * @returns undefined where a part is gone: another snapshot has to be asked for
 */
export async function wholeSnapshot(
  { rest: second, ...first }: FirstPart,
  fetchRest: (rest: string) => Promise<MoreEntries | null>,
): Promise<Snapshot | undefined> {
  const parts: Entries[] = [first];
  for (let rest = second; rest !== undefined;) {
    const more = await fetchRest(rest);
    if (more === null) return undefined;
    parts.push(more);
    rest = more.rest;
  }
  return { ...first, profiles: parts.flatMap(({ profiles }) => profiles), hosts: parts.flatMap(({ hosts }) => hosts) };
}
