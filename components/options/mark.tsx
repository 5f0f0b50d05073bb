import type { VNode } from "preact";

/** The product's sign, as in public/icon.svg. */
export function Mark(): VNode {
  return (
    <svg class="mark" viewBox="0 0 128 128" width="24" height="24" aria-hidden="true" focusable="false">
      <rect class="mark-badge" x="4" y="4" width="120" height="120" rx="28" />
      <path class="mark-key" d="M44 30a25 25 0 1 0 23.600 33.250H92v17h16V46.750H67.600A25 25 0 0 0 44 30zm0 16a9 9 0 1 1 0 18 9 9 0 0 1 0-18z" fill-rule="evenodd" />
      <rect class="mark-bar" x="20" y="94" width="88" height="12" rx="6" />
    </svg>
  );
}
