import { type ApiHost, matchesApiHost, parseApiHost, specificity } from "../domain/api-host.ts";
import type { ApiRefusal } from "../domain/grant.ts";
import { hostPermissions } from "../domain/permissions.ts";
import type { Store } from "../store/store.ts";
import type { Acquirer } from "./acquire.ts";
import type { Attacher } from "./attach.ts";
import type { BrowserPorts, RefusedRequest } from "./ports.ts";
import { canRenewAlone } from "./renewability.ts";

/** After a renewal for a 401 there is no other for the same profile for so long, milliseconds. */
const PAUSE_MS = 60_000;

/** Answers of 401 from API hosts to requests that carried our token: the clock said it was good, the API says not. */
export interface Refusals {
  /** Reads what an earlier worker of this browser run has noted. Run once, at start. */
  restore(): Promise<void>;
  /** Watches the hosts that tokens are attached to now, and no others. */
  watch(): void;
  /** The last one, of a profile that there is. */
  get(profileId: string): ApiRefusal | undefined;
}

interface Parts {
  readonly store: Store;
  readonly acquirer: Acquirer;
  readonly attacher: Attacher;
  readonly ports: Pick<BrowserPorts, "clock" | "session" | "apiTraffic" | "announceChange">;
}

const KEY = "apiRefusals";

interface Noted {
  readonly last: ApiRefusal;
  /** Milliseconds since the epoch; of the last one that led to a renewal. */
  readonly renewedAtMs: number | undefined;
}

export function createRefusals({ store, acquirer, attacher, ports }: Parts): Refusals {
  let noted: Record<string, Noted> = {};
  let watched = "";

  /** The API host that a request's header came from: the most specific that matches, as with the rules. */
  function findHost(url: string): ApiHost | undefined {
    const matching = store.hosts
      .all()
      .filter((host) => host.enabled && matchesApiHost(parseApiHost(host.pattern), url));
    return matching.toSorted((a, b) => specificity(parseApiHost(b.pattern)) - specificity(parseApiHost(a.pattern)))[0];
  }

  async function note(request: RefusedRequest): Promise<void> {
    const profileId = findHost(request.url)?.profileId ?? undefined;
    const profile = profileId === undefined ? undefined : store.profiles.get(profileId);
    const header = profile && attacher.getHeader(profile.id);
    // Only the token of now says anything: one that was sent before it was renewed has its answer already.
    if (profile === undefined || header === undefined || request.getHeader(header.name) !== header.value) return;
    const nowMs = ports.clock.now();
    const before = noted[profile.id];
    const isTooSoon = before?.renewedAtMs !== undefined && Math.abs(nowMs - before.renewedAtMs) < PAUSE_MS;
    const renews = profile.autoRenew && canRenewAlone(profile, store.grants.get(profile.id)) && !isTooSoon;
    const last: ApiRefusal = { host: new URL(request.url).host, atMs: nowMs, renewed: renews };
    noted = { ...noted, [profile.id]: { last, renewedAtMs: renews ? nowMs : before?.renewedAtMs } };
    // Before the renewal, so that a worker that dies in the middle does not begin another.
    await ports.session.set(KEY, JSON.stringify(noted));
    ports.announceChange();
    // Renewed by its own time while that was written: the next token has not been refused.
    const isStillIt = attacher.getHeader(profile.id)?.value === header.value;
    if (renews && isStillIt && !acquirer.isInFlight(profile.id)) await acquirer.renew(profile.id, "background", true);
  }

  return {
    async restore() {
      const text = await ports.session.get(KEY);
      // Written by `note` only.
      noted = { ...(JSON.parse(text ?? "{}") as Record<string, Noted>), ...noted };
    },
    watch() {
      const inUse = store.hosts.all().filter((host) => {
        return host.enabled && host.profileId !== null && attacher.getHeader(host.profileId) !== undefined;
      });
      const origins = inUse.flatMap((host) => hostPermissions({ ...host, callingPages: [] }).origins);
      const patterns = [...new Set(origins)].toSorted();
      if (patterns.join(" ") === watched) return;
      watched = patterns.join(" ");
      // A renewal's failure is on record.
      ports.apiTraffic.watch(patterns, (request) => void note(request).catch(() => undefined));
    },
    get: (profileId) => noted[profileId]?.last,
  };
}
