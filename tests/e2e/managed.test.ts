import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import { controlsOf } from "../support/controls.ts";
import { builtExtensionId } from "../support/extension.ts";
import { type PreparedPolicy, canHavePolicy, preparePolicy } from "../support/policy.ts";
import { pollUntil } from "../support/wait.ts";
import { BROWSER, CLIENT_SECRET, type World, startWorld } from "./world.ts";

const PROFILE = "managed-acme";

const acme = {
  id: "acme",
  name: "Acme",
  grantType: "client_credentials",
  clientId: "machine",
  tokenUrl: "https://auth.test/token",
  // Each kind of member: a schema that leaves one out has Chromium drop it.
  pkce: "plain",
  lifetimeSeconds: 300,
  autoRenew: false,
  variables: { tenant: "acme" },
  parameters: {
    authorization: { overrides: {}, added: [] },
    token: {
      overrides: { scope: { included: false } },
      added: [{ id: "audience", name: "audience", value: "x", sendIn: "body", secret: false, enabled: true }],
    },
    refresh: { overrides: {}, added: [] },
  },
} as const;
const POLICY = {
  profiles: [acme],
  apiHosts: [{ pattern: "https://api.test", profile: "acme", callingPages: ["https://docs.test"] }],
  allowedHosts: ["*.test"],
  requirePassphrase: true,
};

// Not where Chromium would need a policy for the whole system: only root on Linux can give it one of its own.
describe.runIf(canHavePolicy(BROWSER))("an administrator's policy", () => {
  let policy: PreparedPolicy;
  let world: World;
  beforeAll(async () => {
    policy = await preparePolicy(BROWSER, await builtExtensionId(BROWSER), POLICY);
    world = await startWorld({ launch: policy.launch });
  });
  afterAll(async () => {
    await world.close();
    await policy.remove();
  });

  async function openForm(): Promise<{ draftId: string; profile: OAuthProfile }> {
    return world.do("openProfileForm", { target: { kind: "edit", profileId: PROFILE } });
  }

  /** Chromium says what the policy is seconds after its start. */
  async function waitForPolicy(): Promise<void> {
    await world.browser.evaluateInBackground(async () => {
      // Firefox rejects where there is none.
      await chrome.storage.managed.get().catch(() => undefined);
    });
  }

  it("hands out a profile and an API host, which say whose they are and can't be changed", async () => {
    const {
      profiles,
      hosts,
      policy: summary,
    } = await pollUntil("the policy", async () => {
      const snapshot = await world.snapshot();
      return snapshot.profiles.length > 0 && snapshot;
    });
    expect(profiles).toMatchObject([{ id: PROFILE, name: "Acme" }]);
    expect(hosts).toMatchObject([{ host: { pattern: "https://api.test" }, attaching: "passphrase_required" }]);
    expect(summary).toEqual({ requirePassphrase: true, problems: [] });
    const { id: _, ...members } = acme;
    expect((await openForm()).profile).toMatchObject(members);
    const page = await world.browser.openExtensionPage("options.html#/hosts");
    await controlsOf(page).waitForText("Managed by your administrator");
    await page.close();
    const answer = await world.send("deleteProfile", { profileId: PROFILE });
    expect(answer).toMatchObject({ ok: false, error: { code: "managed" } });
  });

  it("keeps tokens and hosts out that it does not want", async () => {
    expect(await world.send("authorize", { profileId: PROFILE })).toMatchObject({
      ok: false,
      error: { code: "passphrase_required" },
    });
    await expect(world.saveHost({ pattern: "https://api.example.com" })).rejects.toThrow("host_not_allowed");
  });

  it("can be changed, and the token of its profile is there after each start", async () => {
    const tokenUrl = world.auth.endpoints.token;
    await policy.set({
      ...POLICY,
      requirePassphrase: false,
      profiles: [{ ...acme, tokenUrl, allowInsecureHttp: true }],
    });
    await world.browser.restart();
    await pollUntil("the changed policy", async () => (await openForm()).profile.tokenUrl === tokenUrl);
    const { draftId, profile } = await openForm();
    await world.do("saveProfile", { draftId, profile, secrets: { clientSecret: CLIENT_SECRET }, authorize: false });
    await world.authorize(PROFILE);

    await world.browser.killWorker();
    expect((await world.profile(PROFILE))?.status.kind).toBe("valid");
    await world.browser.restart();
    // Before the browser has said what the policy is, and after.
    expect((await world.profile(PROFILE))?.status.kind).toBe("valid");
    await waitForPolicy();
    expect((await world.profile(PROFILE))?.status.kind).toBe("valid");
  });

  it("takes what it handed out with it when it goes", async () => {
    await policy.set({});
    await world.browser.restart();
    await waitForPolicy();
    await pollUntil("the profile to be gone", async () => (await world.snapshot()).profiles.length === 0);
    expect((await world.snapshot()).hosts).toEqual([]);
    await world.saveHost({ pattern: "https://api.example.com" });
  });
});
