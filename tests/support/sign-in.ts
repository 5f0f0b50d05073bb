import type { ElementHandle, Page } from "puppeteer-core";
import { DEMO_USERS } from "./oauth-configuration.ts";
import { pollUntil, within } from "./wait.ts";

/** Fills in and sends the sign-in page of `startOAuthServer`. Resolves when the next page, or the end of the window, is on its way. */
export async function signIn(page: Page, username = "alice", password = DEMO_USERS[username] ?? ""): Promise<void> {
  await (await expectControl(page, "Username")).type(username);
  await (await expectControl(page, "Password")).type(password);
  await press(page, "Sign in");
}

/** Presses a button of the consent page of `startOAuthServer`. */
export async function answerConsent(page: Page, answer: "Allow" | "Deny" = "Allow"): Promise<void> {
  await press(page, answer);
}

/** Presses the button with this accessible name as soon as there is one. */
async function press(page: Page, name: string): Promise<void> {
  await (await expectControl(page, name, "button")).click();
}

/** The control with this accessible name, as soon as there is one. Survives the navigations between the pages. */
async function expectControl(page: Page, name: string, role?: string): Promise<ElementHandle> {
  const selector = `::-p-aria([name="${name}"]${role === undefined ? "" : `[role="${role}"]`})`;
  // Firefox's driver never answers a question to a page that goes away meanwhile: asked again, the next page answers.
  const control = await pollUntil(`the control "${name}"`, async () => {
    if (page.isClosed()) return "gone";
    return (await within(2_000, "the page", page.$(selector))) ?? undefined;
  });
  if (control === "gone") throw new Error(`The page was closed before there was a control "${name}"`);
  return control;
}
