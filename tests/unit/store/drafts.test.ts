import { describe, expect, it } from "vitest";
import type { ProfileDraft } from "../../../lib/domain/draft.ts";
import { addedSecretKey } from "../../../lib/domain/parameters.ts";
import { newBrowser, profileWithAddedSecret, readRaw, sampleHost, sampleProfile, startWorker } from "./fixtures.ts";

const API_KEY = addedSecretKey("api-key");

function draftOf(profileId: string | null, changes: Partial<ProfileDraft> = {}): ProfileDraft {
  return {
    kind: "profile",
    id: "d1",
    profileId,
    profile: profileWithAddedSecret({ name: "Half" }),
    updatedAtMs: 1,
    ...changes,
  };
}

describe("drafts", () => {
  it("outlive the worker, their secrets named and not told", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    await store.drafts.put(draftOf(null), { clientSecret: "typed" });
    await store.drafts.put(draftOf(null, { updatedAtMs: 2 }), { [API_KEY]: "key" });
    const next = await startWorker(browser);
    expect(next.drafts.get("d1")).toEqual(draftOf(null, { updatedAtMs: 2 }));
    expect(next.drafts.secretKeys("d1")).toEqual(["clientSecret", API_KEY]);
  });

  it("count the saved profile's secrets in, and those taken away out", async () => {
    const store = await startWorker(newBrowser());
    await store.profiles.put(profileWithAddedSecret(), { clientSecret: "s", [API_KEY]: "k" });
    await store.drafts.put(draftOf("p1"), { [API_KEY]: null });
    expect(store.drafts.secretKeys("d1")).toEqual(["clientSecret"]);
    expect(store.drafts.secretKeys("unknown")).toEqual([]);
    // The added parameter is gone from the form, and its secret would be dropped.
    await store.drafts.put({ ...draftOf("p1"), profile: sampleProfile() }, { [API_KEY]: "again" });
    expect(store.drafts.secretKeys("d1")).toEqual(["clientSecret"]);
  });

  it("become a profile with all that was typed, in one step", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    await store.profiles.put(profileWithAddedSecret(), { clientSecret: "saved", [API_KEY]: "k" });
    await store.drafts.put(draftOf("p1"), { clientSecret: "typed first", [API_KEY]: null });
    const later = await startWorker(browser);
    await later.profiles.put(profileWithAddedSecret(), { clientSecret: "typed last" }, { draftId: "d1" });
    expect(await later.profiles.secrets("p1")).toEqual({ clientSecret: "typed last" });
    expect(later.drafts.all()).toEqual([]);
    expect((await readRaw(browser.indexedDB)).drafts).toEqual({});
  });

  it("hand over what the page did not type again", async () => {
    const store = await startWorker(newBrowser());
    await store.drafts.put(draftOf(null), { clientSecret: "typed", [API_KEY]: "k" });
    await store.profiles.put(sampleProfile(), {}, { draftId: "d1" });
    // The added parameter is gone from what is saved, and its secret with it.
    expect(await store.profiles.secrets("p1")).toEqual({ clientSecret: "typed" });
  });

  it("of API hosts are kept, and go when the host is saved", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    const { id: _id, seq: _seq, ...host } = sampleHost({ pattern: "api.exa" });
    await store.drafts.put({ kind: "apiHost", id: "d2", hostId: null, host, page: "", updatedAtMs: 1 });
    expect((await startWorker(browser)).drafts.get("d2")).toMatchObject({ host: { pattern: "api.exa" } });
    await store.hosts.put(sampleHost(), { draftId: "d2" });
    expect((await startWorker(browser)).drafts.all()).toEqual([]);
  });

  it("are kept without the secrets typed while the vault is locked, and that is said", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    await store.vault.setPassphrase("correct horse");
    await store.drafts.put(draftOf(null), { clientSecret: "typed before" });
    await store.vault.lock();
    const later = draftOf(null, { updatedAtMs: 2, profile: profileWithAddedSecret({ name: "Typed for ten minutes" }) });
    await expect(store.drafts.put(later, { clientSecret: "typed", [API_KEY]: "k" })).rejects.toMatchObject({
      code: "locked",
    });
    const next = await startWorker(browser);
    expect(next.drafts.get("d1")).toEqual(later);
    expect(next.drafts.secretKeys("d1")).toEqual(["clientSecret"]);
    await next.vault.unlock("correct horse");
    await next.profiles.put(sampleProfile(), {}, { draftId: "d1" });
    expect(await next.profiles.secrets("p1")).toEqual({ clientSecret: "typed before" });
  });

  it("are discarded by delete, also twice", async () => {
    const store = await startWorker(newBrowser());
    await store.drafts.put(draftOf(null));
    await store.drafts.delete("d1");
    await store.drafts.delete("d1");
    expect(store.drafts.all()).toEqual([]);
  });
});
