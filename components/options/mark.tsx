import type { VNode } from "preact";

/** The product's sign, as in public/icon.svg. */
export function Mark(): VNode {
  return (
    <svg class="mark" viewBox="0 0 128 128" width="24" height="24" aria-hidden="true" focusable="false">
      <rect class="mark-badge" width="128" height="128" rx="28" />
      <path
        class="mark-sign"
        fill-rule="evenodd"
        d="M42 16a28 28 0 1 0 26.500 37H92v19h20V34H68.100A28 28 0 0 0 42 16zm0 17a11 11 0 1 1 0 22 11 11 0 0 1 0-22z"
      />
      <rect class="mark-sign" fill-opacity="0.35" x="14" y="90" width="100" height="20" rx="10" />
      <rect class="mark-sign" x="14" y="90" width="68" height="20" rx="10" />
    </svg>
  );
}
