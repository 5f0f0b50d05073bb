import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { controlsOf } from "../support/controls.ts";
import { searchFolder } from "../support/disk-search.ts";
import { pollUntil } from "../support/wait.ts";
import { CLIENT_SECRET, type World, signIn, startWorld } from "./world.ts";

/** Lies on the disk in the open: what the disk search finds to show that it can. */
const PROFILE_NAME = "Qx7Wv-3kZpLm-9RtYh";

let world: World;
let personId: string;

beforeAll(async () => {
  world = await startWorld();
  personId = await world.saveProfile(
    { name: PROFILE_NAME, clientId: "person", scope: "openid api:read" },
    CLIENT_SECRET,
  );
  await world.saveHost({ profileId: personId });
});
afterAll(() => world.close());

const call = async (): Promise<number> => {
  const docs = await world.browser.newPage(world.sites.url("docs.test"));
  const status = await docs.evaluate(async (url) => (await fetch(url)).status, world.sites.url("api.test", "/me"));
  await docs.close();
  return status;
};

describe("a worker that dies", () => {
  it("while the sign-in window is open: the next start says so, nothing hangs, and Authorize works", async () => {
    await world.do("authorize", { profileId: personId });
    const window = await world.browser.waitForAuthWindow();
    await world.browser.killWorker();
    const { status } = await world.waitForStatus(personId, "failed");
    expect(status).toMatchObject({ problem: { error: { code: "authorization_interrupted" } } });
    const popup = await world.browser.openExtensionPage("popup.html");
    await controlsOf(popup).waitForText(/interrupted/iu);
    await popup.close();
    if (!window.isClosed()) await window.close();
  });

  it("while the code is exchanged: the next start says so, and the code is never sent again", async () => {
    const release = Promise.withResolvers<void>();
    const { arrived } = world.auth.holdTokenReplies(release.promise);
    await world.do("authorize", { profileId: personId });
    await signIn(await world.browser.waitForAuthWindow());
    await arrived;
    await world.browser.killWorker();
    const { status } = await world.waitForStatus(personId, "failed");
    expect(status).toMatchObject({ problem: { error: { code: "authorization_interrupted" } } });
    release.resolve();
    const codes = world.auth.requests.map(({ form }) => form.get("code")).filter((code) => code !== null);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it("with the token in place: requests go on carrying it, and the popup still knows it", async () => {
    await world.authorize(personId);
    await pollUntil("the rules", async () => (await world.browser.sessionRules()).length === 3);
    await world.browser.killWorker();
    expect(await call()).toBe(200);
    expect((await world.profile(personId))?.status.kind).toBe("valid");
  });
});

it("a browser that restarts has its rules back without the popup being opened", async () => {
  await world.browser.restart();
  await pollUntil("the rules", async () => (await world.browser.sessionRules()).length === 3);
  expect(await call()).toBe(200);
});

it("a half-typed form survives a closed page and a dead worker, its secret too, which never comes back to a page", async () => {
  const page = await world.browser.openExtensionPage("options.html#/oauths/new");
  const form = controlsOf(page);
  await form.fill("Name", "Half typed");
  await form.fill("Client Secret", "half-typed-secret-canary");
  await form.fill("Scope", "one two");
  await pollUntil("the draft", async () => {
    const { drafts } = await world.snapshot();
    return drafts.some(({ name }) => name === "Half typed");
  });
  await expect
    .poll(async () => (await world.do("openProfileForm", { target: { kind: "new" } })).profile.scope)
    .toBe("one two");
  await page.close();
  await world.browser.killWorker();
  const again = await world.browser.openExtensionPage("options.html#/oauths/new");
  await controlsOf(again).waitForText(/restored/iu);
  const name = await (
    await controlsOf(again).find("textbox", "Name")
  ).evaluate((box) => (box as HTMLInputElement).value);
  expect(name).toBe("Half typed");
  expect(await again.content()).not.toContain("half-typed-secret-canary");
  const kept = await world.do("openProfileForm", { target: { kind: "new" } });
  expect(kept.storedSecrets).toEqual(["clientSecret"]);
  expect(JSON.stringify(kept)).not.toContain("half-typed-secret-canary");
  await again.close();
});

it("leaves no token, secret, code or verifier in the profile folder", async () => {
  const { requests, issued } = world.auth;
  const sent = (name: string): string[] => requests.map(({ form }) => form.get(name)).filter((value) => value !== null);
  const needles = [
    CLIENT_SECRET,
    "half-typed-secret-canary",
    ...issued.flatMap(({ accessToken, refreshToken, idToken }) => [accessToken, refreshToken, idToken]),
    ...sent("code"),
    ...sent("code_verifier"),
  ].filter((needle) => needle !== undefined);
  expect(needles.length).toBeGreaterThan(6);
  const { profileDir } = world.browser;
  await world.browser.close({ keepProfile: true });
  expect(await searchFolder(profileDir, [...new Set(needles)])).toEqual([]);
  // The search itself finds what is there: the profile's name lies in the open.
  expect((await searchFolder(profileDir, [PROFILE_NAME])).length).toBeGreaterThan(0);
});
