import type { ComponentChildren, VNode } from "preact";

/** One group of settings. */
export function Section({ title, children }: { title: string; children: ComponentChildren }): VNode {
  return (
    <fieldset class="card form-section settings-section">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}
