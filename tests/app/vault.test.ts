import { beforeEach, describe, expect, it } from "vitest";
import { API_HOST, AUTHORIZATION_CODE, CLIENT_CREDENTIALS, TestWorker, tokenReply } from "./test-worker.ts";
import { quiet } from "./quiet.ts";

const ALL = ["https://auth.example.com/*", "https://api.example.com/*", "https://docs.example.org/*"] as const;
const PASSPHRASE = "correct horse battery staple";
const OTHER = "entirely another passphrase";
const HOUR_MS = 3_600_000;

let test: TestWorker;
beforeEach(async () => {
  test = await TestWorker.start();
  test.browser.grantAll(...ALL);
});

async function statusOf(profileId: string) {
  return (await test.snapshot()).profiles.find(({ id }) => id === profileId)?.status;
}

/** A profile whose token T1 is on the rules of an API host. */
async function attachedProfile(): Promise<string> {
  const profileId = await test.saveProfile(CLIENT_CREDENTIALS);
  await test.do("saveHost", { host: { ...API_HOST, profileId } });
  await test.do("authorize", { profileId });
  (await test.browser.nextCall()).respond(tokenReply({ access_token: "T1" }));
  await expect.poll(attachedTokens).toEqual(["Bearer T1", "Bearer T1"]);
  return profileId;
}

/** The same, under a passphrase. */
async function protectedProfile(): Promise<string> {
  const profileId = await attachedProfile();
  await test.do("setPassphrase", { next: PASSPHRASE });
  return profileId;
}

function attachedTokens(): string[] {
  return test.browser.rules.flatMap(({ action }) =>
    action.type === "modifyHeaders"
      ? action.requestHeaders.flatMap((change) => ("value" in change ? [change.value] : []))
      : [],
  );
}

describe("a passphrase", () => {
  it("is refused when it could be tried out, with the field and the reason", async () => {
    for (const [next, problem] of [
      ["", "required"],
      ["1234", "too_short"],
      ["seven77", "too_short"],
      // Eight code units, four characters.
      ["🔑🔑🔑🔑", "too_short"],
    ] as const) {
      const answer = await test.send("setPassphrase", { next });
      expect(answer).toMatchObject({ ok: false, error: { code: "invalid_field", field: "New passphrase", problem } });
    }
    expect((await test.snapshot()).vault).toBe("off");
    await test.do("setPassphrase", { next: "eight888" });
    expect((await test.snapshot()).vault).toBe("unlocked");
    const answer = await test.send("changePassphrase", { current: "eight888", next: "short" });
    expect(answer).toMatchObject({ ok: false, error: { field: "New passphrase", problem: "too_short" } });
  });

  it("leaves everything working while it is unlocked, also for the next worker", async () => {
    const profileId = await protectedProfile();
    expect(attachedTokens()).toEqual(["Bearer T1", "Bearer T1"]);
    await test.restart();
    expect((await test.snapshot()).vault).toBe("unlocked");
    await test.do("copyToken", { profileId });
    expect(test.browser.copied).toEqual(["T1"]);
  });

  it("can be changed and removed by who knows it, and by nobody else", async () => {
    const profileId = await protectedProfile();
    const wrong = { ok: false, error: { code: "wrong_passphrase" } };
    expect(await test.send("changePassphrase", { current: OTHER, next: OTHER })).toMatchObject(wrong);
    expect(await test.send("removePassphrase", { current: OTHER })).toMatchObject(wrong);
    await test.do("changePassphrase", { current: PASSPHRASE, next: OTHER });
    await test.restartBrowser();
    expect(await test.send("unlock", { passphrase: PASSPHRASE })).toMatchObject(wrong);
    expect(await test.send("removePassphrase", { current: OTHER })).toMatchObject({ error: { code: "locked" } });
    await test.do("unlock", { passphrase: OTHER });
    await test.do("removePassphrase", { current: OTHER });
    await test.restartBrowser();
    expect((await test.snapshot()).vault).toBe("off");
    await test.do("copyToken", { profileId });
    expect(test.browser.copied).toEqual(["T1"]);
  });

  it("is in no answer, no snapshot, no trace and nothing of session storage", async () => {
    await protectedProfile();
    const answers = [
      await test.send("unlock", { passphrase: OTHER }),
      await test.send("lock", {}),
      await test.send("unlock", { passphrase: PASSPHRASE }),
      await test.send("listTraces", {}),
      await test.send("exportReadable", {}),
      [...test.browser.sessionValues],
    ];
    for (const passphrase of [PASSPHRASE, OTHER]) expect(JSON.stringify(answers)).not.toContain(passphrase);
  });
});

describe("locking", () => {
  it("takes rules and keys away, and unlocking brings the rules back", async () => {
    const profileId = await protectedProfile();
    const answer = await test.do("lock", {});
    expect(test.browser.rules).toEqual([]);
    expect([...test.browser.sessionValues.keys()].filter((key) => key.endsWith("Key"))).toEqual([]);
    expect(answer.snapshot.vault).toBe("locked");
    expect(await statusOf(profileId)).toEqual({ kind: "locked" });
    expect(answer.snapshot.hosts[0]?.attaching).toBe("locked");
    expect(test.browser.badges.at(-1)).toBe("locked");
    await test.do("unlock", { passphrase: PASSPHRASE });
    expect(attachedTokens()).toEqual(["Bearer T1", "Bearer T1"]);
    expect(await statusOf(profileId)).toMatchObject({ kind: "valid" });
  });

  it("stays, also for the next worker, and nothing that needs a secret works meanwhile", async () => {
    const profileId = await protectedProfile();
    await test.do("lock", {});
    await test.restart();
    expect(test.browser.rules).toEqual([]);
    const locked = { ok: false, error: { code: "locked" } };
    expect(await test.send("copyToken", { profileId })).toMatchObject(locked);
    expect(await test.send("authorize", { profileId })).toMatchObject(locked);
    expect(await test.send("changePassphrase", { current: PASSPHRASE, next: OTHER })).toMatchObject(locked);
    const settings = { ...(await test.snapshot()).settings, forgetTokensOnExit: true };
    expect(await test.send("saveSettings", { settings })).toMatchObject(locked);
    const profile = test.store.profiles.expect(profileId);
    const content = { draftId: profileId, profile, secrets: { clientSecret: "typed" }, authorize: false };
    expect(await test.send("saveProfile", content)).toMatchObject(locked);
    expect(test.browser.copied).toEqual([]);
    expect(test.browser.pendingCalls).toBe(0);
  });

  it("comes with the end of the browser", async () => {
    await protectedProfile();
    await test.restartBrowser();
    expect((await test.snapshot()).vault).toBe("locked");
    expect(test.browser.rules).toEqual([]);
    await test.do("unlock", { passphrase: PASSPHRASE });
    expect(attachedTokens()).toEqual(["Bearer T1", "Bearer T1"]);
  });

  it("comes with the keyboard shortcut; without a passphrase that does nothing", async () => {
    await attachedProfile();
    await test.worker.lockVault();
    expect(attachedTokens()).toHaveLength(2);
    await test.do("setPassphrase", { next: PASSPHRASE });
    await test.worker.lockVault();
    expect(test.browser.rules).toEqual([]);
  });

  it("keeps the reply that was on its way, and renews nothing until it is unlocked", async () => {
    const profileId = await protectedProfile();
    await test.do("saveSettings", { settings: { ...(await test.snapshot()).settings, idleLockMinutes: null } });
    test.browser.advance(HOUR_MS);
    test.worker.renewalDue().catch(() => undefined);
    const call = await test.browser.nextCall();
    await test.do("lock", {});
    call.respond(tokenReply({ access_token: "T2" }));
    await quiet();
    expect(test.store.grants.get(profileId)?.pending).toBeUndefined();
    expect(test.browser.rules).toEqual([]);
    test.browser.advance(2 * HOUR_MS);
    await test.worker.renewalDue();
    expect(test.browser.pendingCalls).toBe(0);
    expect(test.browser.alarmAtMs).toBeUndefined();
    test.browser.nowMs -= 2 * HOUR_MS;
    await test.do("unlock", { passphrase: PASSPHRASE });
    expect(attachedTokens()).toEqual(["Bearer T2", "Bearer T2"]);
  });

  it("renews what came due meanwhile as soon as it is unlocked", async () => {
    const profileId = await protectedProfile();
    await test.do("lock", {});
    test.browser.advance(2 * HOUR_MS);
    await test.do("unlock", { passphrase: PASSPHRASE });
    (await test.browser.nextCall()).respond(tokenReply({ access_token: "T2" }));
    await expect.poll(() => statusOf(profileId)).toMatchObject({ kind: "valid" });
    await expect.poll(attachedTokens).toEqual(["Bearer T2", "Bearer T2"]);
  });

  it("calls off a sign-in that nobody has answered, and asks no server", async () => {
    await protectedProfile();
    const profileId = await test.saveProfile(AUTHORIZATION_CODE);
    await test.do("authorize", { profileId });
    const window = await test.browser.nextWindow();
    await test.do("lock", {});
    window.redirect(`code=C1&state=${new URL(window.url).searchParams.get("state")}`);
    expect(await statusOf(profileId)).toEqual({ kind: "not_authorized" });
    expect(test.browser.pendingCalls).toBe(0);
  });

  it("lets no token out that was asked for before it", async () => {
    const profileId = await protectedProfile();
    await test.do("forgetToken", { profileId });
    const copying = test.send("copyToken", { profileId });
    const call = await test.browser.nextCall();
    await test.do("lock", {});
    call.respond(tokenReply({ access_token: "T2" }));
    expect(await copying).toMatchObject({ ok: false, error: { code: "locked" } });
    expect(test.browser.copied).toEqual([]);
  });

  it("drops the keys even though the browser will not touch its rules, and says that it failed", async () => {
    await protectedProfile();
    test.browser.failRules = true;
    expect(await test.send("lock", {})).toMatchObject({ ok: false });
    expect((await test.snapshot()).vault).toBe("locked");
    test.browser.failRules = false;
    // What failed is tried again at the next occasion, like any other rule that should not be there.
    await test.worker.permissionsChanged();
    expect(test.browser.rules).toEqual([]);
  });

  it("together with Forget tokens, the end of the browser takes the tokens for good", async () => {
    const profileId = await protectedProfile();
    await test.do("saveSettings", { settings: { ...(await test.snapshot()).settings, forgetTokensOnExit: true } });
    await test.do("lock", {});
    await test.do("unlock", { passphrase: PASSPHRASE });
    expect(attachedTokens()).toEqual(["Bearer T1", "Bearer T1"]);
    await test.restartBrowser();
    await test.do("unlock", { passphrase: PASSPHRASE });
    expect(await statusOf(profileId)).toEqual({ kind: "not_authorized" });
    expect(test.browser.rules).toEqual([]);
  });
});

describe("the idle time", () => {
  it("is watched only while there is something to lock", async () => {
    await attachedProfile();
    expect(test.browser.idleWatched).toBe(false);
    await test.do("setPassphrase", { next: PASSPHRASE });
    await expect.poll(() => test.browser.idleWatched).toBe(true);
    await test.do("lock", {});
    await expect.poll(() => test.browser.idleWatched).toBe(false);
    await test.do("unlock", { passphrase: PASSPHRASE });
    await expect.poll(() => test.browser.idleWatched).toBe(true);
    await test.do("saveSettings", { settings: { ...(await test.snapshot()).settings, idleLockMinutes: null } });
    await expect.poll(() => test.browser.idleWatched).toBe(false);
    test.browser.idleState = "idle";
    await test.worker.idleDue();
    expect((await test.snapshot()).vault).toBe("unlocked");
  });

  it("locks when the browser says that nobody was there for so long", async () => {
    await protectedProfile();
    await test.worker.idleDue();
    expect((await test.snapshot()).vault).toBe("unlocked");
    test.browser.idleState = "idle";
    await test.worker.idleDue();
    expect((await test.snapshot()).vault).toBe("locked");
    expect(test.browser.rules).toEqual([]);
  });

  it("counts the hours in which the computer slept, before anything is renewed", async () => {
    await protectedProfile();
    await test.worker.idleDue();
    test.browser.advance(8 * HOUR_MS);
    await test.worker.renewalDue();
    expect((await test.snapshot()).vault).toBe("locked");
    expect(test.browser.pendingCalls).toBe(0);
  });

  it("counts them also when the worker that slept is not the one that wakes", async () => {
    await protectedProfile();
    await test.worker.idleDue();
    test.browser.nowMs += 8 * HOUR_MS;
    await test.restart();
    expect((await test.snapshot()).vault).toBe("locked");
    expect(test.browser.rules).toEqual([]);
  });

  it("does not take a locked screen for as long as it was chosen", async () => {
    await protectedProfile();
    await test.worker.idleDue();
    test.browser.idleState = "locked";
    test.browser.advance(10 * 60_000);
    await test.restart();
    await test.worker.idleDue();
    expect((await test.snapshot()).vault).toBe("unlocked");
    test.browser.advance(5 * 60_000);
    await test.worker.idleDue();
    expect((await test.snapshot()).vault).toBe("locked");
  });
});

describe("a worker that is killed in the middle", () => {
  it.each([
    ["before the new passphrase is written", "killed before", PASSPHRASE, OTHER],
    ["just after", "killed after", OTHER, PASSPHRASE],
  ] as const)("of a change, %s, leaves everything under one of the two", async (_, kind, opens, fails) => {
    const profileId = await protectedProfile();
    test.life.watchFor({ point: "commit grants+meta+profiles", kind });
    test.send("changePassphrase", { current: PASSPHRASE, next: OTHER }).catch(() => undefined);
    await test.life.end;
    await test.restartBrowser();
    expect(await test.send("unlock", { passphrase: fails })).toMatchObject({ error: { code: "wrong_passphrase" } });
    await test.do("unlock", { passphrase: opens });
    await test.do("copyToken", { profileId });
    expect(test.browser.copied).toEqual(["T1"]);
    expect(await test.store.profiles.secrets(profileId)).toEqual({ clientSecret: "s3cret-canary" });
  });

  it.each(["killed before", "killed after"] as const)(
    "of a lock, %s its rules are removed, never leaves a rule that no key is for",
    async (kind) => {
      await protectedProfile();
      test.life.watchFor({ point: "remove rules", kind });
      test.send("lock", {}).catch(() => undefined);
      await test.life.end;
      await test.restart();
      const { vault } = await test.snapshot();
      expect(attachedTokens()).toEqual(vault === "unlocked" ? ["Bearer T1", "Bearer T1"] : []);
    },
  );
});

/** Changes the stored vault behind the worker's back. */
async function editHeader(edit: (store: IDBObjectStore) => void): Promise<void> {
  await test.store.close();
  const request = test.indexedDB.open("bearer-bar");
  await new Promise((resolve) => request.addEventListener("success", resolve));
  const transaction = request.result.transaction("meta", "readwrite");
  edit(transaction.objectStore("meta"));
  await new Promise((resolve) => transaction.addEventListener("complete", resolve));
  request.result.close();
}

describe("a header that was edited", () => {
  it("is not unlocked with, and says so", async () => {
    await protectedProfile();
    await editHeader((store) => {
      const read = store.get("vault");
      read.addEventListener("success", () => {
        const record = read.result as { header: { kdf: object } };
        store.put({ ...record, header: { ...record.header, kdf: { ...record.header.kdf, iterations: 1 } } });
      });
    });
    await test.restartBrowser();
    expect(await test.send("unlock", { passphrase: PASSPHRASE })).toMatchObject({ error: { code: "vault_tampered" } });
    expect(test.browser.rules).toEqual([]);
  });

  it("or deleted leaves it locked until it is reset, and then everything is new", async () => {
    await protectedProfile();
    await editHeader((store) => void store.delete("vault"));
    await test.restartBrowser();
    expect((await test.snapshot()).vault).toBe("locked");
    expect(await test.send("unlock", { passphrase: PASSPHRASE })).toMatchObject({ error: { code: "vault_tampered" } });
    expect(await test.send("setPassphrase", { next: OTHER })).toMatchObject({ error: { code: "bad_message" } });
    const { snapshot } = await test.do("resetStorage", {});
    expect(snapshot).toMatchObject({ vault: "off", profiles: [], hosts: [], storageNotes: [] });
    await attachedProfile();
  });
});
