import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { clipboardIn } from "../support/clipboard.ts";
import { controlsOf } from "../support/controls.ts";
import { type Display, sharedDisplay } from "../support/display.ts";
import { answerPermissionPrompt } from "../support/permission-prompt.ts";
import { pollUntil } from "../support/wait.ts";
import { BROWSER, CLIENT_SECRET, type World, startWorld } from "./world.ts";

/**
 * The real prompt, answered by key presses. Nothing is granted at install here: what the person allows is all there is.
 * Chromium's popup dies under its prompt; Firefox's stays.
 */
describe("the browser's own permission prompt", () => {
  let display: Display | undefined;
  let world: World;
  let profileId: string;

  beforeAll(async () => {
    display = BROWSER === "chromium" ? await sharedDisplay() : undefined;
  });

  beforeEach(async () => {
    world = await startWorld({
      granted: [],
      permissions: [],
      launch: { headless: display === undefined, promptForPermissions: true, ...(display && { env: display.env }) },
    });
    profileId = await world.saveProfile(
      { name: "Machine", grantType: "client_credentials", clientId: "machine" },
      CLIENT_SECRET,
    );
    return () => world.close();
  });

  async function pressInPopup(name: string): Promise<void> {
    // Firefox's popup has stayed open under the prompt before.
    if (!(await world.browser.isPopupOpen())) await world.browser.openPopup();
    await pollUntil(`the button ${name}`, () =>
      world.browser.evaluateInPopup(({ window }, text) => {
        const buttons = [...window.document.querySelectorAll("button")];
        const button = buttons.find((candidate) => candidate.textContent?.trim() === text);
        button?.setAttribute("data-test", "pressed");
        return button !== undefined;
      }, name),
    );
    await world.browser.clickInPopup("[data-test=pressed]");
  }

  it("starts with no host and no look at requests", async () => {
    const { origins, permissions } = await world.browser.grantedPermissions();
    expect(origins).toEqual([]);
    expect(permissions).not.toContain("webRequest");
  });

  it("Allow finishes the job, though the popup may be gone", async () => {
    await pressInPopup("Authorize");
    await answerPermissionPrompt(world.browser, "allow", display);
    await world.waitForStatus(profileId, "valid");
    expect((await world.browser.grantedPermissions()).origins).toEqual(["http://auth.test/*"]);
    expect(world.auth.issued).toHaveLength(1);
    // Chromium can bring the popup back with the result.
    if (BROWSER === "chromium") await pollUntil("the popup to come back", () => world.browser.isPopupOpen());
  });

  it("Allow lets Copy token carry on, though the popup may be gone", async () => {
    await pressInPopup("Copy token");
    await answerPermissionPrompt(world.browser, "allow", display);
    await world.waitForStatus(profileId, "valid");
    const token = world.auth.issued[0]?.accessToken;
    expect(token).toBeTruthy();
    const clipboard = await clipboardIn(await world.browser.newPage(world.sites.url("docs.test")));
    await pollUntil("the token on the clipboard", async () => (await clipboard.paste()) === token);
    expect(world.auth.issued).toHaveLength(1);
  });

  it("Allow lets Copy token in Manage OAuth carry on", async () => {
    const options = await world.browser.openExtensionPage("options.html#/oauths");
    await options.bringToFront();
    await controlsOf(options).click("button", "Copy token");
    await answerPermissionPrompt(world.browser, "allow", display);
    await controlsOf(options).waitForText("Copied: token of Machine");
    expect(world.auth.issued).toHaveLength(1);
    await options.close();
  });

  it("Deny leaves a clear state, and Authorize asks again", async () => {
    await pressInPopup("Authorize");
    await answerPermissionPrompt(world.browser, "deny", display);
    expect((await world.profile(profileId))?.token).toBeUndefined();
    expect(world.auth.requests.filter(({ path }) => path === "/token")).toEqual([]);
    const page = await world.browser.openExtensionPage("popup.html");
    await controlsOf(page).waitForText(/permission|access/iu);
    expect(await controlsOf(page).exists("button", "Authorize")).toBe(true);
    await page.close();

    await pressInPopup("Authorize");
    await answerPermissionPrompt(world.browser, "allow", display);
    await world.waitForStatus(profileId, "valid");
  });

  it("an API host saved before its prompt is answered attaches from Allow on, and no more once it is withdrawn", async () => {
    await pressInPopup("Authorize");
    await answerPermissionPrompt(world.browser, "allow", display);
    await world.waitForStatus(profileId, "valid");
    // It comes back with the result, and would pass for the next prompt's popup.
    if (BROWSER === "chromium") {
      await pollUntil("the popup to come back", () => world.browser.isPopupOpen());
      await (await world.browser.openRealPopup()).close();
    }
    const options = await world.browser.openExtensionPage("options.html#/hosts");
    await world.saveHost({ profileId, webSockets: false });
    await options.bringToFront();
    await controlsOf(options).click("button", "Allow access");
    await answerPermissionPrompt(world.browser, "allow", display);
    await pollUntil("the rules", async () => (await world.browser.sessionRules()).length === 2);

    const docs = await world.browser.newPage(world.sites.url("docs.test"));
    const call = () => docs.evaluate(async (url) => (await fetch(url)).status, world.sites.url("api.test", "/me"));
    expect(await call()).toBe(200);

    await world.browser.removePermissions({ origins: ["http://api.test/*"] });
    await pollUntil("the rules to go", async () => (await world.browser.sessionRules()).length === 0);
    expect(await call()).toBe(401);
    await controlsOf(options).waitForText(/permission|access/iu);
  });
});
