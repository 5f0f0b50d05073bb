import { AppError, type ErrorCode } from "../domain/errors.ts";
import type { AuthWindow } from "../services/ports.ts";
import { IS_FIREFOX, getPart } from "./api.ts";

/** The browsers' own words for how a flow ended, which is all they tell. */
const REJECTIONS: readonly (readonly [words: RegExp, code: ErrorCode])[] = [
  [/only one web auth flow/iu, "authorization_in_progress"],
  [/interaction required|requires user interaction/iu, "interaction_required"],
  [/could not be loaded/iu, "authorization_page_unreachable"],
  [/did not approve|cancell?ed|denied access/iu, "authorization_window_closed"],
];

/**
 * Chromium gives up a silent flow at the first page without a redirect, unless told to wait: some servers redirect by
 * script. Milliseconds. Firefox knows no such options and refuses what it does not know.
 */
const SILENT = IS_FIREFOX ? {} : { abortOnLoadForNonInteractive: false, timeoutMsForNonInteractive: 10_000 };

/** The authorization window of `identity.launchWebAuthFlow`: one at a time, as Chromium has it, in both browsers. */
export function createAuthWindow(): AuthWindow {
  let isOpen = false;
  let opened: FlowWindow | undefined;
  return {
    redirectUrl: () => getPart("identity")?.getRedirectURL() ?? "",
    async launch(url, { interactive, signal }) {
      const identity = getPart("identity");
      if (identity === undefined) throw new AppError("sign_in_unavailable");
      if (isOpen) throw new AppError("authorization_in_progress");
      signal.throwIfAborted();
      isOpen = true;
      // A silent flow opens none, and a popup window that opens meanwhile is the person's.
      const own = interactive ? watchWindows() : undefined;
      opened = own;
      try {
        const details = interactive ? { url, interactive } : { url, interactive, ...SILENT };
        return await raceAbort(identity.launchWebAuthFlow(details), signal);
      } catch (error) {
        if (signal.aborted) {
          await own?.close();
          throw new AppError("authorization_canceled");
        }
        throw translate(error);
      } finally {
        own?.stop();
        opened = undefined;
        isOpen = false;
      }
    },
    show: async () => (await opened?.show()) ?? false,
  };
}

function translate(error: unknown): AppError {
  const words = error instanceof Error ? error.message : String(error);
  const code = REJECTIONS.find(([pattern]) => pattern.test(words))?.[1] ?? "authorization_page_unreachable";
  return new AppError(code, {}, { cause: error });
}

async function raceAbort<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(new AppError("authorization_canceled"));
  signal.addEventListener("abort", abort, { once: true });
  // Whichever comes second has nobody to hear it.
  result.catch(() => undefined);
  aborted.promise.catch(() => undefined);
  try {
    return await Promise.race([result, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

interface FlowWindow {
  close(): Promise<void>;
  /** Brings it to the front; false where there is none. */
  show(): Promise<boolean>;
  stop(): void;
}

/**
 * Neither browser tells which window is the flow's, and Chromium opens it only once its page has loaded. It is a popup
 * window that has opened since; where there are more, one of them is the person's, and none is closed.
 */
function watchWindows(): FlowWindow {
  const candidates = new Set<number>();
  const add = ({ id, type }: { id?: number; type?: string }): void => {
    if (type === "popup" && id !== undefined) candidates.add(id);
  };
  const remove = (id: number): void => void candidates.delete(id);
  const windows = getPart("windows");
  windows?.onCreated.addListener(add);
  windows?.onRemoved.addListener(remove);
  /** Answers whether it is there: any may be closed by now. */
  async function bringToFront(id: number): Promise<boolean> {
    try {
      // Firefox leaves a minimized window where it is, unless told.
      const isMinimized = (await windows?.get(id))?.state === "minimized";
      await windows?.update(id, { focused: true, ...(isMinimized ? { state: "normal" } : {}) });
      return true;
    } catch {
      return false;
    }
  }
  return {
    async close() {
      const [only, ...others] = candidates;
      if (only !== undefined && others.length === 0) await windows?.remove(only).catch(() => undefined);
    },
    async show() {
      let isShown = false;
      // The first comes last, on top: it is most likely the one.
      for (const id of [...candidates].toReversed()) isShown = (await bringToFront(id)) || isShown;
      return isShown;
    },
    stop() {
      windows?.onCreated.removeListener(add);
      windows?.onRemoved.removeListener(remove);
    },
  };
}
