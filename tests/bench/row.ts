import { type Samples, createRandom, growthExponent, median, medianOfRatios, shuffle } from "./statistics.ts";

/** One measured figure, and what it may be at most. */
export interface Figure {
  readonly what: string;
  /** What it is compared with, taken in the same run. */
  readonly baseline: string;
  readonly value: number;
  readonly unit: "×" | "KB" | "frames";
  readonly interval?: readonly [low: number, high: number];
  /** Absent: told, and nothing is demanded of it. */
  readonly budget?: number;
}

/** How one thing grows with the number of profiles. */
export interface Growth {
  readonly what: string;
  readonly unit: "ms" | "MB";
  readonly medians: ReadonlyMap<number, number>;
  readonly exponent: number;
}

export interface Outcome {
  readonly figures: readonly Figure[];
  readonly growth?: readonly Growth[];
  readonly samples: Samples;
  /** What explains a figure. */
  readonly notes?: readonly string[];
}

export interface RunOptions {
  /** How often each configuration is measured; rows that take long take a part of it. */
  readonly rounds: number;
  /** Numbers of profiles. */
  readonly sizes: readonly number[];
}

export interface Row {
  /** For `--only`. */
  readonly key: string;
  readonly title: string;
  measure(options: RunOptions): Promise<Outcome>;
}

/** Keeps the budgets: a figure at its budget holds. */
export function holds({ value, budget }: Figure): boolean {
  return budget === undefined || value <= budget;
}

/** What one measuring of a configuration gives: a value, or several by name. */
type Taken = number | Readonly<Record<string, number>>;

/**
 * Measures several configurations in turn, in another order each round, after one round that is not counted. Samples
 * are named by configuration, and by `configuration.name` where a measuring gives several values.
 */
export async function interleave(
  rounds: number,
  configurations: Readonly<Record<string, () => Promise<Taken>>>,
): Promise<Samples> {
  const random = createRandom(Date.now());
  const samples: Record<string, number[]> = {};
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, take] of shuffle(Object.entries(configurations), random)) {
      const taken = await takeAgain(name, take);
      if (round < 0) continue;
      for (const [sample, value] of typeof taken === "number" ? [[name, taken] as const] : membersOf(name, taken)) {
        (samples[sample] ??= []).push(value);
      }
    }
  }
  return samples;
}

/** A browser on a busy machine now and then stops drawing a page for good: a sample that can't be taken is tried once more. */
async function takeAgain(name: string, take: () => Promise<Taken>): Promise<Taken> {
  try {
    return await take();
  } catch (error) {
    console.error(`${name}: tried again after`, error);
    return take();
  }
}

function membersOf(name: string, values: Readonly<Record<string, number>>): (readonly [string, number])[] {
  return Object.entries(values).map(([member, value]) => [`${name}.${member}`, value]);
}

/**
 * A figure that is the median of the ratios of two configurations within each round: what slows the machine for a while
 * slows both, and cancels out.
 */
export function ratioFigure(options: {
  readonly what: string;
  readonly baseline: string;
  readonly samples: Samples;
  readonly of: string;
  readonly to: string;
  readonly budget?: number;
}): Figure {
  const { what, baseline, samples, of, to, budget } = options;
  const ratio = medianOfRatios(samples[of] ?? [], samples[to] ?? []);
  return { what, baseline, unit: "×", ...ratio, ...(budget === undefined ? {} : { budget }) };
}

/** Growth over the sizes, from the configurations that `name` gives for them. */
export function growthOf(
  what: string,
  sizes: readonly number[],
  samples: Samples,
  name: (size: number) => string,
  unit: Growth["unit"] = "ms",
): Growth {
  const medians = new Map(sizes.map((size) => [size, median(samples[name(size)] ?? [])]));
  return { what, unit, medians, exponent: growthExponent([...medians]) };
}
