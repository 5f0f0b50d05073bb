import { expect, it } from "vitest";
import { newProfile } from "../../lib/domain/profile.ts";
import { readOldDatabase, writeDatabase } from "../support/old-database.ts";
import { TestWorker, tokenReply } from "./test-worker.ts";

/** A new build over the database of the first one. */
async function updated(kind: "plain" | "withPassphrase"): Promise<TestWorker> {
  const test = await TestWorker.start();
  await writeDatabase(await readOldDatabase(kind), test.indexedDB);
  test.browser.grantAll("http://api.test/*", "http://docs.test/*", "http://auth.test/*");
  await test.restartBrowser();
  return test;
}

/** The values that the rules put into headers. */
function headers(test: TestWorker): string[] {
  const changes = test.browser.rules.flatMap(({ action }) => (action.type === "allow" ? [] : action.requestHeaders));
  return changes.flatMap((change) => (change.operation === "set" ? [change.value] : []));
}

it("a new build finds everything of the first one's database, and attaches its token", async () => {
  const test = await updated("plain");
  const { profiles, hosts, drafts, settings, storageProblem, storageNotes } = await test.snapshot();
  expect({ storageProblem, storageNotes }).toEqual({ storageProblem: undefined, storageNotes: [] });
  expect(profiles.map(({ name, status }) => [name, status.kind])).toEqual([
    ["Old machine", "valid"],
    ["Old person", "valid"],
  ]);
  expect(hosts).toMatchObject([
    { host: { pattern: "http://api.test", profileId: "old-machine" }, attaching: "attaching" },
  ]);
  expect(drafts).toMatchObject([{ id: "new", name: "Old half-typed" }]);
  expect(settings).toMatchObject({ theme: "dark", idleLockMinutes: 30, badge: false });
  expect((await test.do("listTraces", {})).result).toMatchObject([{ id: "old-trace" }]);
  expect(new Set(headers(test))).toEqual(new Set(["Bearer old-access-token-machine"]));
  expect(test.browser.alarmAtMs).toBeGreaterThan(test.browser.nowMs);
});

it("what came into profiles since has its default in an old one", async () => {
  const test = await updated("plain");
  const copy = (await test.do("openProfileForm", { target: { kind: "duplicate", profileId: "old-person" } })).result;
  const form = (await test.do("openProfileForm", { target: { kind: "edit", profileId: "old-person" } })).result;
  expect(Object.keys(form.profile).toSorted()).toEqual(Object.keys(newProfile("", 0)).toSorted());
  expect(copy.storedSecrets).toEqual(["clientSecret"]);
});

it("its stored secrets are sent and its refresh token is used", async () => {
  const test = await updated("plain");
  const form = (await test.do("openProfileForm", { target: { kind: "edit", profileId: "old-machine" } })).result;
  expect(form.storedSecrets.toSorted()).toEqual(["added.api-key", "clientSecret"]);
  await test.do("authorize", { profileId: "old-machine", anew: true });
  const machine = await test.browser.nextCall();
  expect(machine.body.get("api_key")).toBe("old-key");
  expect(machine.headers.get("authorization")).toBe(`Basic ${btoa("machine:client-secret-canary-8d1f")}`);
  machine.respond(tokenReply({ access_token: "new-machine" }));
  await test.do("authorize", { profileId: "old-person" });
  const person = await test.browser.nextCall();
  expect(person.body.get("refresh_token")).toBe("old-refresh-token");
  person.respond(tokenReply({ access_token: "new-person" }));
});

it("the first build's passphrase opens it, and nothing is attached before", async () => {
  const test = await updated("withPassphrase");
  expect(await test.snapshot()).toMatchObject({ vault: "locked", storageNotes: [] });
  expect(test.browser.rules).toEqual([]);
  expect((await test.send("unlock", { passphrase: "another passphrase" })).ok).toBe(false);
  await test.do("unlock", { passphrase: "old passphrase" });
  expect(new Set(headers(test))).toEqual(new Set(["Bearer old-access-token-machine"]));
});
