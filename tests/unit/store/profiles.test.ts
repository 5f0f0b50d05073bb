import { describe, expect, it } from "vitest";
import { addedSecretKey } from "../../../lib/domain/parameters.ts";
import { emptyParameterGroups } from "../../../lib/domain/parameter-groups.ts";
import {
  newBrowser,
  profileWithAddedSecret,
  readRaw,
  sampleHost,
  sampleProfile,
  sampleTokenSet,
  saveToken,
  startWorker,
  withRaw,
} from "./fixtures.ts";

const API_KEY = addedSecretKey("api-key");

describe("profiles", () => {
  it("come back after the worker's death, the oldest first", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    await store.profiles.put(sampleProfile({ id: "p9", seq: 9, name: "Nine" }));
    await store.profiles.put(sampleProfile({ id: "p2", seq: 2, name: "Two" }));
    expect(store.profiles.all().map(({ name }) => name)).toEqual(["Two", "Nine"]);
    expect((await startWorker(browser)).profiles.all().map(({ name }) => name)).toEqual(["Two", "Nine"]);
  });

  it("are not found by an unknown id", async () => {
    const store = await startWorker(newBrowser());
    expect(store.profiles.get("nope")).toBeUndefined();
    expect(() => store.profiles.expect("nope")).toThrow(expect.objectContaining({ code: "not_found" }));
    await expect(store.profiles.secrets("nope")).rejects.toMatchObject({ code: "not_found" });
    await expect(store.profiles.delete("nope")).rejects.toMatchObject({ code: "not_found" });
  });

  it("keep a secret that is absent, set a string, and remove null or an empty one", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    await store.profiles.put(profileWithAddedSecret(), { clientSecret: "old", [API_KEY]: "key-1" });
    await store.profiles.put(profileWithAddedSecret({ name: "Renamed" }), { clientSecret: "new" });
    expect(await store.profiles.secrets("p1")).toEqual({ clientSecret: "new", [API_KEY]: "key-1" });
    await store.profiles.put(profileWithAddedSecret(), { [API_KEY]: null });
    expect(await store.profiles.secrets("p1")).toEqual({ clientSecret: "new" });
    expect(store.profiles.secretKeys("p1")).toEqual(["clientSecret"]);
    await store.profiles.put(profileWithAddedSecret(), { clientSecret: "" });
    expect((await readRaw(browser.indexedDB)).profiles["p1"]).toMatchObject({ secrets: undefined, secretKeys: [] });
  });

  it("drop the secret of a parameter that is gone", async () => {
    const store = await startWorker(newBrowser());
    await store.profiles.put(profileWithAddedSecret(), { clientSecret: "s", [API_KEY]: "key-1" });
    await store.profiles.put(sampleProfile());
    await store.profiles.put(profileWithAddedSecret());
    expect(await store.profiles.secrets("p1")).toEqual({ clientSecret: "s" });
  });

  it("keep the replaced client_secret of the body while Basic is tried", async () => {
    const store = await startWorker(newBrowser());
    const override = { overrides: { client_secret: { name: "secret" } }, added: [] };
    const parameters = { ...emptyParameterGroups(), token: override };
    await store.profiles.put(sampleProfile({ clientAuthentication: "body", parameters }), {
      "default.token.client_secret": "special",
    });
    await store.profiles.put(sampleProfile({ clientAuthentication: "basic", parameters }));
    expect(await store.profiles.secrets("p1")).toEqual({ "default.token.client_secret": "special" });
  });

  it("leave the sealed value alone when no secret changes", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    await store.profiles.put(sampleProfile(), { clientSecret: "s" });
    const before = (await readRaw(browser.indexedDB)).profiles["p1"] as { secrets: unknown };
    await store.profiles.put(sampleProfile({ name: "Renamed" }));
    expect((await readRaw(browser.indexedDB)).profiles["p1"]).toMatchObject({ secrets: before.secrets });
  });

  it("are deleted with their grant and open forms, and API hosts fall back to None", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    await store.profiles.put(sampleProfile());
    await store.profiles.put(sampleProfile({ id: "p2", seq: 5 }));
    await saveToken(store, "p1", sampleTokenSet());
    await store.putAll({ profiles: [], hosts: [sampleHost(), sampleHost({ id: "h2", seq: 3, profileId: "p2" })] });
    await store.drafts.put({ kind: "profile", id: "d1", profileId: "p1", profile: sampleProfile(), updatedAtMs: 1 });
    await store.profiles.delete("p1");
    for (const each of [store, await startWorker(browser)]) {
      expect(each.profiles.all().map(({ id }) => id)).toEqual(["p2"]);
      expect(each.grants.all()).toEqual([]);
      expect(each.drafts.all()).toEqual([]);
      expect(each.hosts.all().map(({ profileId }) => profileId)).toEqual([null, "p2"]);
    }
  });

  it("are saved many at once, secrets included", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    const changes = [1, 2, 3].map((seq) => ({
      profile: sampleProfile({ id: `p${seq}`, seq }),
      secrets: { clientSecret: `secret-${seq}` },
    }));
    await store.putAll({ profiles: changes, hosts: [] });
    expect(await (await startWorker(browser)).profiles.secrets("p3")).toEqual({ clientSecret: "secret-3" });
  });

  it("with damaged secrets say so, harm no other, and are mended by typing the secret again", async () => {
    const browser = newBrowser();
    const first = await startWorker(browser);
    await first.profiles.put(profileWithAddedSecret(), { clientSecret: "one", [API_KEY]: "k" });
    await first.profiles.put(sampleProfile({ id: "p2", seq: 2 }), { clientSecret: "two" });
    const raw = (await readRaw(browser.indexedDB)).profiles as Record<string, { secrets: { data: Uint8Array } }>;
    raw["p1"]!.secrets.data[3]! ^= 1;
    await withRaw(browser.indexedDB, ["profiles"], (tx) => tx.objectStore("profiles").put(raw["p1"]));

    const store = await startWorker(browser);
    await expect(store.profiles.secrets("p1")).rejects.toMatchObject({ code: "storage_corrupt" });
    expect(await store.profiles.secrets("p2")).toEqual({ clientSecret: "two" });
    expect(store.problems()).toEqual([{ store: "profiles", id: "p1", kind: "undecryptable" }]);
    // One of the two would be lost: not without being asked for.
    await expect(store.profiles.put(profileWithAddedSecret(), { clientSecret: "new" })).rejects.toMatchObject({
      code: "storage_corrupt",
    });
    await store.profiles.put(profileWithAddedSecret(), { clientSecret: "new", [API_KEY]: null });
    expect(await store.profiles.secrets("p1")).toEqual({ clientSecret: "new" });
    expect(store.problems()).toEqual([]);
  });

  it("whose sealed secrets were swapped open neither", async () => {
    const browser = newBrowser();
    const first = await startWorker(browser);
    await first.profiles.put(sampleProfile(), { clientSecret: "one" });
    await first.profiles.put(sampleProfile({ id: "p2", seq: 2 }), { clientSecret: "two" });
    const raw = (await readRaw(browser.indexedDB)).profiles as Record<string, { secrets: unknown }>;
    await withRaw(browser.indexedDB, ["profiles"], (tx) => {
      tx.objectStore("profiles").put({ ...raw["p1"], secrets: raw["p2"]?.secrets });
      tx.objectStore("profiles").put({ ...raw["p2"], secrets: raw["p1"]?.secrets });
    });
    const store = await startWorker(browser);
    await expect(store.profiles.secrets("p1")).rejects.toMatchObject({ code: "storage_corrupt" });
    await expect(store.profiles.secrets("p2")).rejects.toMatchObject({ code: "storage_corrupt" });
  });
});
