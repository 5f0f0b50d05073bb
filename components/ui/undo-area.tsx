import type { RefObject, VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { DeletedSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import { deletedName, shownDeletions, undoDelete } from "../models/undo-actions.ts";
import { t } from "../words/t.ts";
import { Button } from "./button.tsx";
import { IconButton } from "./icon-button.tsx";
import { useMeasuredHeight } from "./measured-height.ts";

/** So many are shown, the newest; an older one comes back once one of them is gone. */
const SHOWN = 3;

/** What was just deleted, with Undo. It waits for whoever is on it with the pointer or the keyboard. */
export function UndoArea({ app }: { app: AppModel }): VNode {
  const area = useRef<HTMLOutputElement>(null);
  // The page leaves room for it below its end.
  useMeasuredHeight(area, "--undo");
  const isHeld = useHeld(area);
  const deleted = shownDeletions(app.snapshot.value?.deleted ?? [], app.now.value, isHeld);
  const newest = deleted.toSorted((a, b) => a.untilMs - b.untilMs).slice(-SHOWN);
  return (
    <output class="undo-area" ref={area}>
      {newest.map((one) => (
        <Deletion key={one.id} app={app} deleted={one} />
      ))}
    </output>
  );
}

/** Whether the pointer or the keyboard's focus is inside. */
function useHeld(area: RefObject<HTMLElement | null>): boolean {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    const element = area.current;
    const look = (): void => {
      setHeld(element !== null && (element.matches(":hover") || element.contains(document.activeElement)));
    };
    const events = ["mouseenter", "mouseleave", "focusin", "focusout"] as const;
    for (const name of events) element?.addEventListener(name, look);
    return () => {
      for (const name of events) element?.removeEventListener(name, look);
    };
  }, [area]);
  return isHeld;
}

function Deletion({ app, deleted }: { app: AppModel; deleted: DeletedSummary }): VNode {
  const { id } = deleted;
  const name = deletedName(deleted);
  return (
    <span class="undo">
      <span class="undo-text" dir="auto">
        {deletedWords(deleted.kind, name)}
      </span>
      <Button
        small
        label={t("undoOf", name)}
        busy={app.busy.value.has(id)}
        onClick={() => void undoDelete(app, deleted)}
      >
        {t("undoUndo")}
      </Button>
      <IconButton
        icon="close"
        label={t("undoDismiss", name)}
        onClick={() => void app.run("finishDelete", { id }, id)}
      />
    </span>
  );
}

function deletedWords(kind: DeletedSummary["kind"], name: string): string {
  if (kind === "host") return t("hostsDeleted", name);
  return kind === "profile" ? t("oauthsDeleted", name) : t("undoDiscarded", name);
}
