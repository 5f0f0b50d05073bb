import { formatGrown, formatValue } from "./print.ts";
import { type Growth, type Outcome, holds } from "./row.ts";

/** What a run writes to its file, as it is read again: maps have become objects. */
export interface Recorded {
  readonly startedAt: string;
  readonly machine: { readonly cpu?: string; readonly cores: number; readonly memoryGb: number };
  readonly rounds: number;
  readonly outcomes: Readonly<Record<string, RecordedOutcome>>;
}

type RecordedOutcome = Omit<Outcome, "growth"> & {
  readonly title?: string;
  readonly growth?: readonly (Omit<Growth, "medians"> & { readonly medians: Readonly<Record<string, number>> })[];
};

/** The tables of the README, from a run's file. */
export function formatMarkdown({ startedAt, machine, rounds, outcomes }: Recorded): string {
  const { cpu = "unknown processor", cores, memoryGb } = machine;
  const figures = Object.values(outcomes).flatMap(({ title = "", figures }) =>
    figures.map((figure) => {
      const { what, baseline, budget } = figure;
      const verdict = budget === undefined ? "none" : holds(figure) ? String(budget) : `${budget}, missed`;
      return [`${title}: ${what}`, baseline, formatValue(figure), verdict];
    }),
  );
  const growth = Object.values(outcomes).flatMap((outcome) => outcome.growth ?? []);
  const sizes = [...new Set(growth.flatMap(({ medians }) => Object.keys(medians)))];
  const grown = growth.map(({ what, unit, medians, exponent }) => [
    what,
    ...sizes.map((size) => `${formatGrown(medians[size])} ${unit}`),
    exponent.toFixed(2),
  ]);
  return [
    `Of ${startedAt.slice(0, 10)}, ${cpu}, ${cores} cores, ${memoryGb} GB, ${rounds} rounds.`,
    table([["what", "against", "measured (95 %)", "budget"], ...figures]),
    table([["growth with profiles", ...sizes, "exponent"], ...grown]),
  ].join("\n\n");
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
