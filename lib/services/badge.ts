import type { GrantState } from "../domain/grant.ts";
import { activeTestMode } from "../domain/test-mode.ts";
import type { Store } from "../store/store.ts";
import type { BadgeState, BrowserPorts, SessionValues } from "./ports.ts";

export interface BadgeKeeper {
  /** Shows the state that matters most now, if it is not shown already. */
  update(): Promise<void>;
  /** An authorization succeeded while nobody may have been looking. */
  noteSuccess(): Promise<void>;
  /** Shows that something was done, or could not be, for a moment: also where the badge is off, being the only answer. */
  flash(state: BadgeState): Promise<void>;
  /** The person has seen the popup, and with it every failure so far. */
  noteSeen(): Promise<void>;
}

/** Milliseconds since the epoch when the popup was last looked at. */
const SEEN_AT = "badge.seenAtMs";
/** Set from a success until the popup is looked at. */
const UNSEEN_SUCCESS = "badge.unseenSuccess";
/** Milliseconds. */
const FLASH_MS = 2_000;

export function createBadgeKeeper(
  store: Store,
  session: SessionValues,
  ports: Pick<BrowserPorts, "badge" | "clock">,
): BadgeKeeper {
  let shown: BadgeState | undefined;
  let endFlash: (() => void) | undefined;

  async function state(): Promise<BadgeState> {
    const { badge } = store.settings.get();
    if (!badge) return "none";
    const seenAtMs = Number((await session.get(SEEN_AT)) ?? 0);
    const states = store.grants.all();
    if (states.some(({ pending }) => pending?.kind === "authorization" || pending?.kind === "token")) return "working";
    if (states.some((grant) => needsPerson(grant, seenAtMs))) return "attention";
    if (store.vault.state() === "locked") return "locked";
    const nowMs = ports.clock.now();
    if (store.hosts.all().some((host) => activeTestMode(host, nowMs) !== undefined)) return "testing";
    return (await session.get(UNSEEN_SUCCESS)) === undefined ? "none" : "done";
  }

  async function update(): Promise<void> {
    const wanted = await state();
    if (wanted === shown || endFlash !== undefined) return;
    shown = wanted;
    await ports.badge.show(wanted);
  }

  return {
    update,
    async flash(state) {
      endFlash?.();
      endFlash = ports.clock.after(FLASH_MS, () => {
        endFlash = undefined;
        update().catch(() => undefined);
      });
      shown = state;
      await ports.badge.show(state);
    },
    async noteSuccess() {
      await session.set(UNSEEN_SUCCESS, "yes");
      await update();
    },
    async noteSeen() {
      await session.set(SEEN_AT, String(ports.clock.now()));
      await session.remove(UNSEEN_SUCCESS);
      await update();
    },
  };
}

function needsPerson({ pending, failure }: GrantState, seenAtMs: number): boolean {
  if (pending?.kind === "permission") return true;
  return failure !== undefined && failure.retryAtMs === undefined && failure.atMs > seenAtMs;
}
