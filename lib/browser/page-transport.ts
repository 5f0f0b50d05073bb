import type { SnapshotView } from "../domain/snapshot.ts";
import type { PageTransport } from "../messages/client.ts";
import { CHANGES_CHANNEL, type CommandAnswer, type CommandName } from "../messages/protocol.ts";
import { type FirstPart, type MoreEntries, wholeSnapshot } from "../messages/snapshot-parts.ts";
import { browser } from "./api.ts";
import { getLockShortcut, getShortcuts, openShortcutSettings } from "./commands.ts";
import { openOptions } from "./options-tab.ts";
import { requestPermissions } from "./permissions.ts";

type SentAnswer<Name extends CommandName> = CommandAnswer<Name> & { readonly snapshot: FirstPart | undefined };

async function fetchRest(rest: string): Promise<MoreEntries | null> {
  return (await browser.runtime.sendMessage({ rest })) as MoreEntries | null;
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
      const answer = (await browser.runtime.sendMessage({ ...request, command, view })) as SentAnswer<Name>;
      if (answer.snapshot?.rest === undefined) return answer;
      const whole = await wholeSnapshot(answer.snapshot, fetchRest);
      // Where the worker that had the rest is gone, another one answers.
      const snapshot = whole ?? (await this.send("getSnapshot", {}, view)).snapshot;
      return { ...answer, snapshot: snapshot ?? { ...answer.snapshot, partial: true } };
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
