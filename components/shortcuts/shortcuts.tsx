import type { RefObject, VNode } from "preact";
import type { AppModel } from "../models/app-model.ts";
import { shownDeletions, undoDelete } from "../models/undo-actions.ts";
import { later } from "../ui/later.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

const ShortcutHelp = later(async () => (await import("./shortcut-help.tsx")).ShortcutHelp);

export interface ShortcutsProps {
  readonly app: AppModel;
  readonly root: RefObject<HTMLElement | null>;
  readonly onAdd: () => void;
}

/** The single keys of a page, and their list while it is open. */
export function Shortcuts({ app, root, onAdd }: ShortcutsProps): VNode | null {
  const isOpen = app.isHelpOpen.value;
  useShortcuts(root, app.snapshot.value?.settings.pageShortcuts ?? false, {
    help: () => app.showHelp(true),
    add: onAdd,
    openProfile: (id) => app.openPage(`#/oauths/${encodeURIComponent(id)}`),
    undo() {
      const last = shownDeletions(app.snapshot.peek()?.deleted ?? [], app.now.peek(), true).at(-1);
      if (last !== undefined) void undoDelete(app, last);
    },
  });
  return isOpen ? <ShortcutHelp onClose={() => app.showHelp(false)} /> : null;
}
