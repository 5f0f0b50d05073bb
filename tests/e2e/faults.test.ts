import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { disturb, findPoints } from "../faults/disturb.ts";
import { SCENARIOS, type Stage, endStage, startStage } from "../faults/scenarios.ts";

/**
 * The short form of `npm run faults`, in Chromium: the worker as built is ended before each point that changes something
 * or asks somebody. The points are found by an undisturbed run, so that a new one is disturbed too.
 */
const CHANGES = /^(?:commit|fetch|window|add|remove|keep|set alarm)/u;

let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => endStage(stage));

describe("the worker is killed before each change of", () => {
  it.each(SCENARIOS)("$name", async (scenario) => {
    const points = (await findPoints(stage, scenario)).filter((point) => CHANGES.test(point));
    expect(points.length).toBeGreaterThan(0);
    for (const point of points) {
      const { state, wanted, faults } = await disturb(stage, scenario, { point, kind: "killed before" });
      expect(state, `before "${point}"`).toMatch(wanted);
      expect(faults, `before "${point}"`).toEqual([]);
    }
  });
});
