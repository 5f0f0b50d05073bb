import { describe, expect, it } from "vitest";
import type { GrantFailure } from "../../../lib/domain/grant.ts";
import { summarizeTokenSet } from "../../../lib/domain/token-set.ts";
import { newBrowser, readRaw, sampleProfile, sampleTokenSet, saveToken, startWorker } from "./fixtures.ts";

const FAILURE: GrantFailure = { error: { code: "network" }, atMs: 5, retryAtMs: 10, attempts: 1 };
const REFRESH = { kind: "refresh", startedAtMs: 4 } as const;

async function storeWithProfile(browser = newBrowser()) {
  const store = await startWorker(browser);
  await store.profiles.put(sampleProfile());
  return store;
}

describe("grants", () => {
  it("note a pending step that the next worker sees", async () => {
    const browser = newBrowser();
    const store = await storeWithProfile(browser);
    await store.grants.setPending("p1", REFRESH);
    expect((await startWorker(browser)).grants.get("p1")).toEqual({
      profileId: "p1",
      pending: REFRESH,
      failure: undefined,
      token: undefined,
    });
    await store.grants.setPending("p1", undefined);
    expect(store.grants.get("p1")?.pending).toBeUndefined();
  });

  it("keep the token set through a failure, and nothing of the failure after a success", async () => {
    const browser = newBrowser();
    const store = await storeWithProfile(browser);
    await saveToken(store, "p1", sampleTokenSet());
    await store.grants.setPending("p1", REFRESH);
    await store.grants.fail("p1", FAILURE);
    expect(store.grants.get("p1")).toMatchObject({
      pending: undefined,
      failure: FAILURE,
      token: { hasRefreshToken: true },
    });
    expect(await store.grants.tokenSet("p1")).toEqual(sampleTokenSet());
    await store.grants.setPending("p1", REFRESH);
    const next = sampleTokenSet({ accessToken: "at-2", refreshToken: "rt-2", reply: {} });
    await saveToken(store, "p1", next);
    const later = await startWorker(browser);
    expect(later.grants.get("p1")).toEqual({
      profileId: "p1",
      pending: undefined,
      failure: undefined,
      token: summarizeTokenSet(next),
    });
    expect(await later.grants.tokenSet("p1")).toEqual(next);
  });

  it("give a token set back with every member, the undefined ones included", async () => {
    const browser = newBrowser();
    const store = await storeWithProfile(browser);
    const bare = sampleTokenSet({
      tokenType: undefined,
      refreshToken: undefined,
      expiresAtMs: undefined,
      reply: { deep: [{ a: null }] },
    });
    await saveToken(store, "p1", bare);
    expect(await (await startWorker(browser)).grants.tokenSet("p1")).toStrictEqual(bare);
  });

  it("replace the sealed value whole: the old refresh token is in no record any more", async () => {
    const browser = newBrowser();
    const store = await storeWithProfile(browser);
    await saveToken(store, "p1", sampleTokenSet());
    const before = (await readRaw(browser.indexedDB)).grants["p1"] as { tokenSet: { iv: Uint8Array } };
    await saveToken(store, "p1", sampleTokenSet());
    const after = (await readRaw(browser.indexedDB)).grants["p1"] as { tokenSet: { iv: Uint8Array } };
    expect(after.tokenSet.iv).not.toEqual(before.tokenSet.iv);
  });

  it("are forgotten whole", async () => {
    const browser = newBrowser();
    const store = await storeWithProfile(browser);
    await saveToken(store, "p1", sampleTokenSet());
    await store.grants.forget("p1");
    expect(store.grants.get("p1")).toBeUndefined();
    expect(await store.grants.tokenSet("p1")).toBeUndefined();
    expect((await readRaw(browser.indexedDB)).grants).toEqual({});
  });

  it("of a profile deleted meanwhile are not made again by a late reply", async () => {
    const store = await storeWithProfile();
    await store.grants.setPending("p1", { kind: "token", startedAtMs: 1 });
    await store.profiles.delete("p1");
    await expect(saveToken(store, "p1", sampleTokenSet())).rejects.toMatchObject({ code: "not_found" });
    await expect(store.grants.fail("p1", FAILURE)).rejects.toMatchObject({ code: "not_found" });
    await expect(store.grants.setPending("p1", REFRESH)).rejects.toMatchObject({ code: "not_found" });
    expect(store.grants.all()).toEqual([]);
  });
});
