import type { VNode } from "preact";

/** Drawn on a 16 × 16 grid with 1.5 strokes in the text's colour. */
const PATHS = {
  check: "M3.5 8.5 6.5 11.5 12.5 5",
  copy: "M5.75 5.75h7.5v7.5h-7.5z M10.25 5.5V2.75h-7.5v7.5H5.5",
  plus: "M8 3v10 M3 8h10",
  close: "M4 4l8 8 M12 4l-8 8",
  chevron: "M6 3.5 10.5 8 6 12.5",
  warning: "M8 2.5 14.25 13.25H1.75z M8 6.5v3 M8 11.4v.1",
  failed: "M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5z M5.75 5.75l4.5 4.5 M10.25 5.75l-4.5 4.5",
  good: "M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5z M5 8.25 7.25 10.5 11 6",
  neutral: "M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5z",
  busy: "M8 1.75A6.25 6.25 0 1 1 1.75 8",
  info: "M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5z M8 7.25v4 M8 4.9v.1",
  page: "M2 3.25h12v9.5H2z M2 6h12",
  key: "M5 5.25a2.75 2.75 0 1 0 0 5.5 2.75 2.75 0 0 0 0-5.5z M7.75 8h6.5 M11.5 8v2.75 M14.25 8v2",
  lock: "M4 7.25h8v6.25H4z M5.75 7.25V5a2.25 2.25 0 0 1 4.5 0v2.25",
  host: "M2.25 2.75h11.5v4H2.25z M2.25 9.25h11.5v4H2.25z M5 4.75h.1 M5 11.25h.1",
  activity: "M1.75 8.25h3L6.5 3.5l3 9 1.75-4.25h3",
  settings:
    "M2 4.75h6 M11.5 4.75H14 M2 11.25h2.5 M8 11.25h6 M9.75 3a1.75 1.75 0 1 0 0 3.5 1.75 1.75 0 0 0 0-3.5z M6.25 9.5a1.75 1.75 0 1 0 0 3.5 1.75 1.75 0 0 0 0-3.5z",
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside words; it says nothing by itself. */
export function Icon({ name, class: className }: { name: IconName; class?: string }): VNode {
  return (
    <svg
      class={`icon icon-${name} ${className ?? ""}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
      focusable="false"
    >
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
