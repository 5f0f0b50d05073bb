import { beforeEach, describe, expect, it } from "vitest";
import { quiet } from "./quiet.ts";
import { API_HOST, CLIENT_CREDENTIALS, TestWorker, tokenReply } from "./test-worker.ts";

const MINUTE = 60_000;
let test: TestWorker;
let profileId: string;
let hostId: string;

beforeEach(async () => {
  test = await TestWorker.start();
  test.browser.grantAll("https://auth.example.com/*", "https://api.example.com/*", "https://docs.example.org/*");
  profileId = await test.saveProfile({ ...CLIENT_CREDENTIALS, revocationUrl: "https://auth.example.com/revoke" });
  hostId = (await test.do("saveHost", { host: { ...API_HOST, profileId } })).result;
  await test.do("authorize", { profileId });
  (await test.browser.nextCall()).respond(tokenReply({ access_token: "at-1", expires_in: 3600 }));
  await quiet();
  expect(attached()).toContain("Bearer at-1");
});

function attached(): string {
  return JSON.stringify(test.browser.rules);
}

describe("the form of an API host", () => {
  const typed = { ...API_HOST, pattern: "https://typed.example.com" };
  const content = () => {
    const { id: _id, ...host } = { ...typed, profileId };
    return { hostId: null, host, page: "docs.exa" };
  };

  it("is kept as it is typed, over the worker's death, until it is saved", async () => {
    await test.do("keepHostForm", content());
    await test.restart();
    const { snapshot } = await test.do("getSnapshot", {});
    expect(snapshot.hostDrafts).toMatchObject([content()]);
    const saved = await test.do("saveHost", { host: { ...typed, profileId, id: null } });
    expect(saved.snapshot.hostDrafts).toEqual([]);
  });

  it("comes back after Cancel", async () => {
    await test.do("keepHostForm", content());
    const discarded = await test.do("discardHostForm", {});
    expect(discarded.snapshot).toMatchObject({
      hostDrafts: [],
      deleted: [{ kind: "hostDraft", name: "https://typed.example.com" }],
    });
    const { snapshot } = await test.do("undoDelete", { id: discarded.snapshot.deleted[0]?.id ?? "" });
    expect(snapshot).toMatchObject({ hostDrafts: [content()], deleted: [] });
  });

  it("is gone for good after a quarter of an hour, as is what was typed into a profile's", async () => {
    await test.do("keepHostForm", content());
    await test.do("discardHostForm", {});
    expect(test.browser.alarmAtMs).toBe(test.browser.nowMs + 15 * MINUTE);
    test.browser.nowMs += MINUTE;
    const form = (await test.do("openProfileForm", { target: { kind: "new" } })).result;
    await test.do("keepProfileForm", {
      draftId: form.draftId,
      profile: form.profile,
      secrets: { clientSecret: "typed" },
    });
    await test.do("discardProfileForm", { draftId: form.draftId });
    expect((await test.snapshot()).deleted).toHaveLength(2);
    test.browser.nowMs += 14 * MINUTE;
    await test.worker.renewalDue();
    expect((await test.snapshot()).deleted).toHaveLength(1);
    expect(test.browser.alarmAtMs).toBe(test.browser.nowMs + MINUTE);
  });

  it("is no draft where it says what is saved, and goes with its API host", async () => {
    const { id: _id, ...host } = { ...API_HOST, profileId };
    const first = await test.do("keepHostForm", { hostId, host, page: "docs" });
    expect(first.snapshot.hostDrafts).toHaveLength(1);
    const same = await test.do("keepHostForm", { hostId, host, page: "" });
    expect(same.snapshot.hostDrafts).toEqual([]);
    await test.do("keepHostForm", { hostId, host: { ...host, pattern: "" }, page: "docs" });
    const untouched = await test.do("keepHostForm", { hostId, host: { ...host, pattern: "" }, page: "" });
    expect(untouched.snapshot.hostDrafts).toEqual([]);
    const emptied = { hostId, host: { ...host, pattern: "" }, isEmptied: true, page: "" };
    expect((await test.do("keepHostForm", emptied)).snapshot.hostDrafts).toMatchObject([{ isEmptied: true }]);
    await test.do("keepHostForm", { hostId, host, page: "docs" });
    expect((await test.do("deleteHost", { hostId })).snapshot.hostDrafts).toEqual([]);
  });
});

describe("the form of an API host that is being deleted", () => {
  it("is not kept, though its last letter comes meanwhile", async () => {
    const { id: _id, ...host } = { ...API_HOST, profileId };
    const deleting = test.do("deleteHost", { hostId });
    await test.do("keepHostForm", { hostId, host: { ...host, pattern: "" }, page: "docs" });
    await deleting;
    expect((await test.snapshot()).hostDrafts).toEqual([]);
    await test.restart();
    expect((await test.snapshot()).hostDrafts).toEqual([]);
  });
});

describe("undo", () => {
  it("brings a deleted profile back, though a form of it was open elsewhere and discarded since", async () => {
    const { draftId, profile } = (await test.do("openProfileForm", { target: { kind: "edit", profileId } })).result;
    await test.do("deleteProfile", { profileId });
    await test.do("keepProfileForm", { draftId, profile: { ...profile, scope: "typed" }, secrets: {} });
    const { snapshot } = await test.do("discardProfileForm", { draftId });
    expect(snapshot).toMatchObject({ drafts: [], deleted: [{ id: profileId, kind: "profile" }] });
    expect((await test.do("undoDelete", { id: profileId })).snapshot.profiles).toHaveLength(1);
  });

  it("attaches nothing of a deleted profile, and everything as before once it is back", async () => {
    const deleted = await test.do("deleteProfile", { profileId });
    expect(deleted.snapshot).toMatchObject({ profiles: [], deleted: [{ id: profileId, name: "Machine" }] });
    expect(attached()).toBe("[]");
    await test.restart();
    expect(attached()).toBe("[]");
    const { snapshot } = await test.do("undoDelete", { id: profileId });
    expect(snapshot).toMatchObject({ profiles: [{ status: { kind: "valid" } }], hosts: [{ attaching: "attaching" }] });
    expect(snapshot.deleted).toEqual([]);
    expect(attached()).toContain("Bearer at-1");
  });

  it("brings an API host back with its rules", async () => {
    const { snapshot } = await test.do("deleteHost", { hostId });
    expect(snapshot.deleted).toMatchObject([{ id: hostId, kind: "host", name: "https://api.example.com" }]);
    expect(attached()).toBe("[]");
    await test.do("undoDelete", { id: hostId });
    expect(attached()).toContain("Bearer at-1");
  });

  it("does not bring back a token that the server has revoked", async () => {
    const deleting = test.do("deleteProfile", { profileId, revoke: true });
    (await test.browser.nextCall()).respond(new Response(null, { status: 200 }));
    await deleting;
    const { snapshot } = await test.do("undoDelete", { id: profileId });
    expect(snapshot.profiles).toMatchObject([{ status: { kind: "not_authorized" } }]);
    expect(attached()).toBe("[]");
  });

  it("ends after a quarter of an hour: by the alarm, or at the next start", async () => {
    await test.do("deleteProfile", { profileId });
    expect(test.browser.alarmAtMs).toBe(test.browser.nowMs + 15 * MINUTE);
    test.browser.nowMs += 15 * MINUTE;
    await test.worker.renewalDue();
    expect((await test.snapshot()).deleted).toEqual([]);
    expect(await test.send("undoDelete", { id: profileId })).toMatchObject({ ok: false, error: { code: "not_found" } });
    await test.do("deleteHost", { hostId });
    test.browser.nowMs += 15 * MINUTE;
    await test.restart();
    expect((await test.snapshot()).deleted).toEqual([]);
  });

  it("ends at once where it was dismissed", async () => {
    await test.do("deleteProfile", { profileId });
    await test.do("deleteHost", { hostId });
    const { snapshot } = await test.do("finishDelete", { id: profileId });
    expect(snapshot.deleted.map(({ id }) => id)).toEqual([hostId]);
  });

  it("does not present a refresh token again whose reply was cut off by the deletion", async () => {
    const person = await test.saveProfile({ ...CLIENT_CREDENTIALS, name: "Refreshing" });
    await test.do("authorize", { profileId: person });
    (await test.browser.nextCall()).respond(tokenReply({ access_token: "at-2", refresh_token: "rt-2" }));
    await quiet();
    await test.do("authorize", { profileId: person });
    expect((await test.browser.nextCall()).body.get("refresh_token")).toBe("rt-2");
    await test.do("deleteProfile", { profileId: person });
    const { snapshot } = await test.do("undoDelete", { id: person });
    const restored = snapshot.profiles.find(({ id }) => id === person);
    expect(restored?.status).toMatchObject({ kind: "valid", problem: { error: { code: "renewal_interrupted" } } });
  });
});
