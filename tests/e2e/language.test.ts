import { describe, expect, it, onTestFinished } from "vitest";
import { readMessages } from "../support/catalogue.ts";
import { startWorld } from "./world.ts";

/**
 * A system's browsers often come in English alone (Firefox needs a language pack, Debian's Chromium a package), so the
 * browsers are brought to German by the rule that they share: without their own language, the default one.
 */
describe("in German", () => {
  it("popup and Manage OAuth show German, say so to screen readers, and show no key", async () => {
    const world = await startWorld({ fallbackLocale: "de" });
    onTestFinished(() => world.close());
    await world.saveProfile({ name: "Machine", grantType: "client_credentials", clientId: "machine" }, "s");
    const words = readMessages("de");

    for (const [path, heading] of [
      ["popup.html", words["popupThisPage"]],
      ["options.html#/oauths", words["oauthsLead"]],
      ["options.html#/settings", words["settingsForgetOnExit"]],
      ["options.html#/hosts", words["hostsEmptyTitle"]],
    ] as const) {
      const page = await world.browser.openExtensionPage(path);
      await page.waitForFunction((text) => document.body.textContent.includes(text), {}, heading?.message ?? "");
      const { lang, dir, text } = await page.evaluate(() => ({
        lang: document.documentElement.lang,
        dir: document.documentElement.dir,
        text: document.body.innerText,
      }));
      expect({ lang, dir }).toEqual({ lang: "de", dir: "ltr" });
      expect(
        Object.keys(words).filter((key) => new RegExp(`\\b${key}\\b`, "u").test(text) && /[A-Z]/u.test(key)),
      ).toEqual([]);
      expect(text).not.toMatch(/\$|__MSG_/u);
      await page.close();
    }
  });
});
