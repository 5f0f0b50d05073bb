import { beforeEach, describe, expect, it } from "vitest";
import { quiet } from "./quiet.ts";
import { API_HOST, AUTHORIZATION_CODE, CLIENT_CREDENTIALS, TestWorker, tokenReply } from "./test-worker.ts";

const PASSPHRASE = "correct horse battery";
let test: TestWorker;

beforeEach(async () => {
  test = await TestWorker.start();
  test.browser.grantAll("https://auth.example.com/*", "https://api.example.com/*", "https://docs.example.org/*");
  const profileId = await test.saveProfile(CLIENT_CREDENTIALS);
  await test.saveProfile(AUTHORIZATION_CODE, undefined);
  await test.do("saveHost", { host: { ...API_HOST, profileId } });
  await test.do("authorize", { profileId });
  (await test.browser.nextCall()).respond(tokenReply({ access_token: "at-canary", refresh_token: "rt-canary" }));
  await quiet();
});

async function exported(passphrase?: string): Promise<string> {
  return (await test.do("exportBackup", passphrase === undefined ? {} : { passphrase })).result;
}

async function secretOf(name: string): Promise<unknown> {
  const profile = test.store.profiles.all().find((one) => one.name === name);
  return test.store.profiles.secrets(profile?.id ?? "");
}

async function reset(): Promise<void> {
  await test.do("resetStorage", {});
  expect((await test.snapshot()).profiles).toEqual([]);
}

describe("a backup", () => {
  it("leaves a test mode behind", async () => {
    const [host] = test.store.hosts.all();
    if (host === undefined) throw new Error("no API host");
    const before = await exported();
    await test.store.hosts.put({
      ...host,
      testMode: { kind: "no_token", sinceMs: test.browser.nowMs, untilMs: test.browser.nowMs + 60_000 },
    });
    expect(await exported()).toBe(before);
    expect((await test.do("readBackup", { text: before })).result.items.at(-1)?.state).toBe("same");
  });

  it("has never a token in it, and secrets only sealed by a passphrase", async () => {
    for (const text of [await exported(), await exported(PASSPHRASE)]) {
      expect(text).toContain('"Machine"');
      expect(text).not.toMatch(/at-canary|rt-canary|s3cret-canary/u);
    }
    expect(JSON.parse(await exported()).secrets).toBeUndefined();
    expect(await test.send("exportBackup", { passphrase: "short" })).toMatchObject({
      ok: false,
      error: { code: "invalid_field", field: "Passphrase", problem: "too_short" },
    });
  });

  it("brings everything back after a reset, secrets included, and asks for a new sign-in", async () => {
    await test.do("saveSettings", { settings: { ...test.store.settings.get(), theme: "dark" } });
    const text = await exported(PASSPHRASE);
    await reset();
    const request = { text, passphrase: PASSPHRASE, conflicts: "keep", settings: true } as const;
    const { snapshot, result } = await test.do("importBackup", request);
    expect(result).toEqual({ profiles: 2, hosts: 1 });
    expect((await test.do("importBackup", request)).result).toEqual({ profiles: 0, hosts: 0 });
    expect(snapshot.profiles.map(({ name, status }) => [name, status.kind])).toEqual([
      ["Machine", "not_authorized"],
      ["Person", "not_authorized"],
    ]);
    expect(snapshot.hosts).toMatchObject([
      { host: { pattern: API_HOST.pattern, profileId: snapshot.profiles[0]?.id } },
    ]);
    expect(snapshot.settings.theme).toBe("dark");
    expect(await secretOf("Machine")).toEqual({ clientSecret: "s3cret-canary" });
    await test.restart();
    expect(await secretOf("Machine")).toEqual({ clientSecret: "s3cret-canary" });
  });

  it("says first what it would do, and changes nothing", async () => {
    const text = await exported(PASSPHRASE);
    expect((await test.do("readBackup", { text })).result).toEqual({
      secrets: "sealed",
      items: [
        { kind: "profile", name: "Machine", state: "same" },
        { kind: "profile", name: "Person", state: "same" },
        { kind: "host", name: API_HOST.pattern, state: "same" },
      ],
    });
    await reset();
    const { result, snapshot } = await test.do("readBackup", { text, passphrase: PASSPHRASE });
    expect(result).toMatchObject({ secrets: "opened", items: [{ state: "new" }, { state: "new" }, { state: "new" }] });
    expect(snapshot.profiles).toEqual([]);
  });

  it("is brought in without its secrets where the passphrase is not given", async () => {
    const text = await exported(PASSPHRASE);
    await reset();
    await test.do("importBackup", { text, conflicts: "keep", settings: false });
    expect(await secretOf("Machine")).toEqual({});
  });

  it("stays closed to another passphrase, and where somebody has changed an address in it", async () => {
    const text = await exported(PASSPHRASE);
    await reset();
    const choice = { conflicts: "replace", settings: false } as const;
    const wrong = await test.send("importBackup", { text, passphrase: "another horse", ...choice });
    expect(wrong).toMatchObject({ ok: false, error: { code: "backup_not_opened" } });
    const edited = text.replace("https://auth.example.com/token", "https://evil.example/token");
    const tampered = await test.send("importBackup", { text: edited, passphrase: PASSPHRASE, ...choice });
    expect(tampered).toMatchObject({ ok: false, error: { code: "backup_not_opened" }, snapshot: { profiles: [] } });
  });

  it("is written whole or not at all", async () => {
    const text = await exported(PASSPHRASE);
    await reset();
    test.life.watchFor({ point: "commit hosts+profiles", kind: "fails" });
    const failed = await test.send("importBackup", {
      text,
      passphrase: PASSPHRASE,
      conflicts: "keep",
      settings: false,
    });
    expect(failed).toMatchObject({
      ok: false,
      error: { code: "storage_failed" },
      snapshot: { profiles: [], hosts: [] },
    });
    await test.restart();
    expect(await test.snapshot()).toMatchObject({ profiles: [], hosts: [] });
  });

  it("does not carry a stored secret to another address, nor its token", async () => {
    const text = (await exported()).replaceAll("https://auth.example.com", "https://evil.example");
    await test.do("importBackup", { text, conflicts: "replace", settings: false });
    expect(await secretOf("Machine")).toEqual({});
    expect((await test.snapshot()).profiles[0]?.status.kind).toBe("not_authorized");
    expect(JSON.stringify(test.browser.rules)).not.toContain("at-canary");
  });

  it("sends no token that is here to an address that it brings, before a person has switched that on", async () => {
    test.browser.grantAll("<all_urls>");
    const file = JSON.parse(await exported());
    const hosts = [...file.hosts, { ...file.hosts[0], id: "evil", pattern: "https://evil.example" }];
    const text = JSON.stringify({ ...file, hosts });
    const { snapshot } = await test.do("importBackup", { text, conflicts: "replace", settings: false });
    expect(snapshot.hosts.map(({ host, attaching }) => [host.pattern, attaching])).toEqual([
      [API_HOST.pattern, "attaching"],
      ["https://evil.example", "off"],
    ]);
    expect(JSON.stringify(test.browser.rules)).not.toContain("evil.example");
  });

  it("needs the vault unlocked for its secrets, either way", async () => {
    const text = await exported(PASSPHRASE);
    await reset();
    await test.do("setPassphrase", { next: PASSPHRASE });
    await test.do("lock", {});
    const locked = { ok: false, error: { code: "locked" } };
    const request = { text, passphrase: PASSPHRASE, conflicts: "keep", settings: false } as const;
    expect(await test.send("importBackup", request)).toMatchObject(locked);
    expect((await test.snapshot()).profiles).toEqual([]);
    await test.do("importBackup", { text, conflicts: "keep", settings: false });
    expect((await test.snapshot()).profiles).toHaveLength(2);
  });
});
