import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { controlsOf } from "../support/controls.ts";
import { BROWSER, type World, startWorld } from "./world.ts";

const ADD_ON = "bearer-bar@bearer-bar.example";
const POLICY = {
  profiles: [
    {
      id: "acme",
      name: "Acme",
      grantType: "client_credentials",
      clientId: "team",
      tokenUrl: "https://auth.test/token",
    },
  ],
  apiHosts: [{ pattern: "https://api.test", profile: "acme", callingPages: ["https://docs.test"] }],
  allowedHosts: ["*.test"],
  requirePassphrase: true,
};

// Chromium reads policies from a folder of the whole system alone, where a test must leave nothing: see the README's limits.
describe.runIf(BROWSER === "firefox")("an administrator's policy", () => {
  let home: string;
  let world: World;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "bearer-bar-home-"));
    await mkdir(join(home, ".mozilla/managed-storage"), { recursive: true });
    const manifest = { name: ADD_ON, description: "Policy of a test", type: "storage", data: POLICY };
    await writeFile(join(home, ".mozilla/managed-storage", `${ADD_ON}.json`), JSON.stringify(manifest));
    world = await startWorld({ launch: { env: { ...process.env, HOME: home } } });
  });
  afterAll(async () => {
    await world.close();
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  });

  it("hands out a profile and an API host, which say whose they are and can't be changed", async () => {
    const { profiles, hosts, policy } = await world.snapshot();
    expect(profiles).toMatchObject([{ id: "managed-acme", name: "Acme" }]);
    expect(hosts).toMatchObject([{ host: { pattern: "https://api.test" }, attaching: "passphrase_required" }]);
    expect(policy).toEqual({ requirePassphrase: true, problems: [] });
    const page = await world.browser.openExtensionPage("options.html#/hosts");
    await controlsOf(page).waitForText("Managed by your administrator");
    await page.close();
    const answer = await world.send("deleteProfile", { profileId: "managed-acme" });
    expect(answer).toMatchObject({ ok: false, error: { code: "managed" } });
  });

  it("keeps tokens and hosts out that it does not want", async () => {
    expect(await world.send("authorize", { profileId: "managed-acme" })).toMatchObject({
      ok: false,
      error: { code: "passphrase_required" },
    });
    await expect(world.saveHost({ pattern: "https://api.example.com" })).rejects.toThrow("host_not_allowed");
  });
});
