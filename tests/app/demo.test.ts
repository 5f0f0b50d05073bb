import { describe, expect, it } from "vitest";
import { CLIENT_CREDENTIALS, TestWorker } from "./test-worker.ts";

const DESCRIPTION = {
  format: "bearer-bar-demo",
  issuer: "http://127.0.0.1:8731",
  authorizationUrl: "http://127.0.0.1:8731/auth",
  tokenUrl: "http://127.0.0.1:8731/token",
  clientId: "demo-sign-in",
  clientSecret: "demo-secret",
  scope: "openid api:read",
  api: "http://127.0.0.1:8732",
  page: "http://localhost:8733",
};
const NEEDED = { origins: ["http://127.0.0.1/*", "http://localhost/*"], permissions: ["webRequest"] };

async function start(reply: unknown): Promise<{ test: TestWorker; asked: string[] }> {
  const test = await TestWorker.start();
  const asked: string[] = [];
  test.browser.server = ({ url }) => {
    asked.push(url);
    return reply === "lost" ? reply : Response.json(reply);
  };
  return { test, asked };
}

describe("the demo server", () => {
  it("is found without any permission", async () => {
    const { test, asked } = await start(DESCRIPTION);
    expect((await test.do("findDemo", {})).result).toEqual(NEEDED);
    expect(asked).toEqual(["http://127.0.0.1:8731/bearer-bar-demo.json"]);
  });

  it.each([
    ["does not run", "lost"],
    ["is something else", { issuer: "http://127.0.0.1:8731" }],
    ["leads off this machine", { ...DESCRIPTION, tokenUrl: "https://evil.example/token" }],
    ["looks like this machine", { ...DESCRIPTION, api: "http://127.0.0.1.evil.example" }],
    ["names no origin for its API", { ...DESCRIPTION, api: "http://127.0.0.1:8732/?q" }],
    ["lacks something", { ...DESCRIPTION, clientSecret: undefined }],
  ])("is not offered where it %s", async (_, reply) => {
    const { test } = await start(reply);
    expect((await test.do("findDemo", {})).result).toBeNull();
    expect(await test.send("tryDemo", {})).toMatchObject({
      ok: false,
      error: { code: "network", host: "127.0.0.1:8731" },
    });
    expect((await test.snapshot()).profiles).toEqual([]);
  });

  it("is set up with profile, secret, API host and calling page, and authorized once the prompt is answered", async () => {
    const { test } = await start(DESCRIPTION);
    const { result: profileId, snapshot } = await test.do("tryDemo", {});
    expect(snapshot).toMatchObject({
      profiles: [{ id: profileId, name: "Demo server", status: { kind: "authorizing", step: "permission" } }],
      hosts: [{ host: { pattern: "http://127.0.0.1:8732", profileId, callingPages: ["http://localhost:8733"] } }],
    });
    expect(await test.store.profiles.secrets(profileId)).toEqual({ clientSecret: "demo-secret" });
    test.browser.granted = { origins: NEEDED.origins, permissions: ["webRequest"] };
    await test.worker.permissionsChanged();
    expect((await test.browser.nextWindow()).url).toMatch(/^http:\/\/127\.0\.0\.1:8731\/auth\?/u);
  });

  it("takes no name and no API host twice", async () => {
    const { test } = await start(DESCRIPTION);
    await test.saveProfile({ ...CLIENT_CREDENTIALS, name: "demo server" });
    await test.do("tryDemo", {});
    const { snapshot } = await test.do("tryDemo", {});
    expect(snapshot.profiles.map(({ name }) => name)).toEqual(["demo server", "Demo server (2)", "Demo server (3)"]);
    expect(snapshot.hosts).toHaveLength(1);
  });
});
