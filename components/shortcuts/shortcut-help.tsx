import type { VNode } from "preact";
import { useId } from "preact/hooks";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { type PlainKey, t } from "../words/t.ts";

const KEYS: readonly (readonly [key: string, what: PlainKey])[] = [
  ["?", "shortcutsHelp"],
  ["/", "shortcutsSearch"],
  ["n", "shortcutsAdd"],
  ["j", "shortcutsNext"],
  ["k", "shortcutsPrevious"],
  ["Home", "shortcutsFirst"],
  ["End", "shortcutsLast"],
  ["Enter", "shortcutsOpen"],
  ["u", "shortcutsUndo"],
];

/** The list of single keys. The focus stays inside and goes back to where it was. */
export function ShortcutHelp({ onClose }: { onClose: () => void }): VNode {
  const titleId = useId();
  return (
    <Dialog labelledBy={titleId} onCancel={onClose}>
      <h2 id={titleId}>{t("shortcutsTitle")}</h2>
      <dl class="keys">
        {KEYS.map(([key, what]) => (
          <div key={key} class="keys-row">
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
      <p class="field-hint">{t("shortcutsHelpHint")}</p>
      <div class="dialog-actions">
        <Button onClick={onClose}>{t("shortcutsClose")}</Button>
      </div>
    </Dialog>
  );
}
