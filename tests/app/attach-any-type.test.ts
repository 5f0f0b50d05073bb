import { beforeEach, describe, expect, it } from "vitest";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import { API_HOST, CLIENT_CREDENTIALS, TestWorker, tokenReply } from "./test-worker.ts";

let test: TestWorker;
beforeEach(async () => {
  test = await TestWorker.start();
  test.browser.grantAll("https://auth.example.com/*", "https://api.example.com/*", "https://docs.example.org/*");
});

async function attached(): Promise<string[]> {
  await test.snapshot();
  return test.browser.rules.flatMap(({ action }) =>
    action.type === "modifyHeaders"
      ? action.requestHeaders.map((change) => ("value" in change ? change.value : ""))
      : [],
  );
}

/** Saves a profile with a host, and gets it the token of this reply. */
async function obtain(changes: Partial<OAuthProfile>, reply: Readonly<Record<string, unknown>>): Promise<string> {
  const profileId = await test.saveProfile({ ...CLIENT_CREDENTIALS, ...changes });
  await test.do("saveHost", { host: { ...API_HOST, profileId } });
  await test.do("authorize", { profileId });
  (await test.browser.nextCall()).respond(tokenReply(reply));
  await expect.poll(async () => (await test.snapshot()).profiles[0]?.status.kind).toBe("valid");
  return profileId;
}

async function change(profileId: string, changes: Partial<OAuthProfile>): Promise<void> {
  const { result: form } = await test.do("openProfileForm", { target: { kind: "edit", profileId } });
  const { draftId } = form;
  await test.do("saveProfile", { draftId, profile: { ...form.profile, ...changes }, secrets: {}, authorize: false });
}

async function attachState(): Promise<string | undefined> {
  return (await test.snapshot()).hosts[0]?.attaching;
}

const BOT = { access_token: "v^1.1#i^1", token_type: "bot" };

describe("a token of another type", () => {
  it("is not attached by default", async () => {
    await obtain({}, BOT);
    expect(await attachState()).toBe("not_attachable");
    expect(await attached()).toEqual([]);
  });

  it("is attached as it is where the profile says so", async () => {
    await obtain({ attachAnyType: true }, BOT);
    await expect.poll(attached).toEqual(["Bearer v^1.1#i^1", "Bearer v^1.1#i^1"]);
    expect(await attachState()).toBe("attaching");
  });

  it("follows the setting at once, without a new token", async () => {
    const profileId = await obtain({}, BOT);
    await change(profileId, { attachAnyType: true });
    await expect.poll(attached).toEqual(["Bearer v^1.1#i^1", "Bearer v^1.1#i^1"]);
    await change(profileId, { attachAnyType: false });
    await expect.poll(attached).toEqual([]);
    expect(await attachState()).toBe("not_attachable");
  });

  it("is never attached when it has a space or a line break", async () => {
    await obtain({ attachAnyType: true }, { access_token: "a b\r\nX-Evil: 1", token_type: "bot" });
    expect(await attachState()).toBe("not_attachable");
    expect(await attached()).toEqual([]);
  });
});

describe("the token field", () => {
  const REPLY = {
    access_token: "access-1",
    id_token: "id.token.1",
    authed_user: { access_token: "user-1", token_type: "bearer" },
    list: [{ value: "first-1" }],
  };

  it.each([
    ["access_token", "access-1"],
    ["id_token", "id.token.1"],
    ["authed_user.access_token", "user-1"],
    ["list[0].value", "first-1"],
  ])("%s decides what is attached and copied", async (tokenField, token) => {
    const profileId = await obtain({ tokenField }, REPLY);
    await expect.poll(attached).toEqual([`Bearer ${token}`, `Bearer ${token}`]);
    await test.do("copyToken", { profileId });
    expect(test.browser.copied).toEqual([token]);
  });

  it("that the reply does not have is an error, and nothing is stored", async () => {
    const profileId = await test.saveProfile({ ...CLIENT_CREDENTIALS, tokenField: "id_token" });
    await test.do("authorize", { profileId });
    (await test.browser.nextCall()).respond(tokenReply({ access_token: "access-1" }));
    await expect
      .poll(async () => (await test.snapshot()).profiles[0])
      .toMatchObject({ token: undefined, status: { kind: "failed", problem: { error: { code: "token_missing" } } } });
  });
});
