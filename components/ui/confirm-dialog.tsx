import type { ComponentChildren, VNode } from "preact";
import { useId } from "preact/hooks";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { t } from "../words/t.ts";

export interface ConfirmDialogProps {
  readonly title: string;
  readonly text: string;
  /** What the button says that does it. */
  readonly action: string;
  /** A choice that goes with it. */
  readonly children?: ComponentChildren;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Asks before something that can't be taken back. The focus stays inside and goes back to what opened it. */
export function ConfirmDialog(props: ConfirmDialogProps): VNode {
  const titleId = useId();
  const textId = useId();
  return (
    <Dialog role="alertdialog" labelledBy={titleId} describedBy={textId} onCancel={props.onCancel}>
      <h2 id={titleId}>{props.title}</h2>
      <p id={textId}>{props.text}</p>
      {props.children}
      <div class="dialog-actions">
        <Button onClick={props.onCancel}>{t("commonCancel")}</Button>
        <Button look="danger" onClick={props.onConfirm}>
          {props.action}
        </Button>
      </div>
    </Dialog>
  );
}
