import { afterAll, beforeAll, expect, it } from "vitest";
import { startBadServer } from "../support/bad-server.ts";
import { controlsOf } from "../support/controls.ts";
import { pollUntil } from "../support/wait.ts";
import { BROWSER, CLIENT_SECRET, type World, signIn, startWorld } from "./world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** The state of the sign-in window, which is the only popup window; with `state` it is brought into it first. */
function windowState(state?: "minimized"): Promise<string | undefined> {
  return world.browser.evaluateInBackground(async (wanted) => {
    const [popup] = await chrome.windows.getAll({ windowTypes: ["popup"] });
    if (popup?.id === undefined) return undefined;
    if (wanted !== null) await chrome.windows.update(popup.id, { state: wanted });
    return (await chrome.windows.get(popup.id)).state;
  }, state ?? null);
}

it("a sign-in window that was lost sight of comes back at a click, and the sign-in goes on", async () => {
  const profileId = await world.saveProfile(
    { name: "Person", clientId: "person", scope: "openid api:read" },
    CLIENT_SECRET,
  );
  const page = await world.browser.openExtensionPage("options.html#/oauths");
  await world.do("authorize", { profileId });
  const window = await world.browser.waitForAuthWindow();
  await windowState("minimized");
  await pollUntil("it to be out of sight", async () => (await windowState()) === "minimized");
  await controlsOf(page).click("button", "Show sign-in window");
  await pollUntil("it to be back", async () => (await windowState()) === "normal");
  await signIn(window);
  expect((await world.waitForStatus(profileId, "valid")).name).toBe("Person");
});

// Chromium alone: Firefox opens the window at once, loaded or not.
it.runIf(BROWSER === "chromium")(
  "a sign-in page that is slow to load has no window to show yet, which is said",
  async () => {
    const server = await startBadServer({ host: "auth.test" });
    server.answer("/auth", { kind: "silent" });
    const profileId = await world.saveProfile({
      name: "Slow",
      clientId: "app",
      authorizationUrl: `${server.origin}/auth`,
      clientAuthentication: "none",
    });
    await world.do("authorize", { profileId });
    const page = await world.browser.openExtensionPage("options.html#/oauths");
    await controlsOf(page).click("button", "Show sign-in window");
    await controlsOf(page).waitForText("The sign-in page is still loading");
    await world.do("cancelAuthorize", { profileId });
    await page.close();
    await server.close();
  },
);
