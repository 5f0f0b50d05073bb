import { beforeEach, expect, it } from "vitest";
import type { AuthorizationWindow } from "./fake-browser.ts";
import { API_HOST, AUTHORIZATION_CODE, TestWorker, tokenReply } from "./test-worker.ts";
import { quiet } from "./quiet.ts";

let test: TestWorker;
beforeEach(async () => {
  test = await TestWorker.start();
  test.browser.grantAll("https://auth.example.com/*", "https://api.example.com/*", "https://docs.example.org/*");
});

async function statusOf(profileId: string) {
  return (await test.snapshot()).profiles.find(({ id }) => id === profileId)?.status;
}

/** Two profiles; the first one's silent sign-in is under way and nobody will ever answer it. */
async function hangingSilently(): Promise<{ silent: string; other: string; window: AuthorizationWindow }> {
  const silent = await test.saveProfile({ ...AUTHORIZATION_CODE, silentRenew: true });
  const other = await test.saveProfile({ ...AUTHORIZATION_CODE, name: "Other" });
  await test.do("saveHost", { host: { ...API_HOST, profileId: silent } });
  await test.do("authorize", { profileId: silent });
  const first = await test.browser.nextWindow();
  first.redirect(`code=C1&state=${new URL(first.url).searchParams.get("state")}`);
  (await test.browser.nextCall()).respond(tokenReply({ access_token: "T1", expires_in: 60 }));
  // The token is known before its authorization has ended, and until then none is due for renewal.
  await quiet();
  expect(await statusOf(silent)).toMatchObject({ kind: "valid" });
  test.browser.ignoresCallingOff = true;
  test.browser.advance(55_000);
  void test.worker.renewalDue();
  const window = await test.browser.nextWindow();
  expect(window.interactive).toBe(false);
  return { silent, other, window };
}

it("a silent sign-in that hangs is given up after a quarter of a minute, and the person's goes on", async () => {
  const { silent, other } = await hangingSilently();
  await test.do("authorize", { profileId: other });
  await quiet();
  expect(test.browser.openWindows).toBe(0);
  test.browser.advance(15_000);
  const window = await test.browser.nextWindow();
  expect(window.interactive).toBe(true);
  await quiet();
  expect(test.store.grants.get(silent)?.failure?.error.code).toBe("timeout");
});

it("who waits for a silent sign-in that hangs can cancel", async () => {
  const { other } = await hangingSilently();
  await test.do("authorize", { profileId: other });
  await quiet();
  await test.do("cancelAuthorize", { profileId: other });
  expect(await statusOf(other)).toEqual({ kind: "not_authorized" });
  test.browser.advance(15_000);
  await quiet();
  expect(test.browser.openWindows).toBe(0);
});

it("a profile whose silent sign-in hangs can be deleted", async () => {
  const { silent } = await hangingSilently();
  await test.do("deleteProfile", { profileId: silent });
  expect((await test.snapshot()).profiles.map(({ name }) => name)).toEqual(["Other"]);
});

it("a silent sign-in's token request keeps no other profile's person waiting", async () => {
  const { other, window } = await hangingSilently();
  window.redirect(`code=C2&state=${new URL(window.url).searchParams.get("state")}`);
  await test.browser.nextCall();
  await test.do("authorize", { profileId: other });
  expect((await test.browser.nextWindow()).interactive).toBe(true);
});
