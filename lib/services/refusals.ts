import { type ApiRefusal, needsPerson } from "../domain/grant.ts";
import type { Store } from "../store/store.ts";
import type { Acquirer } from "./acquire.ts";
import type { Attacher } from "./attach.ts";
import type { BrowserPorts } from "./ports.ts";
import { canRenewAlone, renewsByItself } from "./renewability.ts";
import type { SentToken } from "./sent-by.ts";

/** After a renewal for a 401 there is no other for the same profile for so long, milliseconds. */
const PAUSE_MS = 60_000;

/** Answers of 401 from API hosts to requests that carried our token: the clock said it was good, the API says not. */
export interface Refusals {
  /** Reads what an earlier worker of this browser run has noted. Run once, at start. */
  restore(): Promise<void>;
  /** An API host answered 401 to a request with this token. */
  note(url: string, token: SentToken): Promise<void>;
  /** The last one, of a profile that there is. */
  get(profileId: string): ApiRefusal | undefined;
}

interface Parts {
  readonly store: Store;
  readonly acquirer: Acquirer;
  readonly attacher: Pick<Attacher, "getHeader">;
  readonly ports: Pick<BrowserPorts, "clock" | "session" | "announceChange">;
}

const KEY = "apiRefusals";

interface Noted {
  readonly last: ApiRefusal;
  /** Milliseconds since the epoch; of the last one that led to a renewal. */
  readonly renewedAtMs: number | undefined;
}

export function createRefusals({ store, acquirer, attacher, ports }: Parts): Refusals {
  let noted: Record<string, Noted> = {};

  return {
    async restore() {
      const text = await ports.session.get(KEY);
      // Written by `note` only.
      noted = { ...(JSON.parse(text ?? "{}") as Record<string, Noted>), ...noted };
    },
    async note(url, { profileId, header }) {
      const profile = store.profiles.get(profileId);
      const isTokenOfNow = (): boolean => attacher.getHeader(profileId)?.value === header.value;
      // One that was sent before it was renewed has its answer already.
      if (profile === undefined || !isTokenOfNow()) return;
      const nowMs = ports.clock.now();
      const before = noted[profileId];
      const isTooSoon = before?.renewedAtMs !== undefined && Math.abs(nowMs - before.renewedAtMs) < PAUSE_MS;
      const state = store.grants.get(profileId);
      // A refresh token that may be used up is not presented again for it.
      const mayRenew = renewsByItself(profile, store) && !needsPerson(state?.failure);
      const renews = mayRenew && canRenewAlone(profile, state) && !isTooSoon;
      const last: ApiRefusal = { host: new URL(url).host, atMs: nowMs, renewed: renews };
      noted = { ...noted, [profileId]: { last, renewedAtMs: renews ? nowMs : before?.renewedAtMs } };
      // Before the renewal, so that a worker that dies in the middle does not begin another.
      await ports.session.set(KEY, JSON.stringify(noted));
      ports.announceChange();
      // Renewed by its own time while that was written: the next token has not been refused.
      if (renews && isTokenOfNow() && !acquirer.isInFlight(profileId)) {
        await acquirer.renew(profileId, "background", true);
      }
    },
    get: (profileId) => noted[profileId]?.last,
  };
}
