import { describe, expect, it } from "vitest";
import { isDue, isFresh, renewAtMs, spreadOf, usableUntilMs } from "../../../lib/domain/lifetime.ts";

const START = 1_000_000;
const token = (lifetimeMs: number) => ({ obtainedAtMs: START, expiresAtMs: START + lifetimeMs });
const ETERNAL = { obtainedAtMs: START, expiresAtMs: undefined };

describe("a token's time", () => {
  it.each([
    ["one second", 1_000, 500, 1_000],
    ["five seconds", 5_000, 3_000, 2_000],
    ["a minute", 60_000, 57_000, 51_000],
    ["ten minutes", 600_000, 590_000, 530_000],
    ["an hour", 3_600_000, 3_590_000, 3_530_000],
    ["a year", 31_536_000_000, 31_535_990_000, 31_535_930_000],
  ])("of %s: sent until, renewed at", (_, lifetimeMs, untilMs, renewedMs) => {
    expect(usableUntilMs(token(lifetimeMs))).toBe(START + untilMs);
    expect(renewAtMs(token(lifetimeMs))).toBe(START + renewedMs);
  });

  it("ends at the very millisecond", () => {
    expect(isFresh(token(5_000), START + 2_999)).toBe(true);
    expect(isFresh(token(5_000), START + 3_000)).toBe(false);
  });

  it("never ends when nobody said when", () => {
    expect(isFresh(ETERNAL, START + 1e12)).toBe(true);
    expect(renewAtMs(ETERNAL)).toBeUndefined();
    expect(isDue(ETERNAL, START + 1e12)).toBe(false);
  });

  it("is not renewed when it came expired, as by a server whose clock is far behind", () => {
    expect(isFresh(token(-1), START)).toBe(false);
    expect(renewAtMs(token(-1))).toBeUndefined();
  });

  it("is neither sent nor believed once the clock stands before its beginning", () => {
    expect(isFresh(token(3_600_000), START - 1_000)).toBe(true);
    expect(isFresh(token(3_600_000), START - 1_001)).toBe(false);
    expect(isDue(token(3_600_000), START - 1_001)).toBe(true);
  });
});

describe("spreadOf", () => {
  it("keeps a hundred profiles apart that expire together, each in its place", () => {
    const moments = Array.from({ length: 100 }, (_, seq) => renewAtMs(token(3_600_000), spreadOf(seq)) ?? 0);
    const sorted = moments.toSorted((a, b) => a - b);
    const gaps = sorted.slice(1).map((moment, index) => moment - (sorted[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(100);
    expect(Math.max(...moments) - Math.min(...moments)).toBeLessThan(30_000);
    expect(spreadOf(7)).toBe(spreadOf(7));
  });
});
