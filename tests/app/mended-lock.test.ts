import { beforeEach, describe, expect, it } from "vitest";
import { createManaged } from "../../lib/services/managed.ts";
import { createAttacher } from "../../lib/services/attach.ts";
import { API_HOST, CLIENT_CREDENTIALS, TestWorker, tokenReply } from "./test-worker.ts";
import { quiet } from "./quiet.ts";

const PASSPHRASE = "correct horse battery staple";
const OTHER = "entirely another passphrase";

let test: TestWorker;
beforeEach(async () => {
  test = await TestWorker.start();
  test.browser.grantAll("https://auth.example.com/*", "https://api.example.com/*", "https://docs.example.org/*");
});

/** A profile under a passphrase whose token T1 is on the rules of an API host. */
async function protectedProfile(): Promise<string> {
  const profileId = await test.saveProfile(CLIENT_CREDENTIALS);
  await test.do("saveHost", { host: { ...API_HOST, profileId } });
  await test.do("setPassphrase", { next: PASSPHRASE });
  await test.do("authorize", { profileId });
  (await test.browser.nextCall()).respond(tokenReply({ access_token: "T1", expires_in: 60 }));
  await expect.poll(attachedTokens).toEqual(["Bearer T1", "Bearer T1"]);
  return profileId;
}

function attachedTokens(): string[] {
  return test.browser.rules.flatMap(({ action }) =>
    action.type === "modifyHeaders"
      ? action.requestHeaders.flatMap((change) => ("value" in change ? [change.value] : []))
      : [],
  );
}

/** Locks in the moment in which the next commit of all token sets begins. */
function lockDuringCommit(): Promise<{ locking: Promise<unknown> }> {
  const begun = Promise.withResolvers<{ locking: Promise<unknown> }>();
  const { life } = test;
  const reach = life.reach.bind(life);
  life.reach = (name) => {
    if (name.startsWith("commit grants+meta")) {
      life.reach = reach;
      queueMicrotask(() => begun.resolve({ locking: test.do("lock", {}) }));
    }
    return reach(name);
  };
  return begun.promise;
}

describe("locking while keys are being changed", { timeout: 30_000 }, () => {
  it.each([0, 5, 40])("leaves no rule, the browser taking %i turns for its rules", async (turns) => {
    await protectedProfile();
    test.browser.rulesTakeTurns = turns;
    test.browser.sessionTakesTurns = 20;
    const begun = lockDuringCommit();
    await test.do("changePassphrase", { current: PASSPHRASE, next: OTHER });
    await (
      await begun
    ).locking;
    expect(attachedTokens()).toEqual([]);
    await quiet();
    expect((await test.snapshot()).vault).toBe("locked");
    expect(attachedTokens()).toEqual([]);
    expect([...test.browser.sessionValues.keys()]).not.toContain("vaultKey");
    await test.do("unlock", { passphrase: OTHER });
    expect(attachedTokens()).toEqual(["Bearer T1", "Bearer T1"]);
  });

  it("has nothing to lock once the passphrase is removed, and the rules come back", async () => {
    await protectedProfile();
    test.browser.rulesTakeTurns = 5;
    const begun = lockDuringCommit();
    await test.do("removePassphrase", { current: PASSPHRASE });
    await (
      await begun
    ).locking;
    await quiet();
    expect((await test.snapshot()).vault).toBe("off");
    expect(attachedTokens()).toEqual(["Bearer T1", "Bearer T1"]);
  });

  it("wins over an unlocking that was asked for before it", async () => {
    await protectedProfile();
    await test.do("lock", {});
    const unlocking = test.send("unlock", { passphrase: PASSPHRASE });
    await test.do("lock", {});
    await unlocking;
    await quiet();
    expect((await test.snapshot()).vault).toBe("locked");
    expect(attachedTokens()).toEqual([]);
    expect([...test.browser.sessionValues.keys()]).not.toContain("vaultKey");
  });
});

describe("after locking, memory", { timeout: 30_000 }, () => {
  it("has no header, though the browser does not change its rules", async () => {
    const profileId = await protectedProfile();
    const ports = test.browser.ports();
    const attacher = createAttacher(test.store, ports, createManaged(test.store, ports));
    await attacher.reconcile();
    expect(attacher.getHeader(profileId)?.value).toBe("Bearer T1");
    test.browser.failRules = true;
    expect(await test.send("lock", {})).toMatchObject({ ok: false });
    expect(attacher.getHeader(profileId)).toBeUndefined();
    expect((await test.snapshot()).vault).toBe("locked");
    test.browser.failRules = false;
    await test.worker.permissionsChanged();
    expect(attachedTokens()).toEqual([]);
  });

  it("keeps a token set that could not be stored sealed, and stores it once the disk can", async () => {
    const profileId = await protectedProfile();
    // Nothing fits on the disk from the reply on.
    const { life } = test;
    const reach = life.reach.bind(life);
    test.browser.advance(55_000);
    void test.worker.renewalDue();
    const call = await test.browser.nextCall();
    life.reach = (name) => (name.startsWith("commit grants") ? "fails" : reach(name));
    call.respond(tokenReply({ access_token: "T2", expires_in: 3_600 }));
    await quiet();
    const plain = watchSealing();
    await test.do("lock", {});
    await quiet();
    expect(plain()).toContain("T2");
    life.reach = reach;
    test.browser.advance(250);
    await quiet();
    expect(attachedTokens()).toEqual([]);
    await test.do("unlock", { passphrase: PASSPHRASE });
    await test.do("copyToken", { profileId });
    expect(test.browser.copied).toEqual(["T2"]);
    expect(test.browser.pendingCalls).toBe(0);
  });
});

/** What is encrypted from now on. */
function watchSealing(): () => string {
  const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
  const texts: string[] = [];
  crypto.subtle.encrypt = (algorithm, key, data) => {
    texts.push(new TextDecoder().decode(data));
    return encrypt(algorithm, key, data);
  };
  return () => {
    crypto.subtle.encrypt = encrypt;
    return texts.join("\n");
  };
}
