import { beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../../../lib/store/store.ts";
import {
  abortNextWrite,
  type FakeBrowser,
  newBrowser,
  readRaw,
  restart,
  sampleHost,
  sampleProfile,
  sampleTokenSet,
  saveToken,
  startWorker,
  textsIn,
  withRaw,
} from "./fixtures.ts";

const UNTIL = 900_000;
let browser: FakeBrowser;
let store: Store;

beforeEach(async () => {
  browser = newBrowser();
  store = await startWorker(browser);
  await store.profiles.put(sampleProfile(), { clientSecret: "s3cret-canary" });
  await store.profiles.put(sampleProfile({ id: "p5", seq: 5, name: "Other" }));
  await store.hosts.put(sampleHost());
  await saveToken(store, "p1", sampleTokenSet());
});

async function putDraft(): Promise<void> {
  const profile = sampleProfile({ scope: "typed" });
  const draft = { kind: "profile", id: "p1", profileId: "p1", profile, updatedAtMs: 1 } as const;
  await store.drafts.put(draft, { clientSecret: "typed-canary" });
}

describe("what was deleted", () => {
  it("comes back whole after the worker's death: secrets, tokens, forms, API hosts, and its place", async () => {
    await putDraft();
    await store.profiles.delete("p1", UNTIL);
    store = await startWorker(browser);
    expect(store.deleted.all()).toEqual([{ id: "p1", kind: "profile", name: "Acme", untilMs: UNTIL }]);
    await store.deleted.undo("p1");
    for (const worker of [store, await startWorker(browser)]) {
      expect(worker.profiles.all().map(({ name }) => name)).toEqual(["Acme", "Other"]);
      expect(await worker.profiles.secrets("p1")).toEqual({ clientSecret: "s3cret-canary" });
      expect(await worker.grants.tokenSet("p1")).toMatchObject({ accessToken: "at-1", refreshToken: "rt-1" });
      expect(worker.drafts.get("p1")).toMatchObject({ profile: { scope: "typed" } });
      expect(worker.drafts.secretKeys("p1")).toEqual(["clientSecret"]);
      expect(worker.hosts.get("h1")?.profileId).toBe("p1");
      expect(worker.deleted.all()).toEqual([]);
    }
  });

  it("may be a form that was discarded: what was typed into it comes back after the worker's death, secrets included", async () => {
    await putDraft();
    await store.drafts.discard("p1", UNTIL);
    expect(store.drafts.all()).toEqual([]);
    store = await startWorker(browser);
    expect(store.drafts.all()).toEqual([]);
    expect(store.deleted.all()).toEqual([{ id: "p1", kind: "profileDraft", name: "Acme", untilMs: UNTIL }]);
    await store.deleted.undo("p1");
    for (const worker of [store, await startWorker(browser)]) {
      expect(worker.drafts.get("p1")).toMatchObject({ profile: { scope: "typed" } });
      expect(worker.drafts.secretKeys("p1")).toEqual(["clientSecret"]);
      expect(worker.deleted.all()).toEqual([]);
    }
  });

  it("is no more of a form that was discarded, once its form is typed into anew", async () => {
    await putDraft();
    await store.drafts.discard("p1", UNTIL);
    await putDraft();
    for (const worker of [store, await startWorker(browser)]) {
      expect(worker.deleted.all()).toEqual([]);
      expect(worker.drafts.get("p1")).toBeDefined();
    }
  });

  it("is nothing where no form was typed into", async () => {
    await store.drafts.discard("p1", UNTIL);
    expect(store.deleted.all()).toEqual([]);
  });

  it("counts as gone for every reader, and lies sealed", async () => {
    await putDraft();
    await store.profiles.delete("p1", UNTIL);
    await store.hosts.delete("h1", UNTIL);
    for (const worker of [store, await startWorker(browser)]) {
      expect(worker.profiles.get("p1")).toBeUndefined();
      expect(worker.profiles.secretKeys("p1")).toEqual([]);
      expect(await worker.grants.tokenSet("p1")).toBeUndefined();
      expect([worker.grants.all(), worker.hosts.all(), worker.drafts.all()]).toEqual([[], [], []]);
      await expect(worker.profiles.secrets("p1")).rejects.toMatchObject({ code: "not_found" });
      expect(JSON.stringify(await worker.exportReadable())).not.toContain("Acme");
    }
    const onDisk = textsIn(await readRaw(browser.indexedDB)).join("\n");
    expect(onDisk).toContain("Acme");
    expect(onDisk).not.toMatch(/s3cret-canary|typed-canary|at-1|rt-1/u);
  });

  it("is gone for good without a time, and once it has passed", async () => {
    await store.profiles.delete("p5");
    await store.profiles.delete("p1", UNTIL);
    expect(store.deleted.all().map(({ id }) => id)).toEqual(["p1"]);
    await store.deleted.purge(({ untilMs }) => untilMs < UNTIL);
    expect(store.deleted.all()).toHaveLength(1);
    await store.deleted.purge(({ untilMs }) => untilMs <= UNTIL);
    expect((await readRaw(browser.indexedDB)).deleted).toEqual({});
    await expect(store.deleted.undo("p1")).rejects.toMatchObject({ code: "not_found" });
  });

  it("leaves alone what was chosen since: another Authentication type, the same name", async () => {
    await store.hosts.put(sampleHost({ id: "h2", seq: 3, pattern: "https://two.example.com" }));
    await store.profiles.delete("p1", UNTIL);
    await store.hosts.put(sampleHost({ profileId: "p5" }));
    await store.profiles.put(sampleProfile({ id: "p6", seq: 6, name: "acme" }));
    await store.deleted.undo("p1");
    expect(store.hosts.all().map(({ profileId }) => profileId)).toEqual(["p5", "p1"]);
    expect(store.profiles.all().map(({ name }) => name)).toEqual(["Acme (2)", "Other", "acme"]);
  });

  it("brings an API host back, unless there is another of its address", async () => {
    await store.hosts.delete("h1", UNTIL);
    await store.hosts.put(sampleHost({ id: "h2", seq: 3 }));
    const duplicate = { code: "invalid_field", details: { field: "API host", problem: "duplicate" } };
    await expect(store.deleted.undo("h1")).rejects.toMatchObject(duplicate);
    await store.hosts.delete("h2");
    await store.deleted.undo("h1");
    expect((await startWorker(browser)).hosts.all()).toEqual([sampleHost()]);
  });

  it.each([
    ["the host first", ["h1", "p1"]],
    ["the profile first", ["p1", "h1"]],
  ])("finds host and profile together again, %s", async (_, order) => {
    await store.hosts.delete("h1", UNTIL);
    await store.profiles.delete("p1", UNTIL);
    for (const id of order) await store.deleted.undo(id);
    expect((await startWorker(browser)).hosts.get("h1")?.profileId).toBe("p1");
  });

  it("comes back while locked, and is as locked as the rest", async () => {
    await store.vault.setPassphrase("correct horse battery");
    await store.profiles.delete("p1", UNTIL);
    await store.vault.lock();
    await store.deleted.undo("p1");
    await expect(store.profiles.secrets("p1")).rejects.toMatchObject({ code: "locked" });
    await store.vault.unlock("correct horse battery");
    expect(await store.profiles.secrets("p1")).toEqual({ clientSecret: "s3cret-canary" });
  });

  it("ends with the keys it was sealed with", async () => {
    await store.profiles.delete("p1", UNTIL);
    await store.vault.setPassphrase("correct horse battery");
    expect(store.deleted.all()).toEqual([]);
    expect((await readRaw(browser.indexedDB)).deleted).toEqual({});
  });

  it("comes back without a token that was forgotten with the browser", async () => {
    await store.settings.put({ ...store.settings.get(), forgetTokensOnExit: true });
    await store.profiles.delete("p1", UNTIL);
    store = await restart(browser);
    await store.deleted.undo("p1");
    expect(store.grants.get("p1")?.token).toBeUndefined();
    expect(store.problems()).toEqual([]);
  });

  it("goes with everything else at a reset", async () => {
    await store.profiles.delete("p1", UNTIL);
    await store.reset();
    expect(store.deleted.all()).toEqual([]);
    await store.nextSeq();
    expect((await readRaw(browser.indexedDB)).deleted).toEqual({});
  });

  it("is neither deleted nor restored by a write that fails", async () => {
    abortNextWrite();
    await expect(store.profiles.delete("p1", UNTIL)).rejects.toMatchObject({ code: "storage_failed" });
    expect([store.profiles.get("p1")?.name, store.deleted.all()]).toEqual(["Acme", []]);
    await store.profiles.delete("p1", UNTIL);
    abortNextWrite();
    await expect(store.deleted.undo("p1")).rejects.toMatchObject({ code: "storage_failed" });
    expect(store.profiles.get("p1")).toBeUndefined();
    expect((await startWorker(browser)).deleted.all()).toHaveLength(1);
  });

  it("troubles nobody when it can't be read, and is purged", async () => {
    await store.profiles.delete("p1", UNTIL);
    await withRaw(browser.indexedDB, ["deleted"], (tx) => tx.objectStore("deleted").put({ id: "p1", untilMs: 1 }));
    store = await startWorker(browser);
    expect(store.deleted.all()).toEqual([]);
    await store.deleted.purge(() => false);
    expect([store.problems(), (await readRaw(browser.indexedDB)).deleted]).toEqual([[], {}]);
  });
});
