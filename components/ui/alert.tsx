import type { ComponentChildren, VNode } from "preact";
import { Icon } from "./icon.tsx";

export interface AlertProps {
  readonly tone: "bad" | "warning" | "info";
  readonly children: ComponentChildren;
  /** News, which assistive technology reads out at once. */
  readonly fresh?: boolean;
  /** A button that mends it. */
  readonly action?: ComponentChildren;
  readonly small?: boolean;
}

/** Something that is wrong, or that the person should know. */
export function Alert({ tone, children, fresh = false, action, small = false }: AlertProps): VNode {
  const icon = tone === "info" ? "info" : "warning";
  return (
    <div class={`alert alert-${tone} ${small ? "alert-small" : ""}`} role={fresh ? "alert" : undefined}>
      <Icon name={icon} />
      <div class="alert-text">{children}</div>
      {action === undefined ? null : <div class="alert-action">{action}</div>}
    </div>
  );
}
