import { computed, type ReadonlySignal } from "@preact/signals";
import type { HostSummary, ProfileSummary, Snapshot } from "../../lib/domain/snapshot.ts";
import { part } from "./part.ts";

/** What is looked up in the snapshot by many entries of a list: made once for all, and signals only where it changes. */
export class SnapshotIndex {
  /** By id, in the order of the profiles. */
  readonly profileNames: ReadonlySignal<readonly (readonly [id: string, name: string])[]>;
  /** Something that is shown has an end. */
  readonly countsDown: ReadonlySignal<boolean>;
  readonly #profiles: ReadonlySignal<readonly ProfileSummary[]>;
  readonly #byId: ReadonlySignal<ReadonlyMap<string, ProfileSummary>>;
  readonly #hosts: ReadonlySignal<readonly HostSummary[]>;
  readonly #byProfile: ReadonlySignal<ReadonlyMap<string | null, readonly HostSummary[]>>;

  constructor(snapshot: ReadonlySignal<Snapshot | undefined>) {
    this.#profiles = computed(() => snapshot.value?.profiles ?? NONE);
    this.#byId = computed(() => new Map(this.#profiles.value.map((profile) => [profile.id, profile])));
    this.profileNames = part(() => this.#profiles.value.map(({ id, name }) => [id, name] as const));
    this.countsDown = computed(() => {
      const isInTest = this.#hosts.value.some(({ testMode }) => testMode !== undefined);
      const expires = this.#profiles.value.some(({ token }) => token?.expiresAtMs !== undefined);
      return isInTest || expires || (snapshot.value?.deleted ?? NONE).length > 0;
    });
    this.#hosts = computed(() => snapshot.value?.hosts ?? NONE);
    this.#byProfile = computed(() => Map.groupBy(this.#hosts.value, ({ host }) => host.profileId));
  }

  profile(id: string | null): ProfileSummary | undefined {
    return id === null ? undefined : this.#byId.value.get(id);
  }

  /** The API hosts that use a profile. */
  hostsOf(profileId: string): readonly HostSummary[] {
    return this.#byProfile.value.get(profileId) ?? NONE;
  }
}

const NONE: readonly never[] = [];
