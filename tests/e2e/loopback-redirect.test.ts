import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtExtensionId } from "../support/extension.ts";
import { BROWSER, CLIENT_SECRET, type World, startWorld } from "./world.ts";

// Firefox alone: Chromium has no loopback form of the redirect URL.
describe.runIf(BROWSER === "firefox")("the loopback form of the redirect URL", () => {
  let world: World;
  let redirectUri: string;
  beforeAll(async () => {
    const hash = createHash("sha1")
      .update(await builtExtensionId("firefox"))
      .digest("hex");
    redirectUri = `http://127.0.0.1/mozoauth2/${hash}`;
    // The server knows no other for this client, and is asked for the code with exactly the one that it had before.
    const client = { id: "loopback", secret: CLIENT_SECRET, redirectUris: [redirectUri] };
    const clients = [{ ...client, grantTypes: ["authorization_code", "refresh_token"] as const }];
    world = await startWorld({ server: { clients } });
  });
  afterAll(() => world.close());

  it("is registered, sent, and brings the token, where the profile chooses it", async () => {
    const profileId = await world.saveProfile(
      { name: "Loopback", clientId: "loopback", scope: "openid api:read", loopbackRedirect: true },
      CLIENT_SECRET,
    );
    const token = await world.authorize(profileId);
    expect(token).toBe(world.auth.issued[0]?.accessToken);
    const sent = world.auth.requests.find(({ path }) => path === "/auth");
    expect(sent?.query.get("redirect_uri")).toBe(redirectUri);
  });
});
