import { MOST_OBSERVED, OBSERVED_FOR_MS, type ObservedRequest } from "../domain/observed-request.ts";
import type { BrowserPorts } from "./ports.ts";

/** The requests to API hosts that were seen lately. In memory only; they outlive the worker, not the browser. */
export interface ObservedRequests {
  /** Reads what an earlier worker of this browser run has seen. Run once, at start. */
  restore(): Promise<void>;
  add(request: ObservedRequest): void;
  /** A request whose answer was seen has failed after all; does nothing for one that is forgotten. */
  noteFailure(idPrefix: string, error: string): void;
  /** Newest first: all, or those of one tab. */
  list(tabId: number | undefined): readonly ObservedRequest[];
  clear(): Promise<void>;
}

const KEY = "observedRequests";

/** Written and told so long after the first that came, all at once, milliseconds. A worker that dies before loses them. */
const FLUSH_MS = 500;

export function createObservedRequests(
  ports: Pick<BrowserPorts, "clock" | "session" | "announceRequests">,
): ObservedRequests {
  /** Oldest first. */
  let requests: ObservedRequest[] = [];
  let stopFlush: (() => void) | undefined;

  function changed(): void {
    stopFlush ??= ports.clock.after(FLUSH_MS, () => void flush().catch(() => undefined));
  }

  async function flush(): Promise<void> {
    stopFlush = undefined;
    requests = requests.filter(isRecent);
    ports.announceRequests();
    await ports.session.set(KEY, JSON.stringify(requests));
  }

  function isRecent({ startedAtMs }: ObservedRequest): boolean {
    return startedAtMs > ports.clock.now() - OBSERVED_FOR_MS;
  }

  return {
    async restore() {
      const text = await ports.session.get(KEY);
      // Written by `flush` only.
      const earlier = JSON.parse(text ?? "[]") as ObservedRequest[];
      requests = [...earlier, ...requests].slice(-MOST_OBSERVED);
    },
    add(request) {
      requests.push(request);
      if (requests.length > MOST_OBSERVED) requests.shift();
      changed();
    },
    noteFailure(idPrefix, error) {
      const index = requests.findLastIndex(({ id }) => id.startsWith(idPrefix));
      const request = requests[index];
      if (request === undefined) return;
      requests[index] = { ...request, error };
      changed();
    },
    list(tabId) {
      const wanted = requests.filter(
        (request) => isRecent(request) && (tabId === undefined || request.tabId === tabId),
      );
      return wanted.toReversed();
    },
    async clear() {
      if (requests.length === 0) return;
      requests = [];
      stopFlush?.();
      await flush();
    },
  };
}
