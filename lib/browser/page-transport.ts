import type { Snapshot, SnapshotView } from "../domain/snapshot.ts";
import type { PageTransport } from "../messages/client.ts";
import { CHANGES_CHANNEL, type CommandAnswer, type CommandName } from "../messages/protocol.ts";
import { type FirstPart, type MoreEntries, wholeSnapshot } from "../messages/snapshot-parts.ts";
import { browser } from "./api.ts";
import { getLockShortcut, getShortcuts, openShortcutSettings } from "./commands.ts";
import { openOptions } from "./options-tab.ts";
import { requestPermissions } from "./permissions.ts";

type SentAnswer<Name extends CommandName> = CommandAnswer<Name> & { readonly snapshot: FirstPart | undefined };

/** Answers null where the worker that had it is gone, or goes. */
async function fetchRest(rest: string): Promise<MoreEntries | null> {
  const answer: unknown = await browser.runtime.sendMessage({ rest }).catch(() => null);
  return typeof answer === "object" && answer !== null && "profiles" in answer ? (answer as MoreEntries) : null;
}

/** The rest of a snapshot; where the worker that had it is gone, another's, and if need be of that what came first. */
async function complete(first: FirstPart, askAgain: () => Promise<FirstPart | undefined>): Promise<Snapshot> {
  const whole = await wholeSnapshot(first, fetchRest);
  if (whole !== undefined) return whole;
  const second = (await askAgain().catch(() => undefined)) ?? first;
  return (await wholeSnapshot(second, fetchRest)) ?? { ...second, partial: true };
}

/** The page's way to the worker and to what the browser lets a page do. */
export function createPageTransport(): PageTransport {
  return {
    version: browser.runtime.getManifest().version,
    async send<Name extends CommandName>(
      command: Name,
      request: object,
      view?: SnapshotView,
    ): Promise<CommandAnswer<Name>> {
      const ask = (message: object) => browser.runtime.sendMessage({ ...message, view }) as Promise<SentAnswer<Name>>;
      const answer = await ask({ ...request, command });
      if (answer.snapshot?.rest === undefined) return answer;
      const askAgain = async () => (await ask({ command: "getSnapshot" })).snapshot;
      return { ...answer, snapshot: await complete(answer.snapshot, askAgain) };
    },
    onChange(listener, kind = "changed") {
      const channel = new BroadcastChannel(CHANGES_CHANNEL);
      channel.addEventListener("message", ({ data }) => {
        if (data === kind) listener();
      });
      return () => channel.close();
    },
    requestPermissions,
    async getTabInFront() {
      const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
      return tab === undefined ? undefined : { id: tab.id, url: tab.url };
    },
    openOptions,
    getLockShortcut,
    getShortcuts,
    openShortcutSettings,
    copyText: (text) => navigator.clipboard.writeText(text),
  };
}
