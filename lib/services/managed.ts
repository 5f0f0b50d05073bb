import { type ApiHost, parseApiHost } from "../domain/api-host.ts";
import { AppError } from "../domain/errors.ts";
import { type Limits, isHostAllowed, isUrlAllowed } from "../domain/limits.ts";
import { isManaged } from "../domain/managed-id.ts";
import { type ManagedPolicy, NO_POLICY, parseManagedPolicy } from "../domain/managed-policy.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import type { Store } from "../store/store.ts";
import type { BrowserPorts } from "./ports.ts";

/** What the administrator's policy hands out and allows. */
export interface Managed {
  /** What is allowed now. */
  limits(): Limits;
  /** The members of the policy that could not be read. */
  problems(): readonly string[];
  /** Why an API host's requests may carry nothing; undefined when they may. */
  barring(host: ApiHost): "host_not_allowed" | "passphrase_required" | undefined;
  /** Whether nothing may be obtained or attached, because the passphrase that must be set is not. */
  isBarred(): boolean;
  /**
   * Asked before each call for a token.
   *
   * @throws AppError `host_not_allowed`, `passphrase_required`
   */
  assertMayObtain(url: string): void;
  /** Asked before any call. @throws AppError `host_not_allowed` */
  assertMayCall(url: string): void;
  /** Reads the policy; run at start, before anything else is done. Rejects when the browser can't say: all stays then. */
  read(): Promise<void>;
  /**
   * Brings the stored profiles and API hosts to what the policy says: new ones come, changed ones change, and one that
   * is no longer in it goes with its tokens.
   *
   * @param endUse runs the deletion of a profile when nothing of it is under way any more
   */
  follow(endUse: (profileId: string, remove: () => Promise<void>) => Promise<void>): Promise<void>;
}

export function createManaged(store: Store, ports: Pick<BrowserPorts, "managed">): Managed {
  let policy: ManagedPolicy = NO_POLICY;
  let problems: readonly string[] = [];
  let isKnown = false;

  async function putProfile(wanted: OAuthProfile): Promise<void> {
    const stored = store.profiles.get(wanted.id);
    const profile = { ...wanted, seq: stored?.seq ?? 0 };
    if (stored !== undefined && isSame(stored, profile)) return;
    await store.profiles.put(stored === undefined ? { ...profile, seq: await store.nextSeq() } : profile);
  }

  async function putHost(wanted: ApiHost): Promise<void> {
    const stored = store.hosts.get(wanted.id);
    if (stored === undefined) return store.hosts.put({ ...wanted, seq: await store.nextSeq() });
    // The switch is the person's, and so is the test mode.
    const renewed = ({ seq, enabled, testMode }: ApiHost): ApiHost => ({ ...wanted, seq, enabled, testMode });
    if (!isSame(stored, renewed(stored))) await store.hosts.change([wanted.id], renewed);
  }

  function assertMayCall(url: string): void {
    if (!isUrlAllowed(policy.limits, url)) throw new AppError("host_not_allowed", hostOf(url));
  }

  const isBarred = (): boolean => policy.limits.requirePassphrase && store.vault.state() === "off";

  return {
    limits: () => policy.limits,
    problems: () => problems,
    isBarred,
    barring({ pattern }) {
      if (!isHostAllowed(policy.limits, parseApiHost(pattern))) return "host_not_allowed";
      return isBarred() ? "passphrase_required" : undefined;
    },
    assertMayCall,
    assertMayObtain(url) {
      if (isBarred()) throw new AppError("passphrase_required");
      assertMayCall(url);
    },
    async read() {
      ({ policy, problems } = parseManagedPolicy(await ports.managed.read()));
      isKnown = true;
    },
    async follow(endUse) {
      // What the browser could not say takes nothing away: tokens would go with it.
      if (!isKnown) return;
      const ids = new Set([...policy.profiles, ...policy.hosts].map(({ id }) => id));
      for (const { id } of store.hosts.all().filter(isManaged)) if (!ids.has(id)) await store.hosts.delete(id);
      for (const { id } of store.profiles.all().filter(isManaged)) {
        if (!ids.has(id)) await endUse(id, () => store.profiles.delete(id));
      }
      for (const profile of policy.profiles) await putProfile(profile);
      for (const host of policy.hosts) await putHost(host);
    },
  };
}

/**
 * A profile or an API host of the administrator's is not the person's to change.
 *
 * @throws AppError `managed`
 */
export function assertNotManaged(what: { readonly id: string | null }): void {
  if (isManaged(what)) throw new AppError("managed");
}

/** @throws AppError `managed` when a managed record would become another; order of members does not count */
export function assertUnchanged(stored: object, next: object): void {
  if (!isSame(stored, next)) throw new AppError("managed");
}

function isSame(a: object, b: object): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: object): string {
  return JSON.stringify(value, (_, member: unknown) => {
    if (typeof member !== "object" || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function hostOf(url: string): { host?: string } {
  return URL.canParse(url) ? { host: new URL(url).host } : {};
}
