import { expect, it } from "vitest";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import { CLIENT_CREDENTIALS, TestWorker } from "./test-worker.ts";

it("two tabs that went on with one draft save a profile each, and a form saved again is the same one", async () => {
  const test = await TestWorker.start();
  const first = (await test.do("openProfileForm", { target: { kind: "new" } })).result;
  await test.do("keepProfileForm", { draftId: first.draftId, profile: first.profile, secrets: {} });
  const second = (await test.do("openProfileForm", { target: { kind: "new" } })).result;
  expect(second.profile.id).toBe(first.profile.id);
  const save = async (name: string): Promise<string> => {
    const { draftId, profile } = first;
    const content = { draftId, profile: { ...profile, ...CLIENT_CREDENTIALS, name }, secrets: { clientSecret: name } };
    return (await test.do("saveProfile", { ...content, authorize: false })).result;
  };
  const foo = await save("Foo");
  expect(await save("Foo")).toBe(foo);
  expect(await save("Bar")).not.toBe(foo);
  expect((await test.snapshot()).profiles.map(({ name }) => name)).toEqual(["Foo", "Bar"]);
});

it.each([
  ["once the form is kept so", true],
  ["before it is", false],
])("saves nothing of a secret that was typed into a form and cleared again, %s", async (_, isKept) => {
  const test = await TestWorker.start();
  test.browser.grantAll("https://auth.example.com/*");
  const profileId = await test.saveProfile(CLIENT_CREDENTIALS);
  const { draftId, profile } = (await test.do("openProfileForm", { target: { kind: "edit", profileId } })).result;
  await test.do("keepProfileForm", { draftId, profile, secrets: { clientSecret: "typo" } });
  const cleared = { draftId, profile, secrets: {}, asStored: ["clientSecret"] } as const;
  if (isKept) await test.do("keepProfileForm", cleared);
  const reopened = (await test.do("openProfileForm", { target: { kind: "edit", profileId } })).result;
  expect(reopened.storedSecrets).toEqual(["clientSecret"]);
  const content = isKept ? { draftId, profile, secrets: {} } : cleared;
  await test.do("saveProfile", { ...content, authorize: true });
  const { headers } = await test.browser.nextCall();
  expect(atob(headers.get("authorization")?.replace("Basic ", "") ?? "")).not.toContain("typo");
  expect(headers.get("authorization")).toMatch(/^Basic ./u);
});

it("tells which secrets of a form that was left were typed, and which are stored", async () => {
  const test = await TestWorker.start();
  const profileId = await test.saveProfile(CLIENT_CREDENTIALS);
  const open = async () => (await test.do("openProfileForm", { target: { kind: "edit", profileId } })).result;
  const { draftId, profile } = await open();
  await test.do("keepProfileForm", { draftId, profile, secrets: {} });
  expect(await open()).toMatchObject({ storedSecrets: ["clientSecret"], typedSecrets: [], differs: false });
  await test.do("keepProfileForm", { draftId, profile, secrets: { clientSecret: "half" } });
  expect(await open()).toMatchObject({
    storedSecrets: ["clientSecret"],
    typedSecrets: ["clientSecret"],
    differs: true,
  });
  await test.do("keepProfileForm", { draftId, profile, secrets: {}, asStored: ["clientSecret"] });
  expect(await open()).toMatchObject({ storedSecrets: ["clientSecret"], typedSecrets: [] });
});

it("restores what was typed, removed or cleared, and not what says the same as before", async () => {
  const test = await TestWorker.start();
  const profileId = await test.saveProfile(CLIENT_CREDENTIALS);
  const open = async () => (await test.do("openProfileForm", { target: { kind: "edit", profileId } })).result;
  const { draftId, profile } = await open();
  await test.do("keepProfileForm", { draftId, profile: { ...profile, scope: "a" }, secrets: {} });
  expect(await open()).toMatchObject({ profile: { scope: "a" }, differs: true });
  await test.do("keepProfileForm", { draftId, profile, secrets: { clientSecret: null } });
  expect(await open()).toMatchObject({ storedSecrets: [], differs: true });
});

it("keeps what another tab has saved of a profile meanwhile, where this form has not changed it", async () => {
  const test = await TestWorker.start();
  const profileId = await test.saveProfile(CLIENT_CREDENTIALS);
  const { draftId, profile } = (await test.do("openProfileForm", { target: { kind: "edit", profileId } })).result;
  const save = async (change: Partial<OAuthProfile>, base?: OAuthProfile): Promise<void> => {
    const content = { draftId, profile: { ...profile, ...change }, secrets: {}, authorize: false };
    await test.do("saveProfile", base === undefined ? content : { ...content, base });
  };
  const stored = async () => (await test.do("openProfileForm", { target: { kind: "edit", profileId } })).result.profile;

  await save({ scope: "orders", name: "First" }, profile);
  await save({ clientId: "other", name: "Second" }, profile);
  expect(await stored()).toEqual({ ...profile, scope: "orders", clientId: "other", name: "Second" });
  await save({ clientId: "third" });
  expect(await stored()).toEqual({ ...profile, clientId: "third" });
});

it("sends a secret where the form says in which it was typed, whatever another tab has saved meanwhile", async () => {
  const test = await TestWorker.start();
  const profileId = await test.saveProfile(CLIENT_CREDENTIALS);
  const { draftId, profile } = (await test.do("openProfileForm", { target: { kind: "edit", profileId } })).result;
  const content = { draftId, base: profile, authorize: false };
  const elsewhere = { ...profile, tokenUrl: "https://elsewhere.example.com/token" };
  await test.do("saveProfile", { ...content, profile: elsewhere, secrets: {} });
  await test.do("saveProfile", { ...content, profile, secrets: { clientSecret: "typed" } });
  const { tokenUrl } = (await test.do("openProfileForm", { target: { kind: "edit", profileId } })).result.profile;
  expect(tokenUrl).toBe(profile.tokenUrl);
});

it("takes a new form's secret for missing again that was typed and cleared", async () => {
  const test = await TestWorker.start();
  const { draftId, profile } = (await test.do("openProfileForm", { target: { kind: "new" } })).result;
  const content = { draftId, profile: { ...profile, ...CLIENT_CREDENTIALS } };
  await test.do("keepProfileForm", { ...content, secrets: { clientSecret: "typo" } });
  const answer = await test.send("saveProfile", {
    ...content,
    secrets: {},
    asStored: ["clientSecret"],
    authorize: false,
  });
  expect(answer).toMatchObject({ ok: false, error: { field: "Client Secret", problem: "required" } });
});

it("renames a profile that came without its secret, says that it lacks it, and lets no other be saved so", async () => {
  const test = await TestWorker.start();
  await test.saveProfile(CLIENT_CREDENTIALS);
  const text = (await test.do("exportBackup", {})).result;
  await test.do("resetStorage", {});
  await test.do("importBackup", { text, conflicts: "keep", settings: false });
  const [imported] = (await test.snapshot()).profiles;
  expect(imported).toMatchObject({ missingSecret: "needed", status: { kind: "not_authorized" } });
  const { draftId, profile } = (
    await test.do("openProfileForm", { target: { kind: "edit", profileId: imported?.id ?? "" } })
  ).result;
  const renamed = { draftId, profile: { ...profile, name: "Renamed" }, authorize: false };
  await test.do("saveProfile", { ...renamed, secrets: {} });
  expect((await test.snapshot()).profiles).toMatchObject([{ name: "Renamed", missingSecret: "needed" }]);
  await test.do("saveProfile", { ...renamed, secrets: { clientSecret: "s3cret" } });
  expect((await test.snapshot()).profiles[0]?.missingSecret).toBeUndefined();
  const required = { ok: false, error: { field: "Client Secret", problem: "required" } };
  expect(await test.send("saveProfile", { ...renamed, secrets: { clientSecret: null } })).toMatchObject(required);
  const other = (await test.do("openProfileForm", { target: { kind: "new" } })).result;
  const content = { draftId: other.draftId, profile: { ...other.profile, ...CLIENT_CREDENTIALS }, secrets: {} };
  expect(await test.send("saveProfile", { ...content, authorize: false })).toMatchObject(required);
});
