import { digestText } from "../domain/digest.ts";
import type { Store } from "../store/store.ts";
import { createQueue } from "./in-turn.ts";
import type { BrowserPorts } from "./ports.ts";

/** Puts tokens on the clipboard, and takes them off it after the time that the settings say. */
export interface ClipboardKeeper {
  /** @throws AppError `clipboard_failed` */
  copy(text: string): Promise<void>;
  /** Clears what is due, if it is still there; else sees to it that the worker is woken then. At start and at the alarm. */
  check(): Promise<void>;
  /** Turns the setting off where the browser does not allow what it says; after every change of either. */
  followPermission(): Promise<void>;
}

/** What was copied, by its digest alone, and when it is to go. Outlives the worker, and not the browser. */
const COPIED = "clipboard.copied";

interface Copied {
  readonly digest: string;
  /** Milliseconds since the epoch. */
  readonly untilMs: number;
}

type ClipboardPorts = Pick<BrowserPorts, "clock" | "clipboard" | "clipboardAlarm" | "permissions" | "session">;

export function createClipboardKeeper(store: Store, ports: ClipboardPorts): ClipboardKeeper {
  const { clock, clipboard, clipboardAlarm, session } = ports;
  const inTurn = createQueue();

  async function remember(text: string): Promise<void> {
    const { clearClipboardSeconds } = store.settings.get();
    if (clearClipboardSeconds === null) return session.remove(COPIED);
    const untilMs = clock.now() + clearClipboardSeconds * 1_000;
    await session.set(COPIED, JSON.stringify({ digest: await digestText(text), untilMs } satisfies Copied));
    // No choice is shorter than Chrome's shortest alarm, so that no timer is needed beside it.
    await clipboardAlarm.set(untilMs);
  }

  async function check(): Promise<void> {
    const copied = parseCopied(await session.get(COPIED));
    if (copied === undefined) return;
    const isWanted = store.settings.get().clearClipboardSeconds !== null;
    if (isWanted && copied.untilMs > clock.now()) return clipboardAlarm.set(copied.untilMs);
    // What can't be read is left as it is.
    if (isWanted) await clipboard.clearIfHolds(copied.digest).catch(() => undefined);
    await session.remove(COPIED);
  }

  async function followPermission(): Promise<void> {
    const settings = store.settings.get();
    if (settings.clearClipboardSeconds === null) return;
    const { permissions } = await ports.permissions.granted();
    if (!permissions.includes("clipboardRead")) await store.settings.put({ ...settings, clearClipboardSeconds: null });
  }

  return {
    copy: (text) =>
      inTurn(async () => {
        // In this order nothing gets there that would not be taken off again.
        await remember(text);
        await clipboard.write(text);
      }),
    check: () => inTurn(check),
    followPermission,
  };
}

function parseCopied(text: string | undefined): Copied | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as Copied);
}
