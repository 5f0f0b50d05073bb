import { expect, test } from "vitest";
import { isSame } from "../../../lib/domain/is-same.ts";

test.each([
  ["members in another order", { a: 1, b: [{ c: "x" }] }, { b: [{ c: "x" }], a: 1 }],
  ["a member that is absent, undefined or null", { a: { b: null, c: undefined } }, { a: {} }],
  ["nothing at all", undefined, null],
  ["not a number", { a: Number.NaN }, { a: Number.NaN }],
])("says the same: %s", (_, a, b) => {
  expect([isSame(a, b), isSame(b, a)]).toEqual([true, true]);
});

test.each([
  ["another value deep down", { a: [{ b: 1 }] }, { a: [{ b: 2 }] }],
  ["false and nothing", { a: false }, {}],
  ["empty text and nothing", { a: "" }, {}],
  ["one more member", { a: 1 }, { a: 1, b: 2 }],
  ["a member that every object inherits", { toString: "x" }, {}],
  ["a list in another order", [1, 2], [2, 1]],
  ["a shorter list", [1, undefined], [1]],
  ["a list and an object", [], {}],
  ["a list and nothing", [], undefined],
  ["a number and its text", 1, "1"],
])("says something else: %s", (_, a, b) => {
  expect([isSame(a, b), isSame(b, a)]).toEqual([false, false]);
});
