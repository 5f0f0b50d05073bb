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
    show: async () => opened?.show(),
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
  /** Brings it to the front; nothing while there is none. */
  show(): Promise<void>;
  stop(): void;
}

/** Neither browser tells which window is the flow's: it is the first popup window that opens with it. */
function watchWindows(): FlowWindow {
  let own: number | undefined;
  const note = ({ id, type }: { id?: number; type?: string }): void => {
    if (type === "popup") own ??= id;
  };
  const windows = getPart("windows");
  windows?.onCreated.addListener(note);
  return {
    async close() {
      if (own !== undefined) await windows?.remove(own).catch(() => undefined);
    },
    async show() {
      // Firefox leaves a minimized window where it is, unless told. It may be closed by now.
      if (own !== undefined) await windows?.update(own, { focused: true, state: "normal" }).catch(() => undefined);
    },
    stop: () => windows?.onCreated.removeListener(note),
  };
}
