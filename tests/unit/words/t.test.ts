import { beforeEach, expect, test } from "vitest";
import { setCatalogue, t } from "../../../components/words/t.ts";
import { catalogueOf, readMessages } from "../../support/catalogue.ts";

let asked: string[];

function speak(locale: string): void {
  const catalogue = catalogueOf(readMessages(locale), locale);
  asked = [];
  setCatalogue({
    uiLanguage: locale,
    getMessage(key, substitutions) {
      asked.push(key);
      return catalogue.getMessage(key, substitutions);
    },
  });
}

beforeEach(() => speak("en"));

test("the browser is asked for a message once, whatever is put into it", () => {
  asked = [];
  const said = ["Alice", "Bob", "$1"].map((name) => t("testOther", name));
  expect(said).toEqual(["The token of Alice", "The token of Bob", "The token of $1"]);
  expect([t("commonSave"), t("commonSave")]).toEqual(["Save", "Save"]);
  expect(asked).toEqual(["testOther", "commonSave"]);
});

test("numbers are written as the language writes them", () => {
  expect(t("requestsShowAll", 1_234)).toContain("1,234");
  speak("de");
  expect(t("requestsShowAll", 1_234)).toContain("1.234");
});

test("another language's messages are not mixed with those that were read before", () => {
  expect(t("commonSave")).toBe("Save");
  speak("de");
  expect(t("commonSave")).toBe(readMessages("de")["commonSave"]?.message);
});
