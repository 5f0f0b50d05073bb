import { describe, expect, it } from "vitest";
import { holds, interleave } from "../../bench/row.ts";
import { growthExponent, median, medianOfRatios, quantile } from "../../bench/statistics.ts";

const values = (count: number, of: (index: number) => number): number[] =>
  Array.from({ length: count }, (_, index) => of(index));

describe("the median", () => {
  it("is the middle one, or between the two in the middle", () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, Number.NaN]);
    expect([quantile([0, 10], 0.25), quantile([5], 0.9)]).toEqual([2.5, 5]);
  });
});

describe("the ratio of two things measured in the same rounds", () => {
  /** The machine is four times slower in every third round. */
  const slowness = (round: number): number => (round % 3 === 0 ? 4 : 1);
  const baseline = values(30, (round) => 10 * slowness(round));
  const ours = values(30, (round) => 12 * slowness(round));

  it("does not notice what slows both, and is sure of itself", () => {
    const { value, interval } = medianOfRatios(ours, baseline);
    expect([value, ...interval]).toEqual([1.2, 1.2, 1.2]);
  });

  it("says how far it can be trusted where the rounds differ", () => {
    const { value, interval } = medianOfRatios(
      values(30, (round) => 10 + round),
      baseline,
    );
    expect(interval[0]).toBeLessThanOrEqual(value);
    expect(interval[1]).toBeGreaterThanOrEqual(value);
    expect(interval[1] - interval[0]).toBeGreaterThan(0);
  });
});

describe("growth", () => {
  it.each([
    ["none", 0, (): number => 7],
    ["in proportion", 1, (size: number): number => size / 2],
    ["with the square", 2, (size: number): number => 3 * size ** 2],
  ])("%s", (_, exponent, of) => {
    const points = [10, 100, 1_000, 5_000].map((size) => [size, of(size)] as const);
    expect(growthExponent(points)).toBeCloseTo(exponent, 9);
  });
});

describe("a run", () => {
  it("takes every configuration once a round, and does not count the first", async () => {
    let taken = 0;
    const samples = await interleave(3, {
      a: async () => (taken += 1),
      b: async () => ({ x: 1, y: 2 }),
    });
    expect(samples).toEqual({ a: [2, 3, 4], "b.x": [1, 1, 1], "b.y": [2, 2, 2] });
  });

  it("holds a figure to its budget, which it may reach", () => {
    const figure = { what: "", baseline: "", unit: "×", value: 1.02 } as const;
    expect([1.02, 1.01, undefined].map((budget) => holds({ ...figure, ...(budget && { budget }) }))).toEqual([
      true,
      false,
      true,
    ]);
  });
});
