import { expect, it } from "vitest";
import { createFlights } from "../../../lib/services/flights.ts";

it("what ignores that it was called off is waited for no longer than three seconds", async () => {
  const timers: { delayMs: number; callback: () => void }[] = [];
  const clock = {
    now: () => 0,
    after(delayMs: number, callback: () => void) {
      timers.push({ delayMs, callback });
      return () => undefined;
    },
  };
  const flights = createFlights(clock, () => undefined);
  void flights.join("p1", "interactive", () => new Promise(() => undefined));
  const aborting = flights.abort("p1");
  expect(timers.map(({ delayMs }) => delayMs)).toEqual([3_000]);
  timers[0]?.callback();
  expect(await aborting).toBe(true);
  // Nothing else begins beside it: it is over when it is over.
  expect(flights.isUnderWay("p1")).toBe(true);
});
