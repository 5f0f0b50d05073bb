import { describe, expect, test } from "vitest";
import { CASES } from "./all-cases.ts";
import { runRefused, runWithDefaults, runWithout, runWithSettings, serverError } from "./run-case.ts";

test("there are 40 cases or more, each with a name of its own", () => {
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
  expect(CASES.length).toBeGreaterThanOrEqual(40);
});

test("Microsoft Entra ID, web, refuses the Origin that a browser sends unless it is removed", async () => {
  const testCase = CASES.find(({ name }) => name === "Microsoft Entra ID, web");
  const keeping = testCase && { ...testCase, settings: { ...testCase.settings, originMode: "keep" } as const };

  expect(keeping && (await runWithSettings(keeping))).toMatchObject({
    passed: false,
    reason: "an Origin is not accepted",
  });
});

describe.each(CASES)("$name: $quirk", (testCase) => {
  test("a profile made of settings only gets, attaches and renews the token", async () => {
    expect(await runWithSettings(testCase)).toMatchObject({ passed: true });
  });

  test("a profile with the defaults does not", async () => {
    expect(await runWithDefaults(testCase)).toMatchObject({ passed: false });
  });

  test("its error is read", async () => {
    expect(serverError(await runRefused(testCase))).toEqual({ description: undefined, ...testCase.refused });
  });

  test.each(testCase.needs)("without %s it does not", async (setting) => {
    expect(await runWithout(testCase, setting)).toMatchObject({ passed: false });
  });
});
