/** Every sample of a row, by the configuration it was taken in. */
export type Samples = Readonly<Record<string, readonly number[]>>;

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a share (0 to 1) of the values lies, linear between neighbours; NaN for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

export interface Ratio {
  readonly value: number;
  /** Within these it lies in 95 of 100 resamplings of the same samples (bootstrap). */
  readonly interval: readonly [low: number, high: number];
}

const RESAMPLINGS = 1_000;

/** The median of the ratios of values that were taken in the same round, and how far it can be trusted. */
export function medianOfRatios(values: readonly number[], baseline: readonly number[]): Ratio {
  const random = createRandom(42);
  const ratios = values.map((value, round) => value / (baseline[round] ?? Number.NaN));
  const medians = Array.from({ length: RESAMPLINGS }, () => median(resample(ratios, random)));
  return { value: median(ratios), interval: [quantile(medians, 0.025), quantile(medians, 0.975)] };
}

/**
 * The exponent of growth: the slope of a straight line through the logarithms of size and value (least squares). 0 is
 * no growth, 1 is growth in proportion.
 */
export function growthExponent(points: readonly (readonly [size: number, value: number])[]): number {
  const logs = points.map(([size, value]) => [Math.log(size), Math.log(value)] as const);
  const meanX = mean(logs.map(([x]) => x));
  const meanY = mean(logs.map(([, y]) => y));
  const covariance = mean(logs.map(([x, y]) => (x - meanX) * (y - meanY)));
  return covariance / mean(logs.map(([x]) => (x - meanX) ** 2));
}

/** Pseudo-random numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The values in another order (Fisher and Yates). */
export function shuffle<T>(values: readonly T[], random: () => number): T[] {
  const shuffled = [...values];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const place = Math.floor(random() * (last + 1));
    // Both places are within the list.
    [shuffled[last], shuffled[place]] = [shuffled[place] as T, shuffled[last] as T];
  }
  return shuffled;
}

function resample(values: readonly number[], random: () => number): number[] {
  return values.map(() => values[Math.floor(random() * values.length)] ?? Number.NaN);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
