import { describe, expect, test } from "vitest";
import type { Secrets } from "../../../lib/domain/profile.ts";
import { previewRequests } from "../../../lib/oauth/preview.ts";
import { added, profileWith, REDIRECT_URI, SECRETS, withGroup } from "./fixtures.ts";

describe("the preview", () => {
  test("shows the three requests of an authorization code profile, secrets masked", async () => {
    const previews = await previewRequests(profileWith({ clientAuthentication: "body" }), SECRETS, REDIRECT_URI);
    expect(previews.map(({ group, problem }) => [group, problem])).toEqual([
      ["authorization", undefined],
      ["token", undefined],
      ["refresh", undefined],
    ]);
    expect(previews[0]?.request).toMatchObject({ method: "GET", headers: [], body: undefined });
    expect(previews[0]?.request?.url).toMatch(
      /^https:\/\/as\.example\.com\/authorize\?response_type=code&client_id=client-1&.*&state=random-state&code_challenge=[\w-]{43}&code_challenge_method=S256$/u,
    );
    expect(previews[1]?.request?.body).toBe(
      "grant_type=authorization_code&code=••••&redirect_uri=https%3A%2F%2Fabcdefgh.chromiumapp.org%2Fcb" +
        "&code_verifier=••••&client_id=client-1&client_secret=••••ient",
    );
    expect(previews[2]?.request?.body).toBe(
      "grant_type=refresh_token&refresh_token=••••&client_id=client-1&client_secret=••••ient",
    );
  });
  test("shows two with client credentials", async () => {
    const previews = await previewRequests(profileWith({ grantType: "client_credentials" }), SECRETS, REDIRECT_URI);
    expect(previews.map(({ group }) => group)).toEqual(["token", "refresh"]);
  });
  test("masks no Client Secret that is not there", async () => {
    const authorizationOf = async (secrets: Secrets): Promise<unknown> => {
      const profile = profileWith({ grantType: "client_credentials", clientAuthentication: "basic" });
      const [token] = await previewRequests(profile, secrets, REDIRECT_URI);
      return new Map(token?.request?.headers).get("Authorization");
    };
    expect(await authorizationOf({})).toBe(`Basic ${btoa("client-1:")}`);
    expect(await authorizationOf(SECRETS)).toBe("Basic ••••");
  });
  test("masks what the person has put into an Authorization header", async () => {
    const profile = withGroup(profileWith({ clientAuthentication: "none" }), "token", {
      added: [added({ name: "Authorization", value: "Basic a2V5Og==", sendIn: "header" })],
    });
    const previews = await previewRequests(profile, {}, REDIRECT_URI);
    expect(previews[1]?.request?.headers).toContainEqual(["Authorization", "Basic ••••"]);
  });
  test("names what keeps one request from being built, and shows the others", async () => {
    const broken = withGroup(profileWith({ authorizationUrl: "" }), "token", {
      added: [added({ name: "x", value: "{{nobody}}" })],
    });
    expect(await previewRequests(broken, SECRETS, REDIRECT_URI)).toEqual([
      {
        group: "authorization",
        request: undefined,
        problem: { code: "invalid_field", field: "Authorization URL", problem: "required" },
      },
      {
        group: "token",
        request: undefined,
        problem: { code: "invalid_field", field: "Token parameters: x", problem: "unknown_placeholder" },
      },
      expect.objectContaining({ group: "refresh", problem: undefined }),
    ]);
  });
  test("stands in for the members of a callback", async () => {
    const profile = withGroup(profileWith({ tokenUrl: "{{callback.accounts-server}}/token" }), "token", {
      added: [added({ name: "realm", value: "{{ callback.realmId }}" })],
    });
    const [, token] = await previewRequests(profile, SECRETS, REDIRECT_URI);
    expect(token?.request?.url).toBe("https://accounts-server.invalid/token");
    expect(token?.request?.body).toMatch(/&realm=realmId$/u);
  });
});
