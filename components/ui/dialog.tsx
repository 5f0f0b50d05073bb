import type { ComponentChildren, VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

export interface DialogProps {
  /** `alertdialog` for what must be answered. Default: `dialog`. */
  readonly role?: "alertdialog";
  readonly labelledBy: string;
  readonly describedBy?: string;
  /** Escape was pressed. */
  readonly onCancel: () => void;
  readonly children: ComponentChildren;
}

/** A window in front of the page. The focus stays inside and goes back to what opened it. */
export function Dialog({ role, labelledBy, describedBy, onCancel, children }: DialogProps): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  // At once: after the paint the dialog would be gone from the page, and the focus with it.
  useLayoutEffect(() => {
    const opener = document.activeElement;
    const element = dialog.current;
    element?.showModal();
    return () => {
      element?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      role={role}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      {children}
    </dialog>
  );
}
