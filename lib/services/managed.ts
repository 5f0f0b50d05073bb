import { type ApiHost, patternOf } from "../domain/api-host.ts";
import { AppError } from "../domain/errors.ts";
import { isSame } from "../domain/is-same.ts";
import { type Limits, isHostAllowed, isUrlAllowed, parseLimits } from "../domain/limits.ts";
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
  /**
   * Run at start, before anything else is done. Chromium lets a start of the browser wait seconds for its policies, so the
   * limits of before hold until they are there; only where there were none is the policy waited for.
   *
   * @returns whether the policy is still to be read
   */
  begin(): Promise<boolean>;
  /** Reads the policy. Where the browser can't say, everything stays as it was. */
  read(): Promise<void>;
  /**
   * Brings the stored profiles and API hosts to what the policy says: new ones come, changed ones change, and one that
   * is no longer in it goes with its tokens. Does nothing before the policy has been read.
   *
   * @param endUse runs the deletion of a profile when nothing of it is under way any more
   * @returns whether anything is other than it was at the last time, or at the start
   */
  follow(endUse: (profileId: string, remove: () => Promise<void>) => Promise<void>): Promise<boolean>;
}

export function createManaged(store: Store, ports: Pick<BrowserPorts, "managed">): Managed {
  let policy: ManagedPolicy = NO_POLICY;
  let problems: readonly string[] = [];
  let isRead = false;
  /** Limits are kept for the next start. */
  let isKept = false;
  /** Something is not as it was when `follow` last ended. */
  let isOther = false;

  async function putProfile(wanted: OAuthProfile): Promise<void> {
    const stored = store.profiles.get(wanted.id);
    const profile = { ...wanted, seq: stored?.seq ?? 0 };
    if (stored !== undefined && isSame(stored, profile)) return;
    isOther = true;
    await store.profiles.put(stored === undefined ? { ...profile, seq: await store.nextSeq() } : profile);
  }

  async function putHost(wanted: ApiHost): Promise<void> {
    const stored = store.hosts.get(wanted.id);
    // The switch is the person's, and so is the test mode.
    const renewed = ({ seq, enabled, testMode }: ApiHost): ApiHost => ({ ...wanted, seq, enabled, testMode });
    if (stored !== undefined && isSame(stored, renewed(stored))) return;
    isOther = true;
    if (stored === undefined) await store.hosts.put({ ...wanted, seq: await store.nextSeq() });
    else await store.hosts.change([wanted.id], renewed);
  }

  async function read(): Promise<void> {
    const next = parseManagedPolicy(await ports.managed.read());
    const isNew = !isSame(next.policy.limits, policy.limits);
    isOther ||= isNew || !isSame(next.problems, problems);
    ({ policy, problems } = next);
    // Without it the next start waits for the browser.
    if (isNew || !isKept) isKept = await keep(policy.limits);
    isRead = true;
  }

  function keep(limits: Limits): Promise<boolean> {
    return ports.managed.keep(limits).then(
      () => true,
      () => false,
    );
  }

  function assertMayCall(url: string): void {
    if (!isUrlAllowed(policy.limits, url)) throw new AppError("host_not_allowed", hostOf(url));
  }

  const isBarred = (): boolean => policy.limits.requirePassphrase && store.vault.state() === "off";

  return {
    limits: () => policy.limits,
    problems: () => problems,
    isBarred,
    barring(host) {
      if (!isHostAllowed(policy.limits, patternOf(host))) return "host_not_allowed";
      return isBarred() ? "passphrase_required" : undefined;
    },
    assertMayCall,
    assertMayObtain(url) {
      if (isBarred()) throw new AppError("passphrase_required");
      assertMayCall(url);
    },
    async begin() {
      const kept = await ports.managed.recall().catch(() => undefined);
      if (typeof kept !== "object" || kept === null) {
        await read();
        return false;
      }
      isKept = true;
      policy = { ...NO_POLICY, limits: parseLimits({ ...kept }, []) };
      return true;
    },
    read,
    async follow(endUse) {
      if (!isRead) return false;
      const ids = new Set([...policy.profiles, ...policy.hosts].map(({ id }) => id));
      const isGone = ({ id }: { readonly id: string }): boolean => isManaged({ id }) && !ids.has(id);
      const goneHosts = store.hosts.all().filter(isGone);
      const goneProfiles = store.profiles.all().filter(isGone);
      isOther ||= goneHosts.length + goneProfiles.length > 0;
      for (const { id } of goneHosts) await store.hosts.delete(id);
      for (const { id } of goneProfiles) await endUse(id, () => store.profiles.delete(id));
      for (const profile of policy.profiles) await putProfile(profile);
      for (const host of policy.hosts) await putHost(host);
      const wasOther = isOther;
      isOther = false;
      return wasOther;
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

function hostOf(url: string): { host?: string } {
  return URL.canParse(url) ? { host: new URL(url).host } : {};
}
