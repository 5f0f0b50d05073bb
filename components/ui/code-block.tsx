import type { VNode } from "preact";

/** Text of the protocol, as it is. It takes the focus so that the keyboard can scroll it. */
export function CodeBlock({ labelledBy, text }: { labelledBy: string; text: string }): VNode {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- axe's scrollable-region-focusable asks for it
    <section class="code-block" tabIndex={0} aria-labelledby={labelledBy} dir="ltr">
      <pre>{text}</pre>
    </section>
  );
}
