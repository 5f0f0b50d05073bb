import { type Figure, type Growth, type Outcome, holds } from "./row.ts";

/** The row's figures as a table of text. */
export function formatOutcome(title: string, outcome: Outcome): string {
  const lines = outcome.figures.map((figure) => [
    figure.what,
    figure.baseline,
    formatValue(figure),
    figure.budget === undefined ? "" : `≤ ${figure.budget}`,
    figure.budget === undefined ? "" : holds(figure) ? "holds" : "BROKEN",
  ]);
  const table = formatTable([["What", "Against", "Measured", "Budget", ""], ...lines]);
  const notes = (outcome.notes ?? []).map((note) => `  ${note}`);
  return [`\n${title}`, table, ...notes].join("\n");
}

/** How each thing grows: its median at each size, and the exponent. */
export function formatGrowth(growth: readonly Growth[]): string {
  const sizes = [...new Set(growth.flatMap(({ medians }) => [...medians.keys()]))];
  const lines = growth.map(({ what, unit, medians, exponent }) => [
    what,
    ...sizes.map((size) => `${formatGrown(medians.get(size))} ${unit}`),
    exponent.toFixed(2),
  ]);
  return `\nGrowth\n${formatTable([["What", ...sizes.map(String), "Exponent"], ...lines])}`;
}

/** With two digits at the least, where it is a part of a millisecond too. */
export function formatGrown(value: number | undefined): string {
  return value === undefined ? "?" : value.toFixed(value < 1 ? 2 : value < 10 ? 1 : 0);
}

/** A figure with its unit and range. */
export function formatValue({ value, unit, interval }: Figure): string {
  const digits = unit === "×" ? 3 : unit === "KB" ? 1 : 0;
  const range = interval === undefined ? "" : ` (${interval.map((end) => end.toFixed(digits)).join(" to ")})`;
  return `${value.toFixed(digits)} ${unit}${range}`;
}

function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd())
    .join("\n");
}
