import { beforeAll, expect, test } from "vitest";
import { setCatalogue } from "../../../components/words/t.ts";
import { remainingWords } from "../../../components/words/time.ts";
import { catalogueOf, readMessages } from "../../support/catalogue.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

beforeAll(() => setCatalogue(catalogueOf(readMessages("en"), "en")));

test.each([
  [5 * MINUTE, "5 min"],
  [5 * MINUTE - 1, "5 min"],
  [4 * MINUTE + 1, "5 min"],
  [MINUTE, "1 min"],
  [MINUTE - 1, "1 min"],
  [59 * SECOND, "59 s"],
  [60 * MINUTE - 1, "1 h"],
])("of a test that goes on for %d ms is said: %s", (milliseconds, words) => {
  expect(remainingWords(milliseconds)).toBe(words);
});
