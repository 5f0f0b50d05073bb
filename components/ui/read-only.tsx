import type { ComponentChildren, VNode } from "preact";

/** Shows controls that can't be used while `when` is true; what is in them can be read. */
export function ReadOnly({ when, children }: { when: boolean; children: ComponentChildren }): VNode {
  return (
    <fieldset class="read-only" disabled={when}>
      {children}
    </fieldset>
  );
}
